const HOUR_MS = 3_600_000;

/**
 * Ages at which a post is looked up again, in hours: edits and deletions come mostly soon.
 * 1 h, 6 h, 1 d, 7 d, 30 d.
 */
export const RECHECK_AGES_HOURS: readonly number[] = [1, 6, 24, 7 * 24, 30 * 24];

/** A post missed at its place is gone only when it is missed again this much later, in hours. */
export const MISS_AGAIN_HOURS = 1;

/** A post that could not be told of is asked for until it is this old, in hours. */
const GIVE_UP_HOURS = 60 * 24;

/** How late a look may be, as a share of the age it is planned for. */
const JITTER = 0.1;

/** What looking a post up told: it stands, it is not there, or neither (never taken for gone). */
export const LOOK_OUTCOMES = ['there', 'missing', 'untold'] as const;
export type Look = (typeof LOOK_OUTCOMES)[number];

/** A post as far as its next look depends on it. */
export interface Watched {
  /** When it was posted, else first fetched. */
  readonly occurredAt: Date;
  /** When it was first missed; null when it was there at the last look. */
  readonly missedAt: Date | null;
}

export interface Verdict {
  readonly gone: boolean;
  readonly missedAt: Date | null;
  /** When to look again; null when no more. */
  readonly recheckAt: Date | null;
}

/**
 * When a post is looked up next: at the first age of the plan that it has not reached yet. A post
 * that is found late starts at a later age; one whose looks were delayed skips those it missed.
 *
 * @param occurredAt when it was posted, else first fetched; a future one counts as now
 * @param random in 0..1, for jitter of up to 10 % of the age, so that a burst of posts is not
 *   looked up in a burst
 * @returns null when it is older than the last age of the plan (30 days)
 */
export function nextRecheck(occurredAt: Date, now: Date, random: number): Date | null {
  const from = Math.min(occurredAt.getTime(), now.getTime());
  const ageHours = (now.getTime() - from) / HOUR_MS;
  const next = RECHECK_AGES_HOURS.find((age) => age > ageHours);
  return next === undefined ? null : new Date(from + next * (1 + JITTER * random) * HOUR_MS);
}

/**
 * What follows from a look: "gone" needs two misses at least an hour apart, and a post that is
 * there again after a miss is back as if nothing had happened.
 *
 * @param random in 0..1, for jitter
 */
export function judgeLook(post: Watched, look: Look, now: Date, random: number): Verdict {
  const { occurredAt, missedAt } = post;
  if (look === 'there')
    return { gone: false, missedAt: null, recheckAt: nextRecheck(occurredAt, now, random) };
  if (look === 'untold')
    return { gone: false, missedAt, recheckAt: laterLook(occurredAt, now, random) };
  const missed = missedAt ?? now;
  const again = missed.getTime() + MISS_AGAIN_HOURS * HOUR_MS;
  if (missedAt !== null && now.getTime() >= again) return { gone: true, missedAt, recheckAt: null };
  const spread = MISS_AGAIN_HOURS * JITTER * random * HOUR_MS;
  return { gone: false, missedAt: missed, recheckAt: new Date(again + spread) };
}

/**
 * When to try again what could not be told: after a quarter of the post's age, an hour at least.
 *
 * @returns null for a post that is older than 60 days
 */
export function laterLook(occurredAt: Date, now: Date, random: number): Date | null {
  const ageHours = Math.max(0, now.getTime() - occurredAt.getTime()) / HOUR_MS;
  if (ageHours >= GIVE_UP_HOURS) return null;
  const waitHours = Math.max(1, ageHours / 4) * (1 + JITTER * random);
  return new Date(now.getTime() + waitHours * HOUR_MS);
}
