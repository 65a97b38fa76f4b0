/** A share of n, with the interval that it is in with 95 % confidence. All in 0..1. */
export interface Rate {
  readonly n: number;
  readonly hits: number;
  /** null when there is nothing to share. */
  readonly share: number | null;
  readonly low: number;
  readonly high: number;
}

const Z = 1.959964;

/** The share with its 95 % interval (Wilson 1927), which holds for small numbers, too. */
export function rateOf(hits: number, n: number): Rate {
  if (n === 0) return { n, hits, share: null, low: 0, high: 1 };
  const share = hits / n;
  const middle = share + (Z * Z) / (2 * n);
  const spread = Z * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n));
  const scale = 1 + (Z * Z) / n;
  return {
    n,
    hits,
    share,
    low: Math.max(0, (middle - spread) / scale),
    high: Math.min(1, (middle + spread) / scale),
  };
}

/** One label that a person judged, beside what the reading had said of it before. */
export interface Judgement {
  /** The reading's most likely class is the person's. */
  readonly right: boolean;
  /** Probability of that class (0..1); null when the reading had none. */
  readonly probability: number | null;
  /** The reading said "unsure". */
  readonly unsure: boolean;
  /** ISO 639-1, or `und`. */
  readonly language: string;
  readonly source: string;
}

export const agreement = (judged: readonly Judgement[]): Rate =>
  rateOf(judged.filter(({ right }) => right).length, judged.length);

/** Agreement of each group, largest first. */
export function agreementBy(
  judged: readonly Judgement[],
  by: 'language' | 'source',
): { key: string; rate: Rate }[] {
  return [...grouped(judged, (one) => one[by])]
    .map(([key, its]) => ({ key, rate: agreement(its) }))
    .sort((a, b) => b.rate.n - a.rate.n || a.key.localeCompare(b.key));
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const members = groups.get(keyOf(one));
    if (members) members.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

/** How often the reading was right where it gave a probability in `from` (inclusive) .. `to`. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  /** Mean of the probabilities; null when there are none. */
  readonly predicted: number | null;
  readonly observed: Rate;
}

const EDGES = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** What was promised beside what came true. Bins without a judgement are left out. */
export function calibrationOf(judged: readonly Judgement[]): CalibrationBin[] {
  return EDGES.slice(0, -1).flatMap((from, at) => {
    const to = EDGES[at + 1] ?? 1;
    const its = judged.filter(
      ({ probability: p }) => p !== null && p >= from && (p < to || (to === 1 && p === 1)),
    );
    if (its.length === 0) return [];
    const sum = its.reduce((total, { probability }) => total + (probability ?? 0), 0);
    return [{ from, to, predicted: sum / its.length, observed: agreement(its) }];
  });
}

/** How often each label was given in a time. */
export type Distribution = Readonly<Record<string, number>>;

/** Below this many readings on either side a difference says nothing. */
const LEAST_READINGS = 100;

/**
 * How far a distribution has moved: population stability index, sum of (p - q) ln(p / q). A label
 * counts with half a reading more than there are, so that one that is missing weighs little.
 * By the usual reading below 0.1 is stable, above 0.25 a shift (Siddiqi 2006).
 *
 * @returns null when one of the two holds less than 100 readings
 */
export function stabilityIndex(now: Distribution, before: Distribution): number | null {
  const labels = [...new Set([...Object.keys(now), ...Object.keys(before)])];
  const total = (all: Distribution): number =>
    labels.reduce((sum, key) => sum + (all[key] ?? 0), 0);
  if (total(now) < LEAST_READINGS || total(before) < LEAST_READINGS) return null;
  const share = (all: Distribution, key: string): number =>
    ((all[key] ?? 0) + 0.5) / (total(all) + 0.5 * labels.length);
  return labels.reduce((sum, key) => {
    const [p, q] = [share(now, key), share(before, key)];
    return sum + (p - q) * Math.log(p / q);
  }, 0);
}

/** The index in words. */
export function driftInWords(index: number | null): string {
  if (index === null) return `too little to compare: ${LEAST_READINGS} readings a month are needed`;
  if (index < 0.1) return 'much as the month before';
  return index < 0.25
    ? 'somewhat different from the month before'
    : 'clearly different from the month before';
}
