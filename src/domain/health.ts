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
  /** Longest time between two posts seen at this place so far, in hours; null when too few were seen. */
  readonly longestGapHours: number | null;
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

/** "3 hours", "2 days": whole units, never 0. */
function inWords(hours: number): string {
  const [count, unit] = hours < 48 ? [hours, 'hour'] : [hours / 24, 'day'];
  const whole = Math.max(1, Math.round(count));
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}

/**
 * Judges a source against its own past: a place is suspiciously quiet when it answers but
 * brought nothing for twice its longest gap so far (and at least a day).
 */
export function healthOf(vitals: Vitals, now: Date): Health {
  if (vitals.lastErrorCode === 'gone')
    return {
      state: 'gone',
      reason: 'The place says it is gone for good (410). Remove it or give its new address.',
    };
  if (!vitals.enabled)
    return { state: 'paused', reason: 'Paused by a person; nothing is heard from here.' };
  const overdueHours = (now.getTime() - vitals.nextPollAt.getTime()) / HOUR_MS;
  const overdue = `It was due ${inWords(overdueHours)} ago and was not asked. Check that a scheduler and a worker run, and the dead letters.`;
  if (!vitals.lastPolledAt)
    return {
      state: 'never-tried',
      reason: overdueHours > OVERDUE_HOURS ? overdue : 'Waits for its first poll.',
    };
  // What it last said is old: nobody knows whether the place still answers.
  if (overdueHours > OVERDUE_HOURS) return { state: 'failing', reason: overdue };
  if (vitals.failures > 0) {
    const state = vitals.lastErrorCode === 'blocked' ? 'blocked' : 'failing';
    const times = vitals.failures === 1 ? 'The last poll' : `The last ${vitals.failures} polls`;
    return { state, reason: `${times} failed: ${vitals.lastError ?? 'no reason was kept'}` };
  }
  if (!vitals.lastItemAt) return { state: 'quiet', reason: 'It answers, and has had no post yet.' };
  const silentHours = (now.getTime() - vitals.lastItemAt.getTime()) / HOUR_MS;
  const usual = vitals.longestGapHours;
  if (usual !== null && silentHours > Math.max(QUIET_HOURS, 2 * usual))
    return {
      state: 'suspiciously-quiet',
      reason: `No new post for ${inWords(silentHours)}; until now the longest gap was ${inWords(usual)}. Look at the place itself.`,
    };
  if (silentHours > QUIET_HOURS)
    return {
      state: 'quiet',
      reason: `It answers; the newest post is ${inWords(silentHours)} old.`,
    };
  return {
    state: 'answering',
    reason: `It answers; the newest post is ${inWords(silentHours)} old.`,
  };
}
