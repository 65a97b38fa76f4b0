import { suspiciousAfterHours } from './rhythm.js';

/** States of a source. A silent zero is never healthy: `quiet` is only said of a place that answers. */
export const SOURCE_STATES = [
  'paused',
  'never-tried',
  'answering',
  'quiet',
  'suspiciously-quiet',
  'failing',
  'blocked',
  'gone',
] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

/** What is known of a source when its health is judged. */
export interface Vitals {
  readonly enabled: boolean;
  readonly lastPolledAt: Date | null;
  readonly lastAnsweredAt: Date | null;
  /** When it is to be asked next; well in the past when nobody does the work. */
  readonly nextPollAt: Date;
  /** Newest post seen at the place, by its own date or else when it was fetched. */
  readonly lastItemAt: Date | null;
  /** Failed polls in a row. */
  readonly failures: number;
  /** Code of the last failure, `blocked` or `gone` for example. */
  readonly lastErrorCode: string | null;
  readonly lastError: string | null;
  /** Longest silence of this place so far that was none of trouble, in hours; null when unknown. */
  readonly longestGapHours: number | null;
  /** How many gaps between posts that was learned from. */
  readonly gapCount: number;
}

export interface Health {
  readonly state: SourceState;
  /** In words for the operator: what is the matter and what to do. */
  readonly reason: string;
}

const HOUR_MS = 3_600_000;
const QUIET_HOURS = 24;
/** A poll that is due waits for its turn, and for the claim of a process that died; not longer. */
const OVERDUE_HOURS = 1;

/** "12 minutes", "3 hours", "2 days": whole units, never 0. */
function inWords(hours: number): string {
  const [count, unit] =
    hours < 2 ? [hours * 60, 'minute'] : hours < 48 ? [hours, 'hour'] : [hours / 24, 'day'];
  const whole = Math.max(1, Math.round(count));
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}

/** Codes of a source that was not asked, since something else than the place wants us to wait. */
export const POSTPONED_CODES: readonly string[] = ['host-busy', 'allowance-spent'];

/**
 * Judges a source against its own past: a place is suspiciously quiet when it answers but was
 * silent for longer than its own rhythm lets expect (`suspiciousAfterHours`).
 */
export function healthOf(vitals: Vitals, now: Date): Health {
  if (vitals.lastErrorCode === 'gone')
    return {
      state: 'gone',
      reason: 'The place says it is gone for good (410). Remove it or give its new address.',
    };
  if (!vitals.enabled)
    return { state: 'paused', reason: 'Paused by a person; nothing is heard from here.' };
  const overdue = overdueOf(vitals, now);
  if (!vitals.lastPolledAt)
    return {
      state: 'never-tried',
      reason: overdue ?? vitals.lastError ?? 'Waits for its first poll.',
    };
  // What it last said is old: nobody knows whether the place still answers.
  if (overdue !== null) return { state: 'failing', reason: overdue };
  if (vitals.failures > 0) {
    const state = vitals.lastErrorCode === 'blocked' ? 'blocked' : 'failing';
    const times = vitals.failures === 1 ? 'The last poll' : `The last ${vitals.failures} polls`;
    return { state, reason: `${times} failed: ${vitals.lastError ?? 'no reason was kept'}` };
  }
  return waiting(vitals, now) ?? judgedByPosts(vitals, now);
}

function overdueOf({ nextPollAt }: Vitals, now: Date): string | null {
  const hours = hoursBetween(nextPollAt, now);
  return hours > OVERDUE_HOURS
    ? `It was due ${inWords(hours)} ago and was not asked. Check that a scheduler and a worker run, and the dead letters.`
    : null;
}

/** Of a place that could not be asked for so long that nothing is known of it any more. */
function waiting({ lastAnsweredAt, lastErrorCode, lastError }: Vitals, now: Date): Health | null {
  if (!POSTPONED_CODES.includes(lastErrorCode ?? '')) return null;
  const unheardHours = lastAnsweredAt ? hoursBetween(lastAnsweredAt, now) : Infinity;
  if (unheardHours <= QUIET_HOURS) return null;
  const since = lastAnsweredAt ? `for ${inWords(unheardHours)}` : 'yet';
  return { state: 'failing', reason: `Not heard ${since}: ${lastError ?? 'no reason was kept'}` };
}

function judgedByPosts(vitals: Vitals, now: Date): Health {
  const { lastItemAt, lastAnsweredAt, longestGapHours, gapCount } = vitals;
  if (!lastItemAt) return { state: 'quiet', reason: 'It answers, and has had no post yet.' };
  // Up to the last answer: while nobody looks, no silence is one of the place.
  const silentHours = hoursBetween(lastItemAt, lastAnsweredAt ?? now);
  const limit = suspiciousAfterHours({ count: gapCount, longestHours: longestGapHours });
  if (limit !== null && silentHours > limit)
    return {
      state: 'suspiciously-quiet',
      reason: `No new post for ${inWords(silentHours)}; of ${gapCount} gaps until now the longest was ${inWords(longestGapHours ?? 0)}. Look at the place itself.`,
    };
  const oldHours = hoursBetween(lastItemAt, now);
  return {
    state: oldHours > QUIET_HOURS ? 'quiet' : 'answering',
    reason: `It answers; the newest post is ${inWords(oldHours)} old.`,
  };
}

const hoursBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / HOUR_MS;

/** What a person is told of once. */
export interface Change {
  readonly from: SourceState;
  readonly to: SourceState;
  readonly reason: string;
  /** Whether it is worth a notice: for the worse, or back from it. */
  readonly notable: boolean;
}

const BAD: ReadonlySet<SourceState> = new Set(['suspiciously-quiet', 'failing', 'blocked', 'gone']);
/** One failed poll of a place that answered before may be a passing trouble. */
const FAILURES_TOLD = 2;

/**
 * Whether the state of a source is another one than the one last written down.
 *
 * A single failure is shown at once but told only when the next poll fails, too; and that nobody
 * asks the places is told by the whole list, not by each of them.
 *
 * @param from the state as last written down
 * @returns null when nothing has changed, or it is too early to tell
 */
export function changeOf(from: SourceState, vitals: Vitals, now: Date): Change | null {
  const { state: to, reason } = healthOf(vitals, now);
  if (to === from || (to !== 'gone' && vitals.enabled && overdueOf(vitals, now) !== null))
    return null;
  const passing = vitals.failures < FAILURES_TOLD && vitals.lastAnsweredAt !== null;
  if ((to === 'failing' || to === 'blocked') && vitals.failures > 0 && passing) return null;
  const back = BAD.has(from) && (to === 'answering' || to === 'quiet');
  return { from, to, reason, notable: BAD.has(to) || back };
}
