/**
 * Reads a time that a place counts in seconds since 1970, whole or not.
 *
 * @returns ISO 8601 in UTC; null when there is none, or none that a post can have
 */
export function fromUnix(seconds: number | null | undefined): string | null {
  if (typeof seconds !== 'number' || !(seconds >= 0) || seconds > 8e12) return null;
  return new Date(Math.round(seconds * 1000)).toISOString();
}

/**
 * The second up to which older posts are asked for next, where a place is walked by time.
 *
 * The oldest second is asked for again, since it may hold more posts than the page did; but never
 * the same question twice.
 *
 * @param oldest second of the oldest post on the page
 * @param asked second up to which this page was asked for; null for the newest
 */
export function nextSecond(oldest: number, asked: string | null): string {
  const next = asked !== null && oldest >= Number(asked) ? Number(asked) - 1 : oldest;
  return String(next);
}
