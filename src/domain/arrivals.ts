/** What one answer of a place holds, as far as its pace is concerned. */
export interface Answer {
  /** When each post was published, as the place says: ISO 8601, or null. */
  readonly publishedAt: readonly (string | null)[];
  /** Digest of the posts without a date to go by; null when there are none. See `isUndated`. */
  readonly undated: string | null;
}

/** What was known of the place before. */
export interface Before {
  readonly lastItemAt: Date | null;
  readonly lastAnsweredAt: Date | null;
  readonly undated: string | null;
}

export interface Arrivals {
  /** Posts not seen before, of any monitor; undated ones count as one when any of them changed. */
  readonly newItems: number;
  /** Every post of the answer is newer than all before: some may have been missed. */
  readonly allNew: boolean;
  /** The newest post, or now when an undated one came; null when nothing shows a time. */
  readonly lastItemAt: Date | null;
  /** Longest time without a post that this answer shows, in hours; null when it shows none. */
  readonly gapHours: number | null;
}

const HOUR_MS = 3_600_000;

/**
 * Whether a post has no date to go by: none at all, none that can be understood, or one in the
 * future, which would make the place look alive for ever.
 */
export function isUndated(publishedAt: string | null, now: Date): boolean {
  return !(Date.parse(publishedAt ?? '') <= now.getTime());
}

/**
 * Tells what came since the last answer, and how long the place was silent in between.
 *
 * Gaps are counted from post to post and not from poll to poll, so that a pause of our own is
 * never taken for one of the place; where posts may have been missed, no gap is claimed.
 */
export function arrivalsOf(answer: Answer, before: Before, now: Date): Arrivals {
  const last = before.lastItemAt?.getTime() ?? null;
  const fresh = answer.publishedAt
    .filter((publishedAt) => !isUndated(publishedAt, now))
    .map((publishedAt) => Date.parse(publishedAt as string))
    .filter((time) => last === null || time > last)
    .sort((a, b) => a - b);
  const allNew = last !== null && fresh.length > 0 && fresh.length === answer.publishedAt.length;
  const undatedNews = answer.undated !== null && answer.undated !== before.undated;
  const newest = undatedNews ? now.getTime() : fresh.at(-1);
  const gaps = last === null ? [] : gapsBetween(allNew ? fresh : [last, ...fresh]);
  // Of an undated post it is only known that the place had not brought it at the last answer.
  if (undatedNews && last !== null && fresh.length === 0 && before.lastAnsweredAt)
    gaps.push(before.lastAnsweredAt.getTime() - last);
  const longest = gaps.reduce((most, gap) => Math.max(most, gap), 0);
  return {
    newItems: fresh.length + (undatedNews ? 1 : 0),
    allNew,
    lastItemAt: newest === undefined ? null : new Date(newest),
    gapHours: longest > 0 ? longest / HOUR_MS : null,
  };
}

const gapsBetween = (times: readonly number[]): number[] =>
  times.slice(1).map((time, index) => time - (times[index] as number));
