/** When somebody wants their daily e-mail. */
export interface DigestTimes {
  /** Time of day, "08:00". */
  readonly at: string;
  /** IANA name of the time zone, "Europe/Berlin". */
  readonly zone: string;
  /** Days of the week: 1 is Monday, 7 is Sunday. */
  readonly days: readonly number[];
}

export const USUAL_DIGEST: Omit<DigestTimes, 'zone'> = { at: '08:00', days: [1, 2, 3, 4, 5] };

const DAY_MS = 86_400_000;

/**
 * The next moment at which it is that time of day on one of those days in that zone.
 *
 * A time that the clocks leave out in spring comes as much later as they jump; of one that they
 * repeat in autumn the first is taken.
 *
 * @param after the moment is later than this one
 * @returns null when there are no days
 */
export function nextDigest(after: Date, { at, zone, days }: DigestTimes): Date | null {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const today = wallClock(after, zone);
  for (let ahead = 0; ahead <= 8; ahead++) {
    const day = new Date(Math.floor(today / DAY_MS) * DAY_MS + ahead * DAY_MS);
    if (!days.includes(day.getUTCDay() || 7)) continue;
    const moment = instantOf(day.getTime() + (hours * 60 + minutes) * 60_000, zone);
    if (moment > after) return moment;
  }
  return null;
}

/** What the clocks on the wall of a zone show, as if it were UTC; milliseconds. */
function wallClock(moment: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/** The first moment at which the clocks show this, or what they jump to instead. */
function instantOf(wall: number, zone: string): Date {
  const offsets = [wall - DAY_MS, wall + DAY_MS].map(
    (near) => wallClock(new Date(near), zone) - near,
  );
  const candidates = offsets.map((offset) => new Date(wall - offset));
  const [first, second] = candidates as [Date, Date];
  if (wallClock(first, zone) === wall) return first;
  // In the gap neither offset gives this time; the one from before the jump gives the later clock.
  return wallClock(second, zone) === wall ? second : first;
}
