import type { Hour, Timeline } from '../app/wire.js';
import { locale, say } from '../language/say.js';
import { percent } from '../reading/words.js';

export const HOUR_WORDS: Record<Hour['state'], string> = {
  observed: say('heard'),
  recovered: say('recovered later'),
  missed: say('not heard'),
  paused: say('paused'),
  awaited: say('not due yet'),
  before: say('before it was added'),
};

const HOUR_MS = 3_600_000;

export function hourAt({ from }: Pick<Timeline, 'from'>, at: number): Date {
  return new Date(Date.parse(from) + at * HOUR_MS);
}

const hourOfDay = new Intl.DateTimeFormat(locale(), {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** "Tue, 14:00: heard, 4 polls, 1 of them failed". */
export function sayHour(hour: Hour, at: Date): string {
  const share = hour.observed + hour.recovered;
  const partly = share > 0 && share < 0.995 ? ` (${percent(share)})` : '';
  const { polls, failed } = hour;
  return say(
    '{at}: {state}{partly}{polls, plural, =0 {} one {, one poll} other {, # polls}}{failed, plural, =0 {} other {, # of them failed}}',
    {
      at: hourOfDay.format(at),
      state: HOUR_WORDS[hour.state],
      partly,
      polls,
      failed: polls === 0 ? 0 : failed,
    },
  );
}

/** How long a stretch is: "24 hours", "7 days". */
function stretch(hours: number): string {
  return hours > 48
    ? say('{count, plural, one {# day} other {# days}}', { count: Math.round(hours / 24) })
    : say('{count, plural, one {# hour} other {# hours}}', { count: hours });
}

/** The whole strip in a sentence, for those who do not see it. */
export function sayTimeline({ hours, heard }: Timeline): string {
  const time = stretch(hours.length);
  if (heard === null) return say('Of the last {time} nothing was to be heard', { time });
  const counts = (['recovered', 'missed', 'paused'] as const)
    .map((state) => ({ state, count: hours.filter((hour) => hour.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) =>
      say('{count, number} h {state}', { count, state: HOUR_WORDS[state] }),
    );
  const all = say('Of the last {time} {share} was heard', { time, share: sayShare(heard) });
  return [all, ...counts].join(', ');
}

/** The share under a strip. */
export function sayHeard({ hours, heard }: Timeline): string {
  if (heard !== null) return sayShare(heard);
  return hours.some(({ state }) => state === 'paused') ? say('paused') : say('nothing yet');
}

/** Never "100 %" while something is missing. */
export function sayShare(share: number): string {
  return `${Math.floor(share * 100 + 1e-9)} %`;
}

/** The hours of each local day, oldest first. */
export function daysOf(timeline: Timeline): { day: string; from: Date; hours: Hour[] }[] {
  const days: { day: string; from: Date; hours: Hour[] }[] = [];
  timeline.hours.forEach((hour, at) => {
    const from = hourAt(timeline, at);
    const day = from.toDateString();
    const last = days.at(-1);
    if (last?.day === day) last.hours.push(hour);
    else days.push({ day, from, hours: [hour] });
  });
  return days;
}
