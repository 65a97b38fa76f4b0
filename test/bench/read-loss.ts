import { differences, estimates } from '../../src/classify/training/resampling.js';
import { oneClass, type Scorer } from '../../src/classify/training/scorers.js';
import type { Feeling } from './read-texts.js';

/** The feelings that a reader found, text by text; null: none. */
export interface Said {
  readonly said: readonly (string | null)[];
}

const CLASSES = ['negative', 'neutral', 'positive'];
const HOW = { seed: 1, resamples: 500 };

/** What is lost in macro-F1 by leaving texts to the first stage, with 95 % intervals (all 0..1). */
export function noLoss(
  texts: readonly Feeling[],
  { words, cascade, deep }: Readonly<Record<'words' | 'cascade' | 'deep', Said>>,
): Record<string, unknown> {
  const [first, both, all] = [words, cascade, deep].map(({ said }) => scorerOf(texts, said));
  if (first === undefined || both === undefined || all === undefined) return {};
  return {
    macroF1: { words: macroF1(first), cascade: macroF1(both), deep: macroF1(all) },
    cascadeMinusDeep: difference(all, both),
    cascadeMinusWords: difference(first, both),
  };
}

function macroF1(scorer: Scorer): number | undefined {
  return rounded(estimates(scorer, { seed: 1, resamples: 1 }).get('macroF1')?.value);
}

function difference(from: Scorer, to: Scorer): Record<string, number | undefined> {
  const { value, low, high, p } = differences(from, to, HOW).get('macroF1') ?? {};
  return { value: rounded(value), low: rounded(low), high: rounded(high), p: rounded(p) };
}

/** Only which class was found counts here, so it gets all of the probability. */
function scorerOf(texts: readonly Feeling[], said: readonly (string | null)[]): Scorer {
  const judged = texts.map(({ sentiment }, at) => ({
    truth: CLASSES.indexOf(sentiment),
    probabilities: CLASSES.map((name) => (name === said[at] ? 1 : 0)),
  }));
  return oneClass(judged, CLASSES, 0);
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value * 10_000) / 10_000;
}
