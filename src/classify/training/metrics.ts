import { best } from '../linear/score.js';
import { seededRandom } from './random.js';

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
  /** Mean over the classes of the harmonic mean of precision and recall (0..1). */
  readonly macroF1: number;
  /** Mean over the classes of the recall (0..1). */
  readonly macroRecall: number;
  /** Chance that a row of the class scores above one that is not; mean over classes (0..1). */
  readonly auc: number;
  /** Expected calibration error in ten bins of equal width (0..1; Naeini et al. 2015). */
  readonly ece: number;
}

export function measure(rows: readonly Judged[], classes: number): Metrics {
  return {
    rows: rows.length,
    ...hitRates(choicesOf(rows), classes),
    auc: mean(aucs(rows, classes)),
    ece: calibrationError(rows),
  };
}

export function choicesOf(rows: readonly Judged[]): Choice[] {
  return rows.map(({ truth, probabilities }) => ({ truth, chosen: best(probabilities) }));
}

/** The part of the metrics that looks only at the most likely class. */
export function hitRates(
  rows: readonly Choice[],
  classes: number,
): Pick<Metrics, 'accuracy' | 'macroF1' | 'macroRecall'> {
  const perClass = countAll(rows, classes);
  const present = perClass.filter((counts) => counts.actual > 0);
  const right = perClass.reduce((sum, counts) => sum + counts.hit, 0);
  return {
    accuracy: right / rows.length,
    macroF1: mean(perClass.map(f1)),
    macroRecall: mean(present.map(({ hit, actual }) => hit / actual)),
  };
}

export interface Counts {
  hit: number;
  actual: number;
  said: number;
}

/** For each class: how often it holds, was said, and both. */
export function countAll(rows: readonly Choice[], classes: number): Counts[] {
  const counts = Array.from({ length: classes }, () => ({ hit: 0, actual: 0, said: 0 }));
  for (const { truth, chosen } of rows) {
    const actual = counts[truth];
    const said = counts[chosen];
    if (actual !== undefined) actual.actual++;
    if (said !== undefined) said.said++;
    if (said !== undefined && chosen === truth) said.hit++;
  }
  return counts;
}

/** F1 of one class; 0 for a class that is never said and never there. */
export function f1({ hit, actual, said }: Readonly<Counts>): number {
  return hit === 0 ? 0 : (2 * hit) / (actual + said);
}

function aucs(rows: readonly Judged[], classes: number): number[] {
  const all = Array.from({ length: classes }, (_, k) =>
    auc(
      rows.map((row) => row.probabilities[k] ?? 0),
      rows.map((row) => row.truth === k),
    ),
  );
  return all.filter((value) => !Number.isNaN(value));
}

/**
 * Area under the ROC curve: the chance that a positive row scores above a negative one,
 * ties counted half (Mann-Whitney).
 *
 * @returns NaN when there are no positive or no negative rows
 */
export function auc(scores: readonly number[], positive: readonly boolean[]): number {
  const order = [...scores.keys()].sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let rankSum = 0;
  let positives = 0;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]) to++;
    const rank = (from + 1 + to) / 2;
    for (const row of order.slice(from, to)) {
      if (positive[row] !== true) continue;
      rankSum += rank;
      positives++;
    }
    from = to;
  }
  const negatives = scores.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

const BINS = 10;

function calibrationError(rows: readonly Judged[]): number {
  const bins = Array.from({ length: BINS }, () => ({ rows: 0, right: 0, sure: 0 }));
  for (const { truth, probabilities } of rows) {
    const chosen = best(probabilities);
    const sure = probabilities[chosen] ?? 0;
    const bin = bins[Math.min(BINS - 1, Math.floor(sure * BINS))];
    if (bin === undefined) continue;
    bin.rows++;
    bin.sure += sure;
    if (truth === chosen) bin.right++;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.sure - bin.right), 0) / rows.length;
}

/**
 * 95 % interval of a metric by the percentile bootstrap over rows (Efron 1979).
 *
 * @param seed same seed, same interval
 * @param resamples how often the rows are drawn again (count)
 */
export function bootstrap<T>(
  rows: readonly T[],
  of: (rows: readonly T[]) => number,
  seed: number,
  resamples = 500,
): readonly [number, number] {
  const random = seededRandom(seed);
  const values = Array.from({ length: resamples }, () =>
    of(rows.map((row) => rows[Math.floor(random() * rows.length)] ?? row)),
  ).sort((a, b) => a - b);
  const at = (share: number): number => values[Math.floor(share * (resamples - 1))] ?? NaN;
  return [at(0.025), at(0.975)];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
