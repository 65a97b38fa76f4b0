/** Times in the reader’s zone and way of writing them. */
import { locale, say } from '../language/say.js';

const inThe = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale(), options);

const full = inThe({
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});
const dayOnly = inThe({ day: 'numeric', month: 'short' });
const dayAndYear = inThe({ day: 'numeric', month: 'short', year: 'numeric' });
export const clock = inThe({ hour: '2-digit', minute: '2-digit' });
const plain = new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 });

/** Date and time to the second in the reader's zone. */
export function exactly(iso: string): string {
  return full.format(new Date(iso));
}

type Unit = 's' | 'min' | 'h' | 'd';

/** An amount of a unit, in short: "4 min". */
function inUnit(count: number, unit: Unit): string {
  const amount = plain.format(count);
  if (unit === 's') return say('{amount} s', { amount });
  if (unit === 'min') return say('{amount} min', { amount });
  return unit === 'h' ? say('{amount} h', { amount }) : say('{amount} d', { amount });
}

const STEPS = [
  { below: 3600, size: 60, unit: 'min' },
  { below: 86_400, size: 3600, unit: 'h' },
  { below: 14 * 86_400, size: 86_400, unit: 'd' },
] as const;

/** How far a moment is away: no more than a minute, an amount, or so much that its date says it. */
type Distance =
  | { readonly is: 'now' }
  | { readonly is: 'soon' }
  | { readonly is: 'past' | 'future'; readonly amount: string }
  | { readonly is: 'date'; readonly date: string };

function distance(iso: string, now: number): Distance {
  const at = new Date(iso);
  const seconds = (now - at.getTime()) / 1000;
  const away = Math.abs(seconds);
  if (away < 60) return seconds < -5 ? { is: 'soon' } : { is: 'now' };
  const step = STEPS.find(({ below }) => away < below);
  if (step !== undefined)
    return {
      is: seconds < 0 ? 'future' : 'past',
      amount: inUnit(Math.floor(away / step.size), step.unit),
    };
  const sameYear = at.getFullYear() === new Date(now).getFullYear();
  return { is: 'date', date: (sameYear ? dayOnly : dayAndYear).format(at) };
}

/** "4 min" or, in the future, "in 4 min"; a date when it is more than two weeks away. */
export function roughly(iso: string, now: number): string {
  const away = distance(iso, now);
  if (away.is === 'now') return say('now');
  if (away.is === 'soon') return say('in < 1 min');
  if (away.is === 'date') return away.date;
  return away.is === 'future' ? say('in {amount}', { amount: away.amount }) : away.amount;
}

/** "4 min ago", "just now"; else as `roughly`. */
export function agoRoughly(iso: string, now: number): string {
  const away = distance(iso, now);
  if (away.is === 'now') return say('just now');
  return away.is === 'past' ? say('{amount} ago', { amount: away.amount }) : roughly(iso, now);
}

/** "for 4 min", "since 24 Aug": how long something is as it is. */
export function sinceRoughly(iso: string, now: number): string {
  const away = distance(iso, now);
  if (away.is === 'now') return say('just now');
  if (away.is === 'past') return say('for {amount}', { amount: away.amount });
  return say('since {date}', { date: roughly(iso, now) });
}

/** A length of time in the largest unit that keeps it readable: "45 s", "12 min", "1.5 h", "3 d". */
export function lasting(seconds: number): string {
  if (seconds < 10) return inUnit(seconds, 's');
  if (seconds < 90) return inUnit(Math.round(seconds), 's');
  if (seconds < 5400) return inUnit(Math.round(seconds / 60), 'min');
  if (seconds < 129_600) return inUnit(seconds / 3600, 'h');
  return inUnit(seconds / 86_400, 'd');
}
