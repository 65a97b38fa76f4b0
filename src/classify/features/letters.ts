import type { Token } from './tokens.js';

/** Shortest and longest groups of letters that are features. */
const SHORTEST = 2;
const LONGEST = 5;
const SEED = 0x2f0b4a17;
const PRIME = 0x01000193;

const SPACE = 32;
const LINK = 'URL';
const USER = '@U';

/** The text as its letter groups see it: links and names as one sign each, white space squeezed. */
let units = new Uint16Array(1024);
/** The token that each unit belongs to, or -1. */
let owners = new Int32Array(1024);
let count = 0;

/**
 * Hears of every group of 2 to 5 UTF-16 units, across the borders of words and with capitals as
 * they are, which tell more of a post than letters within words do (docs/reading.md).
 *
 * @param use told the hash of a group and the tokens its first and last unit belong to, or -1
 */
export function eachLetterGroup(
  text: string,
  tokens: readonly Token[],
  use: (hash: number, first: number, last: number) => void,
): void {
  spell(text, tokens);
  for (let from = 0; from < count; from++) {
    let hash = SEED | 0;
    const end = Math.min(from + LONGEST, count);
    for (let at = from; at < end; at++) {
      hash = Math.imul(hash ^ (units[at] ?? 0), PRIME);
      if (at - from + 1 >= SHORTEST) use(hash, owners[from] ?? -1, owners[at] ?? -1);
    }
  }
}

function spell(text: string, tokens: readonly Token[]): void {
  count = 0;
  if (units.length < text.length + 2) {
    units = new Uint16Array(text.length + 2);
    owners = new Int32Array(text.length + 2);
  }
  add(SPACE, -1);
  let next = 0;
  for (let i = 0; i < text.length;) {
    const token = tokens[next];
    if (token !== undefined && i >= token.start && isSign(token)) {
      const sign = token.kind === 'link' ? LINK : USER;
      for (let k = 0; k < sign.length; k++) add(sign.charCodeAt(k), next);
      i = token.end;
      next++;
      continue;
    }
    const within = token !== undefined && i >= token.start;
    const unit = text.charCodeAt(i);
    if (!isSpace(unit)) add(unit, within ? next : -1);
    else if (units[count - 1] !== SPACE) add(SPACE, -1);
    i++;
    if (token !== undefined && i >= token.end) next++;
  }
  if (units[count - 1] !== SPACE) add(SPACE, -1);
}

function add(unit: number, owner: number): void {
  units[count] = unit;
  owners[count] = owner;
  count++;
}

function isSign({ kind }: Token): boolean {
  return kind === 'link' || kind === 'user';
}

function isSpace(unit: number): boolean {
  return unit === SPACE || (unit >= 9 && unit <= 13) || unit === 0xa0;
}
