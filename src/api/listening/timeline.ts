import type { CoveredHour, Past } from '../../store/source-timelines.store.js';
import type { HourView, TimelineView, View } from '../views.js';

type Hour = View<typeof HourView>;

const HOUR_MS = 3_600_000;
/** From this share on an hour is called by what covered it. */
const MOSTLY = 0.5;

/** Seconds are kept as small numbers: so little is no gap. */
const NO_GAP_MS = 60_000;

/** When a source was meant to be heard. */
export interface Watch {
  /** Since then there is something to hear. */
  readonly since: Date;
  /** Until then polls could have told; what comes later is for the next poll. */
  readonly until: Date;
}

/**
 * The hours up to now, each with what was heard of it.
 *
 * @param count how many, the present one counted in (>= 1)
 */
export function timelineOf(
  past: Past,
  watch: Watch,
  count: number,
  now: Date,
): View<typeof TimelineView> {
  const from = firstHour(count, now);
  const covered = new Map(past.hours.map((hour) => [hour.hour.getTime(), hour]));
  const sums = { due: 0, heard: 0 };
  const hours = Array.from({ length: count }, (_, at): Hour => {
    const start = from.getTime() + at * HOUR_MS;
    return hourOf({ start, now: now.getTime(), ...past, ...watch }, covered.get(start), sums);
  });
  const heard = sums.due > 0 ? sums.heard / sums.due : null;
  const whole = sums.heard > 0 && sums.due - sums.heard <= NO_GAP_MS;
  return { from: from.toISOString(), hours, heard: heard === null || !whole ? heard : 1 };
}

/** The beginning of the first of so many hours, of which the last is the present one. */
export function firstHour(count: number, now: Date): Date {
  return new Date((Math.floor(now.getTime() / HOUR_MS) - count + 1) * HOUR_MS);
}

function hourOf(
  {
    start,
    now,
    since,
    until,
    pauses,
  }: Watch & Pick<Past, 'pauses'> & { start: number; now: number },
  covered: CoveredHour | undefined,
  sums: { due: number; heard: number },
): Hour {
  const polls = { polls: covered?.polls ?? 0, failed: covered?.failedPolls ?? 0 };
  const nothing = { ...polls, observed: 0, recovered: 0 };
  const begin = Math.max(start, since.getTime());
  const end = Math.min(start + HOUR_MS, now);
  if (begin >= start + HOUR_MS) return { ...nothing, state: 'before' };
  const told = Math.min(end, until.getTime());
  const due = Math.max(0, told - begin - pausedWithin(begin, told, pauses));
  const observed = Math.min(due, (covered?.observedSeconds ?? 0) * 1000);
  const recovered = Math.min(due - observed, (covered?.recoveredSeconds ?? 0) * 1000);
  sums.due += due;
  sums.heard += observed + recovered;
  const paused = pausedWithin(begin, end, pauses);
  if (paused > 0 && paused >= (end - begin) * MOSTLY) return { ...nothing, state: 'paused' };
  if (due <= 0) return { ...nothing, state: 'awaited' };
  const shares = { observed: observed / due, recovered: recovered / due };
  const heard = shares.observed + shares.recovered;
  const name = shares.recovered > shares.observed ? 'recovered' : 'observed';
  return { ...polls, ...shares, state: heard >= MOSTLY ? name : 'missed' };
}

function pausedWithin(begin: number, end: number, pauses: Past['pauses']): number {
  return pauses.reduce((sum, { from, to }) => {
    const overlap = Math.min(end, to?.getTime() ?? Infinity) - Math.max(begin, from.getTime());
    return sum + Math.max(0, overlap);
  }, 0);
}
