import { LEAST_PASSWORD, MOST_PASSWORD } from '../../domain/account.js';
import { canonical } from './password-hashing.js';

/** What is known about whoever chooses a password. */
export interface Chooser {
  readonly name: string;
  readonly email: string;
}

/** Words that whoever guesses tries first here. docs/security.md names them (ASVS 6.1.2). */
const OWN_WORDS = ['earshot', 'administrator', 'community', 'manager'];
const LEAST_WORD = 4;
const LEAST_DIFFERENT = 5;

let common: Promise<ReadonlySet<string>> | null = null;

/** 49,233 passwords that are used most, from leaks; read when the first password is set. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common']),
  );
  return common;
}

/**
 * Why a password should not be chosen, in words for whoever chose it; null when it may be.
 *
 * Length counts characters, and there are no rules about which: NIST SP 800-63B-4, 3.1.1.2. Refused
 * are the common ones, also with digits or signs around them or two in a row, what says the person's
 * name, address or this product's words and little else, and what repeats few characters.
 */
export async function faultOfPassword(given: string, chooser: Chooser): Promise<string | null> {
  const password = canonical(given);
  const length = Array.from(password).length;
  if (length < LEAST_PASSWORD)
    return `has ${length} characters; ${LEAST_PASSWORD} are needed, a few words in a row for example`;
  if (length > MOST_PASSWORD) return `has ${length} characters; ${MOST_PASSWORD} are the most`;
  const plain = password.toLowerCase();
  if (new Set(plain).size < LEAST_DIFFERENT)
    return 'repeats the same few characters; choose something that is harder to guess';
  const word = wordThatSaysItAll(plain, chooser);
  if (word !== null)
    return `is little more than "${word}", which others can guess; choose words that have nothing to do with you or Earshot`;
  if (isGuessable(plain, await commonPasswords()))
    return 'is among those that are used most, or made of them; others try these first';
  return null;
}

function isGuessable(plain: string, known: ReadonlySet<string>): boolean {
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  if (known.has(plain) || (core.length > 0 && known.has(core))) return true;
  return isTwoOf(plain, known) || isTwoOf(core, known);
}

/** Two in a row, with nothing between: `qwerty` and `password1`. */
function isTwoOf(text: string, known: ReadonlySet<string>): boolean {
  for (let cut = LEAST_WORD; cut <= text.length - LEAST_WORD; cut++)
    if (known.has(text.slice(0, cut)) && known.has(text.slice(cut))) return true;
  return false;
}

/** @returns the longest word in it, when what remains without all of them is too short for a secret */
function wordThatSaysItAll(plain: string, chooser: Chooser): string | null {
  const found = wordsOf(chooser).filter((word) => plain.includes(word));
  const rest = found.reduce((left, word) => left.replaceAll(word, ''), plain);
  return Array.from(rest).length < LEAST_PASSWORD - LEAST_WORD ? (found[0] ?? null) : null;
}

/** The whole name and address, their parts and what we are called. */
function wordsOf({ name, email }: Chooser): string[] {
  const [local = '', domain = ''] = email.toLowerCase().split('@');
  const parts = [name.toLowerCase(), email.toLowerCase(), local, domain].flatMap((it) => [
    it,
    it.replace(/[^\p{L}\p{N}]+/gu, ''),
    ...it.split(/[^\p{L}\p{N}]+/u),
  ]);
  return [...new Set([...parts, ...OWN_WORDS])]
    .filter((it) => it.length >= LEAST_WORD)
    .sort((a, b) => b.length - a.length);
}
