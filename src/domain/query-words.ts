import { isUnspaced, wordsOf, type Query, type Searched } from './query.js';

/** A word as it stands in a text, and as a query sees it. */
interface Seen {
  readonly words: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** Runs of what a query reads as words, with what a reader does not see in between. */
const RUN = /[\p{L}\p{N}\p{M}\p{Default_Ignorable_Code_Point}]+/gu;

/**
 * The words of a text that answer to what a query listens for, so that they can be shown: exactly as
 * they stand there, in the order of the query's terms.
 *
 * @returns none when the query does not match by them, as when everything at a place is ours
 */
export function wordsHeard({ any, all }: Query, { title, text }: Searched): string[] {
  const fields = [title ?? '', text].map((field) => ({ field, seen: seenIn(field) }));
  const found = [...all, ...any].flatMap((term) =>
    fields.flatMap(({ field, seen }) => placesOf(term, seen).map(([a, b]) => field.slice(a, b))),
  );
  return [...new Set(found)];
}

function seenIn(text: string): Seen[] {
  return [...text.matchAll(RUN)].flatMap(({ 0: run, index }) => {
    let at = index;
    return pieces(run).flatMap((piece) => {
      const start = at;
      at += piece.length;
      const words = wordsOf(piece);
      return words.length === 0 ? [] : [{ words, start, end: at }];
    });
  });
}

/** Signs of scripts without spaces are words of their own. */
function pieces(run: string): string[] {
  const cut: string[] = [];
  let joined = '';
  for (const sign of run) {
    if (!isUnspaced(sign)) joined += sign;
    else {
      cut.push(joined, sign);
      joined = '';
    }
  }
  return [...cut, joined].filter((piece) => piece !== '');
}

/** Where a term stands: its words in a row, the last one as a beginning when it ends in `*`. */
function placesOf(term: string, seen: readonly Seen[]): [start: number, end: number][] {
  const wanted = wordsOf(term);
  if (wanted.length === 0) return [];
  const open = term.trimEnd().endsWith('*');
  const flat = seen.flatMap((it) => it.words.map((word) => ({ word, it })));
  return flat.flatMap(({ it }, at): [number, number][] => {
    const hit = wanted.every((word, n) => {
      const there = flat[at + n]?.word;
      return open && n === wanted.length - 1 ? there?.startsWith(word) : there === word;
    });
    const last = flat[at + wanted.length - 1];
    return hit && last ? [[it.start, last.it.end]] : [];
  });
}
