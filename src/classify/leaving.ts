import type { Brand, LeavingDirection } from '../domain/reading.js';
import { isOfOthers, spokenOf, type Spoken } from './brand.js';
import type { PlacedToken } from './features/extractor.js';
import { BARE_CUES, NAME_CUES, PURCHASE, type Cue, type Role } from './leaving-cues.js';

/** Articles and the like between a cue and the name. */
const ARTICLES =
  '(?:(?:the|my|our|an?|this|that|these|those|his|her|their|some|one|of|by|such|good|old|new|first|dear|guys|at|called) )*';

interface Compiled extends Cue {
  readonly match: RegExp;
}

const purchases = [compiled(PURCHASE, 'OURS')];
const bare = BARE_CUES.map((cue) => compiled(cue, ''));
/** The cues by the sign that stands in place of the name. */
const about: Readonly<Record<'OURS' | 'THEIRS' | 'YOU', readonly Compiled[]>> = {
  OURS: NAME_CUES.map((cue) => compiled(cue, 'OURS')),
  THEIRS: NAME_CUES.map((cue) => compiled(cue, 'THEIRS')),
  YOU: NAME_CUES.map((cue) => compiled(cue, 'YOU')),
};

function compiled(cue: Cue, sign: string): Compiled {
  const pattern = cue.pattern.replaceAll('X', `${ARTICLES}${sign}`);
  return { ...cue, match: new RegExp(` ${pattern}(?= )`) };
}

/**
 * Whether somebody who leaves comes to us or goes from us: by the words around the names, because
 * the same sentence means one thing to those who are left and the other to those who gain.
 *
 * @param brand whose side to be on; null: that of the account that the text addresses
 * @returns `from-us` where nothing says otherwise; null where only somebody else is left
 */
export function directionOf(
  tokens: readonly PlacedToken[],
  parts: readonly string[],
  brand: Brand | null,
): LeavingDirection | null {
  return directionIn(spokenOf(tokens, parts, brand), brand);
}

/** The same of a text whose sides are known. */
export function directionIn(spoken: Spoken, brand: Brand | null): LeavingDirection | null {
  const towards = leaning(spoken);
  if (towards < 0) return 'from-us';
  if (isOfOthers(spoken, brand)) return null;
  return towards > 0 ? 'to-us' : 'from-us';
}

/** Above 0: towards us; below: away. */
function leaning({ words, you }: Spoken): number {
  const us = weighed(words, about.OURS) + (you === 'ours' ? weighed(words, about.YOU) : 0);
  const them = weighed(words, about.THEIRS) + (you === 'theirs' ? weighed(words, about.YOU) : 0);
  // Who complains has bought once: without another name, getting something is no coming.
  const bought = words.includes(' THEIRS ') ? 0 : weighed(words, purchases);
  const sum = us - them - bought + weighed(words, bare);
  if (sum > 0 && sum < PLAIN && !words.includes(' THEIRS ') && words.length > LONG) return 0;
  if (sum !== 0) return sum;
  // What somebody has is told before what they will have.
  if (!words.includes(' OURS ') || !words.includes(' THEIRS ')) return 0;
  return words.lastIndexOf(' OURS ') - words.lastIndexOf(' THEIRS ');
}

/** In a longer text (UTF-16 units) a hint of coming is not enough: it tells of many things. */
const LONG = 200;
const PLAIN = 2;

const SIGN: Readonly<Record<Role, number>> = { target: 1, source: -1 };

function weighed(words: string, cues: readonly Compiled[]): number {
  let sum = 0;
  for (const { match, role, weight } of cues) if (match.test(words)) sum += SIGN[role] * weight;
  return sum;
}
