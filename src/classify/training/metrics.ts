import { best } from '../linear/score.js';
import { calibrationError, rank, separation } from './ranking.js';

/** What a model said of one row and what holds. Classes are numbers. */
export interface Judged {
  readonly truth: number;
  /** Probability of each class; they add up to 1. */
  readonly probabilities: readonly number[];
}

/** The class that holds of a row, and the one that was chosen. */
export interface Choice {
  readonly truth: number;
  readonly chosen: number;
}

export interface Metrics {
  readonly rows: number;
  /** Share of rows whose most likely class holds (0..1). */
  readonly accuracy: number;
  /**
   * Mean of the classes' harmonic mean of precision and recall (0..1), over the classes that are
   * there or were said.
   */
  readonly macroF1: number;
  /** Mean of the recall of the classes that are there (0..1). */
  readonly macroRecall: number;
  /** Chance that a row of the class scores above one that is not; mean over classes (0..1). */
  readonly auc: number;
  /** Expected calibration error of the chosen class in ten bins of equal width (0..1; Naeini et al. 2015). */
  readonly ece: number;
}

export function measure(rows: readonly Judged[], classes: number): Metrics {
  const choices = choicesOf(rows);
  const aucs = Array.from({ length: classes }, (_, k) =>
    auc(
      rows.map(({ probabilities }) => probabilities[k] ?? 0),
      rows.map(({ truth }) => truth === k),
    ),
  );
  return {
    rows: rows.length,
    ...hitRates(choices, classes),
    auc: mean(aucs.filter((value) => !Number.isNaN(value))),
    ece: calibrationError(
      rows.map(({ probabilities }, row) => probabilities[choices[row]?.chosen ?? 0] ?? 0),
      choices.map(({ truth, chosen }) => (truth === chosen ? 1 : 0)),
      rows.map(() => 1),
    ),
  };
}

/** The most likely class of each row. */
export function choicesOf(rows: readonly Judged[]): Choice[] {
  return rows.map(({ truth, probabilities }) => ({ truth, chosen: best(probabilities) }));
}

/** The part of the metrics that looks only at the most likely class. */
export function hitRates(
  rows: readonly Choice[],
  classes: number,
): Pick<Metrics, 'accuracy' | 'macroF1' | 'macroRecall'> {
  const counts = Array.from({ length: classes }, () => ({ hit: 0, actual: 0, said: 0 }));
  for (const { truth, chosen } of rows) {
    const actual = counts[truth];
    const said = counts[chosen];
    if (actual !== undefined) actual.actual++;
    if (said !== undefined) said.said++;
    if (said !== undefined && chosen === truth) said.hit++;
  }
  return ratesOf(counts, rows.length);
}

/** How often a class holds, was said, and both. */
export interface Counts {
  hit: number;
  actual: number;
  said: number;
}

/** @param rows in all, of which each holds one class */
export function ratesOf(
  counts: readonly Readonly<Counts>[],
  rows: number,
): Pick<Metrics, 'accuracy' | 'macroF1' | 'macroRecall'> {
  return {
    accuracy: counts.reduce((sum, { hit }) => sum + hit, 0) / rows,
    macroF1: mean(counts.filter(({ actual, said }) => actual + said > 0).map(f1)),
    macroRecall: mean(counts.filter(({ actual }) => actual > 0).map(recall)),
  };
}

/** F1 of one class; 0 for a class that is never said and never there. */
export function f1({ hit, actual, said }: Readonly<Counts>): number {
  return hit === 0 ? 0 : (2 * hit) / (actual + said);
}

export function recall({ hit, actual }: Readonly<Counts>): number {
  return actual === 0 ? 0 : hit / actual;
}

export function precision({ hit, said }: Readonly<Counts>): number {
  return said === 0 ? 0 : hit / said;
}

/** As `separation`, of scores that were not ranked yet. */
export function auc(scores: readonly number[], positive: readonly boolean[]): number {
  const even = scores.map(() => 1);
  const holds = positive.map((is) => (is ? 1 : 0));
  return separation(rank(scores), holds, even, 1).auc;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
