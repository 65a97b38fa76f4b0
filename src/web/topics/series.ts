import type { Topic, TopicList } from '../app/wire.js';
import { locale, say } from '../language/say.js';

/** People count each author once; mentions count every post. */
export type Measure = 'people' | 'mentions';

/** One week of the chart. */
export interface WeekPoint {
  readonly week: string;
  /** Share of the time that was observed; null: none was to be. */
  readonly share: number | null;
  /** 1 where something may be missing, so that the band is drawn; else null. */
  readonly gap: 1 | null;
  readonly unfinished: boolean;
  /**
   * Counts by topic key. Where nothing was polled, posts that the place still showed later are
   * counted, as "at least so many"; none of them is null: unknown is not zero.
   */
  readonly counts: Readonly<Record<string, number | null>>;
}

const WEEK_MS = 7 * 86_400_000;

/** The weeks of the list, oldest first, with the counts of every topic. */
export function weekPoints(list: TopicList, measure: Measure, nowMs: number): WeekPoint[] {
  return list.coverage
    .toSorted((a, b) => a.week.localeCompare(b.week))
    .map(({ week, share }) => ({
      week,
      share,
      gap: share === null || share < 1 ? 1 : null,
      unfinished: Date.parse(week) + WEEK_MS > nowMs,
      counts: Object.fromEntries(
        list.items.map((topic) => [
          topic.key,
          share === null ? countOf(topic, week, measure) || null : countOf(topic, week, measure),
        ]),
      ),
    }));
}

function countOf(topic: Topic, week: string, measure: Measure): number {
  return topic.weeks.find((one) => one.week === week)?.[measure] ?? 0;
}

/** The topics most complained of, largest first. */
export function largestFirst(topics: readonly Topic[], measure: Measure): Topic[] {
  return topics.toSorted((a, b) => b[measure] - a[measure] || a.name.localeCompare(b.name));
}

const day = new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** The Monday of the week, short. */
export function weekName(week: string): string {
  return day.format(new Date(`${week}T00:00:00Z`));
}

/** How much of the week was heard, in words; null when all of it was. */
export function heard(share: number | null): string | null {
  if (share === null) return say('not heard');
  return share < 1 ? say('{percent} heard', { percent: `${Math.floor(share * 100)} %` }) : null;
}

/** How dark the band of a week is, 0..1: the less was heard, the darker; never too light to be seen. */
export function shadeOf(share: number | null): number {
  return share === null ? 1 : 0.35 + 0.65 * (1 - share);
}

/** One colour per line of the chart, by its place; the names are in tokens.css. */
const COLOURS = ['accent', 'ember', 'ochre', 'plum', 'slate', 'moss'] as const;
export const MOST_LINES = COLOURS.length;

export function colourOf(place: number): string {
  return `var(--${COLOURS[place % COLOURS.length] ?? 'accent'})`;
}

/** Recharts hands the point back as what it does not know. */
export function isWeek(value: unknown): value is WeekPoint {
  return typeof value === 'object' && value !== null && 'week' in value && 'counts' in value;
}
