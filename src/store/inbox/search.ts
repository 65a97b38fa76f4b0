import type { Phrase } from '../../domain/inbox-query.js';
import { placedWords, type PlacedWord } from '../../domain/words.js';

/** A phrase must not reach from the title into the text. */
const GAP = 10;
/** PostgreSQL counts places no further; what stands behind is found, but in no phrase. */
const LAST_PLACE = 16_383;
/** PostgreSQL holds at most 1 MB per text; what stands behind so many characters of words is not found. */
const MOST_CHARACTERS = 250_000;

const quoted = (word: string): string => `'${word}'`;

/** The words of a text, as PostgreSQL writes a `tsvector`. Words hold no quote and no backslash. */
export function vectorOf(title: string | null, text: string): string {
  const ofTitle = placedWords(title ?? '');
  const words = [...ofTitle, ...placedWords(text, (ofTitle.at(-1)?.place ?? 0) + GAP)];
  const written: string[] = [];
  let length = 0;
  for (const { word, place } of words) {
    length += word.length;
    if (length > MOST_CHARACTERS) break;
    written.push(`${quoted(word)}:${Math.min(place, LAST_PLACE)}`);
  }
  return written.join(' ');
}

/** What finds a phrase, as PostgreSQL writes a `tsquery`; an emoji of it may stand anywhere. */
export function tsqueryOf({ words, begins }: Phrase): string {
  const row: PlacedWord[] = [];
  const anywhere: string[] = [];
  for (const it of words)
    if (/^[\p{L}\p{N}\p{M}]/u.test(it.word)) row.push(it);
    else anywhere.push(quoted(it.word));
  const last = words.at(-1);
  const inRow = row.map((it) => `${quoted(it.word)}${begins && it === last ? ':*' : ''}`);
  return [...(inRow.length > 0 ? [inRow.join(' <-> ')] : []), ...anywhere]
    .map((part) => `(${part})`)
    .join(' & ');
}
