/** Times in the reader’s zone and way of writing them. */

const full = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});
const dayOnly = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
export const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** Date and time to the second in the reader's zone. */
export function exactly(iso: string): string {
  return full.format(new Date(iso));
}

const STEPS = [
  { below: 3600, size: 60, unit: 'min' },
  { below: 86_400, size: 3600, unit: 'h' },
  { below: 14 * 86_400, size: 86_400, unit: 'd' },
] as const;

/** "4 min" or, in the future, "in 4 min"; a date when it is more than two weeks away. */
export function roughly(iso: string, now: number): string {
  const at = new Date(iso);
  const seconds = (now - at.getTime()) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 60) return seconds < -5 ? 'in < 1 min' : 'now';
  for (const { below, size, unit } of STEPS) {
    if (distance < below) {
      const amount = `${Math.floor(distance / size)} ${unit}`;
      return seconds < 0 ? `in ${amount}` : amount;
    }
  }
  const sameYear = at.getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayOnly : dayAndYear).format(at);
}

/** A length of time in the largest unit that keeps it readable: "45 s", "12 min", "1.5 h", "3 d". */
export function lasting(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${Number((seconds / 3600).toFixed(1))} h`;
  return `${Number((seconds / 86_400).toFixed(1))} d`;
}
