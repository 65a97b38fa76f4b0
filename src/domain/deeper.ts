import { rateOf, type Rate } from './agreement.js';

/** Labels that the deeper model is asked about when a reading left them `unsure`. */
export const DEEPER_LABELS = ['complaint', 'sentiment'] as const;
export type DeeperLabel = (typeof DEEPER_LABELS)[number];

/** What the deeper model is used for. */
export const DEEPER_WORK = ['reading', 'theme'] as const;
export type DeeperWork = (typeof DEEPER_WORK)[number];

/**
 * How looking for an answer ended. `decided`: with one that stands; `open`: with one that decides
 * nothing; `refused`: nothing was left of the day's budget; `failed`: the server did not answer as it
 * should; `skipped`: it was not asked, for it is left alone, there was no time, or the text spoke to it.
 */
export const DEEPER_ENDS = ['decided', 'open', 'refused', 'failed', 'skipped'] as const;
export type DeeperEnd = (typeof DEEPER_ENDS)[number];

/** Names of what its day's budget is counted under. */
export const DEEPER_REQUESTS = 'deeper:requests';
export const DEEPER_TOKENS = 'deeper:tokens';

/** What came of asking for a while. */
export interface DeeperTally {
  readonly ends: Readonly<Record<DeeperEnd, number>>;
  /** How long each answered request took (ms). */
  readonly tookMs: readonly number[];
  /** The last thing that went wrong, for people; null: nothing did. */
  readonly failure: string | null;
}

/** The name of the deeper model as readings have it: without the sign that parts their names. */
export const deeperName = (model: string): string => model.replaceAll(/[^\w.:@/-]/g, '-');

/** What a reading's model says when the deeper one decided a label: `+complaint:NAME`. */
export const decidedMark = (label: DeeperLabel, model: string): string =>
  `+${label}:${deeperName(model)}`;

/** The version of the taxonomy stays the last part of the name. */
const LAST_PART = /\+t[^+]*$/;

/** Name of a reading of which the deeper model decided some labels. */
export function decidedBy(reader: string, labels: readonly DeeperLabel[], model: string): string {
  const marks = labels.map((label) => decidedMark(label, model)).join('');
  const at = reader.search(LAST_PART);
  return at < 0 ? reader + marks : reader.slice(0, at) + marks + reader.slice(at);
}

/** Until so many of its labels were judged by people, nobody knows how good it is. */
export const LEAST_JUDGED = 30;
/**
 * What its label counts for until then. No measurement: hardly more than even, for it is asked only
 * where the reader could not tell, and there people agree least.
 */
export const CAUTIOUS = 0.6;
/** A label that is wrong as often as right decides nothing, so it is not asked for. */
const LEAST_TRUST = 0.5;

/**
 * The probability that a label of the deeper model holds: how often people who were asked said the
 * same, by the rule of succession (hits + 1) / (n + 2), Laplace 1814. What a model claims of itself
 * has no part in it.
 *
 * @param judged labels of it that people judged, none of them looked up because it was wrong
 * @returns in 0..1; null when it is too often wrong to decide anything
 */
export function trustIn({ n, hits }: Pick<Rate, 'n' | 'hits'>): number | null {
  const trust = n < LEAST_JUDGED ? CAUTIOUS : (hits + 1) / (n + 2);
  return trust > LEAST_TRUST ? trust : null;
}

export const NOT_JUDGED: Readonly<Record<DeeperLabel, Rate>> = {
  complaint: rateOf(0, 0),
  sentiment: rateOf(0, 0),
};

/** Upper ends of the classes that times are counted in (ms): 10, and each a quarter more, to 2 min. */
const LATENCY_ENDS_MS = Array.from({ length: 43 }, (_, at) => 10 * 1.25 ** at);
/** What the open class counts as. */
const LONGEST_MS = LATENCY_ENDS_MS.at(-1) ?? 0;

/** Times as counts by class; the last class is open. */
export function latencyCounts(tookMs: readonly number[]): number[] {
  const counts = Array.from({ length: LATENCY_ENDS_MS.length + 1 }, () => 0);
  for (const ms of tookMs) {
    const found = LATENCY_ENDS_MS.findIndex((end) => ms <= end);
    const at = found < 0 ? LATENCY_ENDS_MS.length : found;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

/**
 * The time that a share of the requests did not exceed, from their counts by class: at most a quarter
 * too long.
 *
 * @param share in 0..1
 * @returns ms; null when nothing was counted
 */
export function latencyQuantile(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let seen = 0;
  for (const [at, count] of counts.entries()) {
    seen += count;
    if (seen >= share * total) return Math.round(LATENCY_ENDS_MS[at] ?? LONGEST_MS);
  }
  return Math.round(LONGEST_MS);
}
