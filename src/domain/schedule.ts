import { datesOf, withoutPinned } from './arrivals.js';

/** What decides when a place is asked again. All durations in seconds. */
export interface Cadence {
  /** The interval in force until now. */
  readonly intervalSeconds: number;
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

export type PollOutcome =
  | {
      readonly kind: 'answered';
      /** Posts not seen before, of any monitor. */
      readonly newItems: number;
      /** Every post of the answer was new: some may have been missed. */
      readonly allNew: boolean;
      /** How long the place has been silent; null when no post of it shows a time. */
      readonly silentSeconds: number | null;
      /** Of a first answer: the mean time between its posts; else null, or when it has no dates. */
      readonly meanGapSeconds: number | null;
      /** Of a place that shows only its newest posts: the time they span; null for others. */
      readonly windowSeconds: number | null;
      /** How long the place itself says that its answer stays fresh; null when it does not say. */
      readonly freshForSeconds: number | null;
    }
  | {
      readonly kind: 'failed';
      /** Failures in a row, this one included (>= 1). */
      readonly failures: number;
      /** When the place said it may be asked again, seconds from now; null when it did not say. */
      readonly retryAfterSeconds: number | null;
    }
  | {
      /** Not asked: its host or an allowance wants us to wait. No failure of the place. */
      readonly kind: 'postponed';
      /** Until then, in seconds from now. */
      readonly waitSeconds: number;
    };

export interface NextPoll {
  readonly intervalSeconds: number;
  /** Seconds from now, jitter included. */
  readonly delaySeconds: number;
}

/** A place may ask us to stay away for days, not for years (seen: max-age of 16 years). */
const LONGEST_FRESHNESS_SECONDS = 24 * 3600;
const LONGEST_RETRY_AFTER_SECONDS = 7 * 24 * 3600;
const LONGEST_BACK_OFF_SECONDS = 24 * 3600;
/** An allowance may be one of a month. */
const LONGEST_POSTPONEMENT_SECONDS = 31 * 24 * 3600;
const POSTPONEMENT_JITTER_SECONDS = 30;

const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/**
 * When to ask a place next: sooner when it is busy, later when it is still, never sooner
 * than it asks for, and ever later while it fails.
 *
 * The first interval is a third of the mean time between the posts of the first answer, which is
 * about where the rule for all later ones settles: it halves when a whole window of posts was
 * new, shrinks by a third when some were, and grows by a quarter when none was for two intervals.
 * It is never more than half the time that a window of posts spans, so that no post leaves it
 * unseen.
 *
 * After a failure the place is asked again after half its interval, then after twice as long
 * each time, up to a day; the interval stays, so that a place that returns is asked as before.
 *
 * @param random in 0..1, for up to 10 % jitter that keeps many sources from marching in step
 */
export function nextPoll(cadence: Cadence, outcome: PollOutcome, random: number): NextPoll {
  const jitter = 1 + 0.1 * random;
  const { intervalSeconds } = cadence;
  if (outcome.kind === 'postponed') {
    const wait = clamp(outcome.waitSeconds, 1, LONGEST_POSTPONEMENT_SECONDS);
    return { intervalSeconds, delaySeconds: wait + POSTPONEMENT_JITTER_SECONDS * random };
  }
  if (outcome.kind === 'failed') {
    const asked = Math.min(outcome.retryAfterSeconds ?? 0, LONGEST_RETRY_AFTER_SECONDS);
    return {
      intervalSeconds,
      delaySeconds: Math.max(backOff(cadence, outcome.failures) * jitter, asked),
    };
  }
  const adapted = adaptedInterval(cadence, outcome);
  const fresh = Math.min(outcome.freshForSeconds ?? 0, LONGEST_FRESHNESS_SECONDS);
  return { intervalSeconds: adapted, delaySeconds: Math.max(adapted * jitter, fresh) };
}

function adaptedInterval(
  { intervalSeconds, minSeconds, maxSeconds }: Cadence,
  outcome: PollOutcome & { kind: 'answered' },
): number {
  const { meanGapSeconds, windowSeconds } = outcome;
  const wanted =
    meanGapSeconds === null
      ? intervalSeconds * factorOf(outcome, intervalSeconds)
      : meanGapSeconds / 3;
  return Math.round(
    clamp(Math.min(wanted, (windowSeconds ?? Infinity) / 2), minSeconds, maxSeconds),
  );
}

function factorOf(
  { newItems, allNew, silentSeconds }: PollOutcome & { kind: 'answered' },
  intervalSeconds: number,
): number {
  if (newItems > 0) return allNew ? 0.5 : 2 / 3;
  return (silentSeconds ?? Infinity) < 2 * intervalSeconds ? 1 : 1.25;
}

function backOff({ intervalSeconds, minSeconds }: Cadence, failures: number): number {
  const wait = (intervalSeconds / 2) * 2 ** Math.min(failures - 1, 30);
  return clamp(wait, minSeconds, Math.max(minSeconds, LONGEST_BACK_OFF_SECONDS));
}

/**
 * The time that the posts of an answer span, in seconds, told by its busier half: posts that are
 * pinned for ever, or a pause long ago, do not make it longer.
 *
 * @returns null when too few posts have a date to go by, or all have the same
 */
export function windowSecondsOf(publishedAt: readonly (string | null)[], now: Date): number | null {
  const times = datesOf(publishedAt, now);
  const [oldest, middle, newest] = [
    times[0],
    times[Math.floor((times.length - 1) / 2)],
    times.at(-1),
  ];
  if (oldest === undefined || middle === undefined || newest === undefined) return null;
  const span = Math.min(newest - oldest, 2 * (newest - middle));
  return span > 0 ? Math.round(span / 1000) : null;
}

/**
 * The mean time from post to post up to now, in seconds, by the dates of a first answer.
 *
 * @returns null when fewer than two posts have a date to go by
 */
export function meanGapSecondsOf(
  publishedAt: readonly (string | null)[],
  now: Date,
): number | null {
  const times = withoutPinned(datesOf(publishedAt, now));
  const [oldest] = times;
  if (oldest === undefined || times.length < 2) return null;
  return (now.getTime() - oldest) / 1000 / times.length;
}
