import type { TimeRange } from './condition.js';

/** Where and when a query is read: what "today" is. */
export interface Here {
  readonly now: Date;
  /** IANA name. */
  readonly zone: string;
}

const DAY = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/u;
const GERMAN_DAY = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/u;
const AGO = /^(\d{1,4})([hdwmy])$/u;
const HOUR_MS = 3_600_000;
const UNIT_DAYS: Readonly<Record<string, number>> = { d: 1, w: 7 };

/** @throws RangeError when there is no such zone */
export function checkZone(zone: string): void {
  void new Intl.DateTimeFormat('en', { timeZone: zone });
}

/**
 * The time that a word names: a day (2026-11-20, 20.11.2026), a month (2026-11), today, yesterday,
 * tomorrow; or so long from now: 12h, 7d, 2w, 3m, 1y.
 *
 * @param direction of a length of time: -1 is ago, 1 is ahead
 * @returns null when it names none; a length of time has no end of its own: both ends are the same
 */
export function timeNamed(
  word: string,
  here: Here,
  direction: -1 | 1 = -1,
): { from: Date; to: Date } | null {
  const relative = { yesterday: -1, today: 0, tomorrow: 1 }[word.toLowerCase()];
  const today = dayIn(here.zone, here.now);
  if (relative !== undefined) return dayFrom(here.zone, { ...today, day: today.day + relative });
  const ago = AGO.exec(word.toLowerCase());
  if (ago) {
    const at = moved(here, today, direction * Number(ago[1]), ago[2] as string);
    return { from: at, to: at };
  }
  return named(word, here.zone);
}

function named(word: string, zone: string): { from: Date; to: Date } | null {
  const [, year, month, day] = DAY.exec(word) ?? [];
  const [, germanDay, germanMonth, germanYear] = GERMAN_DAY.exec(word) ?? [];
  const given = {
    year: Number(year ?? germanYear),
    month: Number(month ?? germanMonth),
    day: Number(day ?? germanDay ?? 1),
  };
  const real = new Date(Date.UTC(given.year, given.month - 1, given.day));
  const isReal =
    given.year >= 1900 && real.getUTCMonth() === given.month - 1 && real.getUTCDate() === given.day;
  if (!isReal) return null;
  const isMonth = year !== undefined && day === undefined;
  if (!isMonth) return dayFrom(zone, given);
  return { from: startOf(zone, given), to: startOf(zone, { ...given, month: given.month + 1 }) };
}

interface Day {
  readonly year: number;
  /** 1 to 12; what is beyond is carried on, as with the day. */
  readonly month: number;
  readonly day: number;
}

function moved(here: Here, today: Day, by: number, unit: string): Date {
  if (unit === 'h') return new Date(here.now.getTime() + by * HOUR_MS);
  const days = UNIT_DAYS[unit];
  if (days !== undefined) return new Date(here.now.getTime() + by * days * 24 * HOUR_MS);
  const { year, month, day } = today;
  return startOf(
    here.zone,
    unit === 'm' ? { year, month: month + by, day } : { year: year + by, month, day },
  );
}

const dayFrom = (zone: string, day: Day): { from: Date; to: Date } => ({
  from: startOf(zone, day),
  to: startOf(zone, { ...day, day: day.day + 1 }),
});

function dayIn(zone: string, at: Date): Day {
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((it) => it.type === type)?.value);
  return { year: part('year'), month: part('month'), day: part('day') };
}

/** When a day begins there. Twice, for the offset at the first guess may not be that of the result. */
function startOf(zone: string, { year, month, day }: Day): Date {
  const utc = Date.UTC(year, month - 1, day);
  const first = utc - offsetMs(zone, utc);
  return new Date(utc - offsetMs(zone, first));
}

function offsetMs(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(at));
  const part = (type: string): number => Number(parts.find((it) => it.type === type)?.value);
  const there = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return there - Math.floor(at / 1_000) * 1_000;
}

/** What `due:` and the like say of a time: within that day, or from now until then. */
export function rangeOf(word: string, here: Here): TimeRange | null {
  const time = timeNamed(word, here, 1);
  if (!time) return null;
  const isLength = time.from.getTime() === time.to.getTime();
  return { from: isLength ? null : time.from.toISOString(), to: time.to.toISOString() };
}
