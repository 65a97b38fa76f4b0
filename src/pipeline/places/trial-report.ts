import type { Item } from '../../domain/mention.js';
import type { MonitorEntity } from '../../store/entities/monitor.entity.js';
import type { Heard } from '../../store/mentions.store.js';

/** What a place would bring, as a person reads it. */
export interface TrialReport {
  readonly title: string | null;
  readonly itemCount: number;
  /** Posts of the last seven days. */
  readonly lastWeek: number;
  /** Posts that at least one monitor matches. */
  readonly matching: number;
  /** Middle of the times between its posts, in seconds; null with too few dates. */
  readonly typicalSilenceSeconds: number | null;
  readonly sample: {
    title: string | null;
    excerpt: string;
    url: string | null;
    publishedAt: string | null;
    matches: { monitor: string; why: string }[];
  }[];
}

export const NOTHING_TRIED: TrialReport = {
  title: null,
  itemCount: 0,
  lastWeek: 0,
  matching: 0,
  typicalSilenceSeconds: null,
  sample: [],
};

const WEEK_MS = 7 * 86_400_000;
const SAMPLE = 5;
const EXCERPT = 280;

/** @param heard of the items, those that a monitor would keep */
export function reportOf(
  title: string | null,
  items: readonly Item[],
  heard: readonly Heard[],
  monitors: readonly MonitorEntity[],
  now: Date,
): TrialReport {
  const weekAgo = new Date(now.getTime() - WEEK_MS).toISOString();
  const names = new Map(monitors.map(({ id, name }) => [id, name]));
  const matches = new Map(
    heard.map(({ item, monitorIds, matchedBecause }) => [
      item.externalId,
      monitorIds.map((id, at) => ({
        monitor: names.get(id) ?? id,
        why: matchedBecause[at] ?? '',
      })),
    ]),
  );
  const isHeard = ({ externalId }: Item): number => Number(matches.has(externalId));
  return {
    title,
    itemCount: items.length,
    lastWeek: items.filter(({ publishedAt }) => (publishedAt ?? '') >= weekAgo).length,
    matching: heard.length,
    typicalSilenceSeconds: typicalSilence(items),
    // What would be kept comes first; the rest as the place gives it.
    sample: items
      .toSorted((a, b) => isHeard(b) - isHeard(a))
      .slice(0, SAMPLE)
      .map(({ externalId, title: head, text, url, publishedAt }) => ({
        title: head,
        excerpt: text.slice(0, EXCERPT),
        url,
        publishedAt,
        matches: matches.get(externalId) ?? [],
      })),
  };
}

/** Median of the times between posts that have a date; it takes two gaps to be typical. */
function typicalSilence(items: readonly Item[]): number | null {
  const times = items
    .flatMap(({ publishedAt }) => (publishedAt === null ? [] : [Date.parse(publishedAt)]))
    .sort((a, b) => a - b);
  const gaps = times
    .slice(1)
    .map((time, at) => (time - (times[at] ?? time)) / 1000)
    .sort((a, b) => a - b);
  return gaps.length < 2 ? null : (gaps[Math.floor(gaps.length / 2)] ?? null);
}
