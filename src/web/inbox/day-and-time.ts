import { locale, say } from '../language/say.js';

const DAY_MS = 86_400_000;

/** Whole days from the day of one moment to that of the other, in the reader's zone. */
export function daysBetween(from: Date, to: Date): number {
  const midnight = (at: Date): number =>
    Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / DAY_MS;
  return midnight(to) - midnight(from);
}

/** "today 18:00", "tomorrow 09:00", "Mon 09:00", "Mon 7 Dec, 09:00", in the reader's zone. */
export function dayAndTime(at: Date, now: Date): string {
  const time = new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' }).format(at);
  const days = daysBetween(now, at);
  if (days === 0) return say('today {time}', { time });
  if (days === 1) return say('tomorrow {time}', { time });
  if (days > 1 && days < 7) {
    const day = new Intl.DateTimeFormat(locale(), { weekday: 'short' }).format(at);
    return `${day} ${time}`;
  }
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return new Intl.DateTimeFormat(locale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(year === undefined ? {} : { year }),
  }).format(at);
}
