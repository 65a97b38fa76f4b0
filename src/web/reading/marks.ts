/** One quote to be marked: what it speaks for (`complaint`, `topic:delivery`), and its words. */
export interface Quote {
  readonly for: string;
  readonly quote: string;
}
/** A run of text and all that it is evidence for; empty for plain text. */
export interface Run {
  /** Where it begins in the text. */
  readonly start: number;
  readonly text: string;
  readonly for: readonly string[];
}

const WORD = /[\p{L}\p{N}]/u;
/** Scripts that put no space between words: there, any two signs may be two words. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]/u;

/**
 * Cuts a text at the edges of its quotes.
 *
 * @param text what is shown
 * @param quotes exact substrings, in any order, overlapping or not; those that do not occur are left out
 * @returns runs that, joined, are the text
 */
export function marked(text: string, quotes: readonly Quote[]): Run[] {
  const spans = quotes.flatMap((quote) =>
    places(text, quote.quote).map((at) => ({ ...at, quote })),
  );
  const edges = new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start, end])]);
  const cuts = [...edges].toSorted((a, b) => a - b);
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1] ?? text.length;
    const here = spans.filter((span) => span.start <= start && span.end >= end);
    return {
      start,
      text: text.slice(start, end),
      for: [...new Set(here.map(({ quote }) => quote.for))],
    };
  });
}

/** Where the quote stands as whole words: "ad" is not evidence inside "had". */
function places(text: string, quote: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  if (quote.trim() === '') return found;
  for (let start = text.indexOf(quote); start >= 0; start = text.indexOf(quote, start + 1)) {
    const end = start + quote.length;
    const joined = continues(text, start) || continues(text, end);
    if (!joined && start >= (found.at(-1)?.end ?? 0)) found.push({ start, end });
  }
  return found;
}

function continues(text: string, at: number): boolean {
  const [before, after] = [text.charAt(at - 1), text.charAt(at)];
  return WORD.test(before) && WORD.test(after) && !UNSPACED.test(before) && !UNSPACED.test(after);
}

/** `topic:delivery` belongs to the group `topic`. */
export function groupOf(label: string): string {
  return label.split(':')[0] ?? label;
}
