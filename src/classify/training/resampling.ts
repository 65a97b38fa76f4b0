import { seededRandom } from './random.js';
import type { Scorer } from './scorers.js';

/** A figure with its 95 % interval. NaN where the texts do not hold what it takes. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How much higher a figure is for the second of two than for the first, on the same texts. */
export interface Difference extends Estimate {
  /** Two-sided: how often chance alone would give a difference as large (0..1). */
  readonly p: number;
}

export interface Resampling {
  /** Same seed, same intervals. */
  readonly seed: number;
  /** How often the texts are drawn again (count). */
  readonly resamples?: number;
}

const RESAMPLES = 1000;

/** Every figure with its interval, by the percentile bootstrap over texts (Efron 1979). */
export function estimates(scorer: Scorer, how: Resampling): Map<string, Estimate> {
  const values = scorer.figures(once(scorer.rows));
  const drawn = resampled(scorer.rows, how, (times) => scorer.figures(times));
  return new Map(
    scorer.names.map((name, at) => [name, { value: values[at] ?? NaN, ...interval(drawn[at]) }]),
  );
}

/**
 * The differences between the figures of two models on the same texts, by the paired bootstrap:
 * each sample is drawn once for both.
 *
 * @param second judged the same texts as `first`, in the same order
 * @throws RangeError when they are not equally many
 */
export function differences(
  first: Scorer,
  second: Scorer,
  how: Resampling,
): Map<string, Difference> {
  if (first.rows !== second.rows) throw new RangeError('two models are compared on the same texts');
  const between = (times: ArrayLike<number>): number[] => {
    const before = first.figures(times);
    return second.figures(times).map((value, at) => value - (before[at] ?? NaN));
  };
  const values = between(once(first.rows));
  const drawn = resampled(first.rows, how, between);
  return new Map(
    first.names.map((name, at) => [
      name,
      { value: values[at] ?? NaN, ...interval(drawn[at]), p: byChance(drawn[at]) },
    ]),
  );
}

function once(rows: number): Uint8Array {
  return new Uint8Array(rows).fill(1);
}

/** The values of each figure over all samples, rising, without those that could not be told. */
function resampled(
  rows: number,
  { seed, resamples = RESAMPLES }: Resampling,
  of: (times: ArrayLike<number>) => number[],
): Float64Array[] {
  const random = seededRandom(seed);
  const times = new Uint16Array(rows);
  const found: number[][] = [];
  for (let sample = 0; sample < resamples; sample++) {
    times.fill(0);
    for (let i = 0; i < rows; i++) {
      const row = Math.floor(random() * rows);
      times[row] = (times[row] ?? 0) + 1;
    }
    for (const [at, value] of of(times).entries()) {
      if (!Number.isNaN(value)) (found[at] ??= []).push(value);
    }
  }
  return Array.from(found, (values) => Float64Array.from(values ?? []).sort());
}

function interval(sorted: Float64Array = new Float64Array()): { low: number; high: number } {
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
  return { low: at(0.025), high: at(0.975) };
}

/** Twice the share of the samples on the rarer side of zero (Efron and Tibshirani 1993, ch. 15). */
function byChance(sorted: Float64Array = new Float64Array()): number {
  const below = sorted.filter((value) => value <= 0).length;
  const above = sorted.filter((value) => value >= 0).length;
  return Math.min(1, (2 * (Math.min(below, above) + 1)) / (sorted.length + 1));
}

/**
 * McNemar's test, exact: how likely chance alone makes two models differ as unevenly in the texts
 * that only one of them answers rightly (McNemar 1947; binomial, two-sided).
 *
 * @returns how many texts only the first and only the second answers rightly, and p (1 when none)
 */
export function mcNemar(
  first: Scorer,
  second: Scorer,
): { onlyFirst: number; onlySecond: number; p: number } {
  const only = (one: Scorer, other: Scorer): number =>
    one.right.filter((is, row) => is === 1 && other.right[row] === 0).length;
  const onlyFirst = only(first, second);
  const onlySecond = only(second, first);
  const fewer = Math.min(onlyFirst, onlySecond);
  const all = onlyFirst + onlySecond;
  let logTerm = -all * Math.LN2;
  let tail = Math.exp(logTerm);
  for (let k = 1; k <= fewer; k++) {
    logTerm += Math.log((all - k + 1) / k);
    tail += Math.exp(logTerm);
  }
  return { onlyFirst, onlySecond, p: Math.min(1, 2 * tail) };
}
