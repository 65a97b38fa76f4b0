import type { Backfill } from '../app/wire.js';

/**
 * How much of the way into the past is done, 0..1, by the oldest post reached.
 *
 * @returns null before the first page, or when its posts carry no dates
 */
export function reached({
  since,
  oldestAt,
  createdAt,
}: Pick<Backfill, 'since' | 'oldestAt' | 'createdAt'>): number | null {
  if (oldestAt === null) return null;
  const [from, to, at] = [createdAt, since, oldestAt].map((time) => Date.parse(time)) as [
    number,
    number,
    number,
  ];
  return from <= to ? 1 : Math.min(1, Math.max(0, (from - at) / (from - to)));
}
