/** What one answer of a place holds, as far as its pace is concerned. */
export interface Answer {
  /** When each post was published, as the place says: ISO 8601, or null. */
  readonly publishedAt: readonly (string | null)[];
  /** Digest of the posts without a date to go by; null when there are none. See `isUndated`. */
  readonly undated: string | null;
  /** Whether it reaches back to what was known; absent when only the dates can tell. */
  readonly complete?: boolean | undefined;
  /** When only wanted posts are given: how many passed by, and when the newest was written. */
  readonly passed?: { readonly count: number; readonly newestAt: string | null } | undefined;
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
  /** The oldest post of the answer; null when none has a date. */
  readonly oldestAt: Date | null;
  /** Times without a post that this answer shows, in hours. */
  readonly gapsHours: readonly number[];
  /** How long the place had been silent at this answer and the last, in hours, and was well. */
  readonly silencesHours: readonly number[];
}

const HOUR_MS = 3_600_000;

/**
 * Whether a post has no date to go by: none at all, none that can be understood, or one in the
 * future, which would make the place look alive for ever.
 */
export function isUndated(publishedAt: string | null, now: Date): boolean {
  return !(Date.parse(publishedAt ?? '') <= now.getTime());
}

/** The dates to go by, oldest first, in milliseconds. */
export function datesOf(publishedAt: Answer['publishedAt'], now: Date): number[] {
  return publishedAt
    .filter((time) => !isUndated(time, now))
    .map((time) => Date.parse(time as string))
    .sort((a, b) => a - b);
}

/** Posts that a place pins stay for ever; they are the oldest, so the oldest quarter does not count. */
export function withoutPinned(times: readonly number[]): readonly number[] {
  return times.slice(Math.floor(times.length / 4));
}

/**
 * Tells what came since the last answer, and how long the place was silent in between.
 *
 * Gaps are counted from post to post and not from poll to poll, so that a pause of our own is
 * never taken for one of the place; where posts may have been missed, no gap is claimed.
 */
export function arrivalsOf(answer: Answer, before: Before, now: Date): Arrivals {
  const { undated, complete, passed } = answer;
  const last = before.lastItemAt?.getTime() ?? null;
  const dated = datesOf(answer.publishedAt, now);
  const fresh = dated.filter((time) => last === null || time > last);
  const noneKnown = fresh.length > 0 && fresh.length === answer.publishedAt.length;
  const allNew = last !== null && (complete === undefined ? noneKnown : !complete);
  const undatedNews = undated !== null && undated !== before.undated;
  const gaps = passed ? [] : gapsShown(last === null ? withoutPinned(fresh) : fresh, last, allNew);
  // Of an undated post it is only known that the place had not brought it at the last answer.
  if (undatedNews && last !== null && fresh.length === 0 && before.lastAnsweredAt)
    gaps.push(before.lastAnsweredAt.getTime() - last);
  const passing = datesOf([passed?.newestAt ?? null], now);
  const newest = undatedNews ? now.getTime() : [...fresh, ...passing].sort((a, b) => a - b).at(-1);
  return {
    newItems: (passed?.count ?? fresh.length) + (undatedNews ? 1 : 0),
    allNew,
    lastItemAt: newest === undefined ? null : new Date(newest),
    oldestAt: dated[0] === undefined ? null : new Date(dated[0]),
    gapsHours: gaps.filter((gap) => gap > 0).map((gap) => gap / HOUR_MS),
    silencesHours: newest === undefined ? [] : silences(before, newest, now),
  };
}

function gapsShown(fresh: readonly number[], last: number | null, allNew: boolean): number[] {
  const times = last === null || allNew ? fresh : [last, ...fresh];
  return times.slice(1).map((time, index) => time - (times[index] as number));
}

/** As the place posted again, it was well when we last looked, however still it was then. */
function silences({ lastItemAt, lastAnsweredAt }: Before, newest: number, now: Date): number[] {
  const atLast = lastItemAt && lastAnsweredAt ? lastAnsweredAt.getTime() - lastItemAt.getTime() : 0;
  return [atLast, now.getTime() - newest].map((silence) => Math.max(0, silence) / HOUR_MS);
}
