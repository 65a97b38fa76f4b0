import type { Evidence } from '../domain/reading.js';
import type { PlacedToken } from './features/extractor.js';

/** Most quotes per label, and most words in one quote. */
const MAX_QUOTES = 3;
const MAX_WORDS = 8;
/** A neighbour joins a quote when it adds at least this share of what the strongest word adds. */
const NEIGHBOUR_SHARE = 0.2;
/** A further quote has to add at least this share of what the first one adds. */
const QUOTE_SHARE = 0.5;
/** Longest quote (UTF-16 units): a "word" without end is no quote. */
const MAX_LENGTH = 200;

interface Span {
  /** First and last token of the quote. */
  from: number;
  to: number;
  weight: number;
}

/**
 * Quotes the words that spoke most for a label.
 *
 * Grows each quote from the strongest word over its neighbours, and takes the negation with
 * the word it negates ("not working", never "working" alone).
 *
 * @param label what the quotes stand for, `complaint` or `topic:delivery`
 * @param parts the texts that were read, as given
 * @param weights what each token adds to the label, in any unit; positive speaks for it
 * @returns exact substrings of the parts, strongest first; empty when no word speaks for the label
 */
export function quotesFor(
  label: string,
  parts: readonly string[],
  tokens: readonly PlacedToken[],
  weights: ArrayLike<number>,
): Evidence[] {
  const taken = new Uint8Array(tokens.length);
  const spans: Span[] = [];
  while (spans.length < MAX_QUOTES) {
    const seed = strongest(tokens, weights, taken);
    if (seed < 0) break;
    const span = grow(seed, tokens, weights, taken);
    if (span.weight < QUOTE_SHARE * (spans[0]?.weight ?? 0)) break;
    taken.fill(1, span.from, span.to + 1);
    spans.push(span);
  }
  const quotes = joined(spans).map((span) => quote(span, parts, tokens));
  const told = new Set(quotes.filter((text) => text !== ''));
  return [...told].map((text) => ({ for: label, quote: text }));
}

/** Spans that share a token become one; two of one clause share its negation, for example. */
function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const other = result.find((one) => one.from <= span.to && span.from <= one.to);
    if (other === undefined) result.push({ ...span });
    else {
      other.from = Math.min(other.from, span.from);
      other.to = Math.max(other.to, span.to);
    }
  }
  return result;
}

/** A word, emoji or amount that can be quoted; names, links and punctuation say nothing alone. */
function quotable({ kind, form }: PlacedToken): boolean {
  return kind === 'word' || kind === 'number' || (kind === 'mark' && !/^[!?]/.test(form));
}

function strongest(
  tokens: readonly PlacedToken[],
  weights: ArrayLike<number>,
  taken: Uint8Array,
): number {
  let best = -1;
  let most = 0;
  for (const [at, token] of tokens.entries()) {
    const weight = weights[at] ?? 0;
    if (taken[at] === 0 && weight > most && quotable(token)) [best, most] = [at, weight];
  }
  return best;
}

function grow(
  seed: number,
  tokens: readonly PlacedToken[],
  weights: ArrayLike<number>,
  taken: Uint8Array,
): Span {
  const span: Span = { from: seed, to: seed, weight: weights[seed] ?? 0 };
  const least = NEIGHBOUR_SHARE * span.weight;
  for (;;) {
    const left = joins(span.from - 1, seed, tokens, weights, taken, least);
    const right = joins(span.to + 1, seed, tokens, weights, taken, least);
    if (Math.max(left, right) < 0 || span.to - span.from + 2 > MAX_WORDS) break;
    if (left >= right) span.from--;
    else span.to++;
    span.weight += Math.max(left, right);
  }
  const negation = tokens[seed]?.negatedBy ?? -1;
  if (negation >= 0 && negation < span.from && span.to - negation < MAX_WORDS) span.from = negation;
  return span;
}

/** What the neighbour adds, or -1 when it does not join. */
function joins(
  at: number,
  seed: number,
  tokens: readonly PlacedToken[],
  weights: ArrayLike<number>,
  taken: Uint8Array,
  least: number,
): number {
  const token = tokens[at];
  if (token === undefined || taken[at] !== 0 || token.part !== tokens[seed]?.part) return -1;
  if (!quotable(token)) return -1;
  const weight = weights[at] ?? 0;
  return weight >= least ? weight : -1;
}

function quote(span: Span, parts: readonly string[], tokens: readonly PlacedToken[]): string {
  const first = tokens[span.from];
  const last = tokens[span.to];
  if (first === undefined || last === undefined) return '';
  const end = Math.min(last.end, first.start + MAX_LENGTH);
  return (parts[first.part] ?? '').slice(first.start, end).trimEnd();
}
