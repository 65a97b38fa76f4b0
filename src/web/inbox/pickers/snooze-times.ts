import { say } from '../../language/say.js';

export interface SnoozeTime {
  readonly key: string;
  readonly name: string;
  readonly at: Date;
}

const MORNING = 9;
const LATER_HOURS = 3;
const MONDAY = 1;

/** When a mention can come back, in the reader's zone. */
export function snoozeTimes(now: Date): SnoozeTime[] {
  const later = nextHour(new Date(now.getTime() + LATER_HOURS * 3_600_000));
  const today = later.getDate() === now.getDate();
  return [
    { key: '1', name: today ? say('Later today') : say('In three hours'), at: later },
    { key: '2', name: say('Tomorrow morning'), at: morning(now, 1) },
    { key: '3', name: say('Next week'), at: morning(now, daysToMonday(now)) },
  ];
}

/** Full hours are what people write down. */
function nextHour(at: Date): Date {
  const hour = new Date(at);
  hour.setMinutes(at.getMinutes() > 0 ? 60 : 0, 0, 0);
  return hour;
}

/** On a Sunday Monday is tomorrow, which is offered already. */
function daysToMonday(now: Date): number {
  const days = (MONDAY + 7 - now.getDay()) % 7;
  return days < 2 ? days + 7 : days;
}

/** By the calendar: where the clocks change in between, nine stays nine. */
function morning(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
}

/** As `<input type="datetime-local">` takes it: the reader's wall clock, without a zone. */
export function asLocalInput(at: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The moment of a wall clock in the reader's zone; null when it is none, or not after now. */
export function ofLocalInput(text: string, now: Date): Date | null {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) || at <= now ? null : at;
}
