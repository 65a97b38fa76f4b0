import type { Callable } from './calling.js';

/** A piece of a note: plain, a called person, or an address. */
export interface NoteRun {
  readonly start: number;
  readonly kind: 'text' | 'call' | 'link';
  readonly text: string;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: 'call' | 'link';
}

/**
 * Cuts a note at its links and the names it calls.
 *
 * @param links addresses as the server found them in the text; nothing else becomes a link
 * @returns runs that, joined, are the text
 */
export function noteRuns(
  text: string,
  links: readonly string[],
  calls: readonly Callable[],
): NoteRun[] {
  const spans = [
    ...links.flatMap((url) => spansOf(text, url, 'link')),
    ...calls.flatMap(({ name }) => spansOf(text, `@${name}`, 'call')),
  ].toSorted((a, b) => a.start - b.start || b.end - a.end);
  const runs: NoteRun[] = [];
  let at = 0;
  for (const { start, end, kind } of spans) {
    if (start < at) continue;
    if (start > at) runs.push({ start: at, kind: 'text', text: text.slice(at, start) });
    runs.push({ start, kind, text: text.slice(start, end) });
    at = end;
  }
  if (at < text.length) runs.push({ start: at, kind: 'text', text: text.slice(at) });
  return runs;
}

function spansOf(text: string, words: string, kind: Span['kind']): Span[] {
  const found: Span[] = [];
  for (let start = text.indexOf(words); start >= 0; start = text.indexOf(words, start + 1))
    found.push({ start, end: start + words.length, kind });
  return found;
}
