import type { Brand } from '../domain/reading.js';
import type { PlacedToken } from './features/extractor.js';
import { tokenise } from './features/tokens.js';

/** Ours, or that of somebody whom people leave us for. */
export type Side = 'ours' | 'theirs';

/** A name in a text: its tokens, first and last. */
export interface Named {
  readonly side: Side;
  readonly from: number;
  readonly to: number;
}

/** A text as cues are looked for in it: lower-case words, names and endings of clauses as signs. */
export interface Spoken {
  /** Words with one space around each; OURS, THEIRS and YOU for whom they speak of; `,` `.` `?`. */
  readonly words: string;
  readonly named: readonly Named[];
  /** Whom "you" means; null: nobody is addressed, or it does not show who. */
  readonly you: Side | null;
}

/** What brands add to their name for the account that answers: @AcmeHelp, @acme_uk. */
const OF_ACCOUNTS =
  /^(?:help|helps|care|cares|support|service|team|hq|official|app|online|global|uk|us|usa|ie|eu|ca|au|in|de|at|ch|fr|es|it|pt|br)?\d*$/;
/** Shorter names have no plural and no account that begins with them: "Gas" is not in @gasuk. */
const SHORT = 4;
const YOU = new Set(
  'you u ya yall your yours ur urs youre youve youd youll yourselves yourself'.split(' '),
);

/**
 * Finds the names of a brand and of its competitors: whole words whatever their case, also as
 * handle, tag, possessive and plural; names of several words as one word too (#KestrelCoffee).
 * The longest name wins, a competitor's before one of ours of the same length.
 *
 * @returns in the order of the text; none overlap
 */
export function namesIn(
  tokens: readonly PlacedToken[],
  parts: readonly string[],
  brand: Brand,
): Named[] {
  const names = [...known(brand.competitors, 'theirs'), ...known(brand.names, 'ours')].sort(
    (a, b) => b.squeezed.length - a.squeezed.length,
  );
  if (names.length === 0) return [];
  const keys = tokens.map((token) => keyOf(sourceOf(token, parts)));
  const found: Named[] = [];
  for (let at = 0; at < tokens.length; at++) {
    for (const name of names) {
      const length = lengthAt(at, name, tokens, keys);
      if (length === 0) continue;
      found.push({ side: name.side, from: at, to: at + length - 1 });
      at += length - 1;
      break;
    }
  }
  return found;
}

interface KnownName {
  readonly side: Side;
  /** Keys of its words and of the signs between them. */
  readonly keys: readonly string[];
  readonly squeezed: string;
}

function known(names: readonly string[], side: Side): KnownName[] {
  return names.flatMap((name) => {
    const keys = tokenise(name.replace(/^[@#]|\*$/g, '')).map(({ start, end }) =>
      keyOf(name.replace(/^[@#]/, '').slice(start, end)),
    );
    while (keys.length > 0 && !/[\p{L}\p{N}]/u.test(keys.at(-1) ?? '')) keys.pop();
    return keys.length === 0 ? [] : [{ side, keys, squeezed: keys.join('') }];
  });
}

/** How many tokens the name takes here; 0: it does not stand here. */
function lengthAt(
  at: number,
  { keys, squeezed }: KnownName,
  tokens: readonly PlacedToken[],
  spoken: readonly string[],
): number {
  const key = (spoken[at] ?? '').replaceAll('_', '');
  const long = squeezed.length >= SHORT;
  if (tokens[at]?.kind === 'user') {
    const rest = key.startsWith(squeezed) ? key.slice(squeezed.length) : null;
    return rest === '' || (long && rest !== null && OF_ACCOUNTS.test(rest)) ? 1 : 0;
  }
  if (key === squeezed) return 1;
  const part = tokens[at]?.part;
  for (const [i, wanted] of keys.entries()) {
    const there = spoken[at + i] ?? '';
    if (tokens[at + i]?.part !== part) return 0;
    if (there !== wanted && !(long && there === `${wanted}s`)) return 0;
  }
  return keys.length;
}

/** A word as names are compared: lower case, without sign before it and without `'s`. */
function keyOf(source: string): string {
  return source
    .toLowerCase()
    .replace(/^[@#]/, '')
    .replace(/['’]s?$/, '')
    .replaceAll(/['’]/g, '');
}

function sourceOf({ part, start, end }: PlacedToken, parts: readonly string[]): string {
  return (parts[part] ?? '').slice(start, end);
}

/**
 * The text with its sides. Without a brand, the account that is addressed is the brand: the
 * first handle of the text.
 */
export function spokenOf(
  tokens: readonly PlacedToken[],
  parts: readonly string[],
  brand: Brand | null,
): Spoken {
  const named = brand === null ? addressed(tokens) : namesIn(tokens, parts, brand);
  const starts = new Map(named.map((one) => [one.from, one]));
  const words: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as PlacedToken;
    const name = starts.get(at);
    if (name !== undefined) {
      words.push(name.side === 'ours' ? 'OURS' : 'THEIRS');
      at = name.to;
    } else words.push(signOf(token, sourceOf(token, parts)));
  }
  const text = ` ${words.filter((word) => word !== '').join(' ')} `;
  return { words: text, named, you: youOf(text, opening(named, tokens)) };
}

function addressed(tokens: readonly PlacedToken[]): Named[] {
  const at = tokens.findIndex(({ kind }) => kind === 'user');
  return at < 0 ? [] : [{ side: 'ours', from: at, to: at }];
}

function signOf({ kind }: PlacedToken, source: string): string {
  switch (kind) {
    case 'break':
      return /[.;\n…]/.test(source) ? '.' : ',';
    case 'mark':
      return source.includes('?') ? '?' : source.includes('!') ? '.' : ',';
    case 'user':
      return 'user';
    case 'link':
      return '';
    case 'number':
      return 'number';
    case 'word': {
      const word = source.toLowerCase().replace(/^#/, '').replaceAll(/['’]/g, '');
      return YOU.has(word) ? 'YOU' : word;
    }
  }
}

/** The side whose handle a text begins with, as answers do. */
function opening([first]: readonly Named[], tokens: readonly PlacedToken[]): Side | null {
  if (first === undefined) return null;
  const before = tokens.slice(0, first.from + 1);
  return before.every(({ kind }) => kind === 'user' || kind === 'break') ? first.side : null;
}

/** A name that stands apart, as one calls somebody. */
const CALLED =
  /(?:^|[,.?]|\b(?:hi|hey|hello|dear|thanks|ok|okay)) (OURS|THEIRS)(?= [,.?]| YOU | $)/g;

/**
 * Who is meant by "you": the one whose handle the text begins with, else the only one whose name
 * stands apart. Without others it is us.
 */
function youOf(words: string, opening: Side | null): Side | null {
  if (!words.includes(' THEIRS ')) return 'ours';
  if (opening !== null) return opening;
  const called = new Set([...words.matchAll(CALLED)].map(([, sign]) => sign));
  if (called.size !== 1) return null;
  return called.has('OURS') ? 'ours' : 'theirs';
}

/** Beside these words a name is what something else is measured by. */
const MEASURE =
  /(?:\b(?:than|unlike|like|instead of|as with|compared (?:to|with)|even|whereas|while|my old) (?:an? |the |my )?THEIRS |\bTHEIRS (?=(?:\S+ ){0,4}(?:better|longer|cheaper|faster|quicker|easier|best|wins)\b))/g;
/** A sentence of fewer words is a call, and says nothing of anybody. */
const SHORTEST = 3;

/**
 * Whether a text speaks of others alone: its first sentence names them, other than to compare us
 * with them, and we are neither named nor addressed.
 */
export function isOfOthers({ words, you }: Spoken, brand: Brand | null): boolean {
  if (brand?.home === true || words.includes(' OURS ')) return false;
  if (you !== 'theirs' && words.includes(' YOU ')) return false;
  const first = words.split(/ [.?] /).find((one) => one.trim().split(' ').length >= SHORTEST);
  return ` ${first ?? words} `.replaceAll(MEASURE, '').includes(' THEIRS ');
}

/** The first competitor, as it is written; null: none is named. */
export function nameOfOther(
  { named }: Spoken,
  tokens: readonly PlacedToken[],
  parts: readonly string[],
): string | null {
  const other = named.find(({ side }) => side === 'theirs');
  const first = other && tokens[other.from];
  const last = other && tokens[other.to];
  if (first === undefined || last === undefined) return null;
  return (parts[first.part] ?? '').slice(first.start, last.end);
}
