import type { PlacedToken } from './features/extractor.js';

/** Words of a quote (count): more is no quote, and what is fewer reads as a phrase as it is. */
const MAX_WORDS = 10;
/** Longest quote (UTF-16 units): a "word" without end is no quote. */
const MAX_LENGTH = 200;

interface Clause {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/**
 * Quotes the clause that speaks most for a label, or the strongest ten words of a longer one: what
 * somebody did or had to do does not show in a single word.
 *
 * @param parts the texts that were read, as given
 * @param weights what each token adds to the label, in any unit; positive speaks for it
 * @returns an exact substring of a part; null when no word speaks for the label
 */
export function phraseFor(
  parts: readonly string[],
  tokens: readonly PlacedToken[],
  weights: ArrayLike<number>,
): string | null {
  let best: Clause | null = null;
  for (const clause of clauses(tokens)) {
    const part = strongest(clause.from, clause.to, tokens, weights);
    if (part.weight > (best?.weight ?? 0)) best = part;
  }
  const first = tokens[best?.from ?? -1];
  const last = tokens[best?.to ?? -1];
  if (first === undefined || last === undefined) return null;
  const end = Math.min(last.end, first.start + MAX_LENGTH);
  return (parts[first.part] ?? '').slice(first.start, end).trimEnd();
}

function* clauses(tokens: readonly PlacedToken[]): Generator<{ from: number; to: number }> {
  let from = 0;
  for (let at = 0; at <= tokens.length; at++) {
    const token = tokens[at];
    if (token !== undefined && quotable(token) && token.part === tokens[from]?.part) continue;
    if (at > from) yield { from, to: at - 1 };
    from = token !== undefined && quotable(token) ? at : at + 1;
  }
}

/** Links, breaks and calls end a clause; a name within it is part of it. */
function quotable({ kind }: PlacedToken): boolean {
  return kind === 'word' || kind === 'number' || kind === 'user';
}

/** The whole clause if it is short, else its words in a row that add most. */
function strongest(
  from: number,
  to: number,
  tokens: readonly PlacedToken[],
  weights: ArrayLike<number>,
): Clause {
  const sum = (first: number, last: number): number => {
    let total = 0;
    for (let at = first; at <= last; at++)
      if (tokens[at]?.kind !== 'user') total += weights[at] ?? 0;
    return total;
  };
  if (to - from < MAX_WORDS) return { from, to, weight: sum(from, to) };
  let best: Clause = { from, to: from + MAX_WORDS - 1, weight: sum(from, from + MAX_WORDS - 1) };
  for (let at = from + 1; at + MAX_WORDS - 1 <= to; at++) {
    const weight = sum(at, at + MAX_WORDS - 1);
    if (weight > best.weight) best = { from: at, to: at + MAX_WORDS - 1, weight };
  }
  return best;
}
