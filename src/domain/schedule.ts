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
      /** How long the place itself says that its answer stays fresh; null when it does not say. */
      readonly freshForSeconds: number | null;
    }
  | {
      readonly kind: 'failed';
      /** Failures in a row, this one included (>= 1). */
      readonly failures: number;
      /** When the place said it may be asked again, seconds from now; null when it did not say. */
      readonly retryAfterSeconds: number | null;
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

const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/**
 * When to ask a place next: sooner when it is busy, later when it is still, never sooner
 * than it asks for, and ever later while it fails.
 *
 * The interval halves when a whole window of posts was new, shrinks by a third when some
 * were, and grows by a quarter when none was; a failure doubles the wait from the minimum
 * and leaves the interval as it was, so that a place that returns is asked as before.
 *
 * @param random in 0..1, for up to 10 % jitter that keeps many sources from marching in step
 */
export function nextPoll(cadence: Cadence, outcome: PollOutcome, random: number): NextPoll {
  const jitter = 1 + 0.1 * random;
  const { minSeconds, maxSeconds } = cadence;
  if (outcome.kind === 'failed') {
    const backOff = clamp(
      minSeconds * 2 ** Math.min(outcome.failures, 30),
      minSeconds,
      Math.max(minSeconds, LONGEST_BACK_OFF_SECONDS),
    );
    const asked = Math.min(outcome.retryAfterSeconds ?? 0, LONGEST_RETRY_AFTER_SECONDS);
    return {
      intervalSeconds: cadence.intervalSeconds,
      delaySeconds: Math.max(backOff * jitter, asked),
    };
  }
  const factor = outcome.newItems === 0 ? 1.25 : outcome.allNew ? 0.5 : 2 / 3;
  const intervalSeconds = Math.round(
    clamp(cadence.intervalSeconds * factor, minSeconds, maxSeconds),
  );
  const fresh = Math.min(outcome.freshForSeconds ?? 0, LONGEST_FRESHNESS_SECONDS);
  return { intervalSeconds, delaySeconds: Math.max(intervalSeconds * jitter, fresh) };
}
