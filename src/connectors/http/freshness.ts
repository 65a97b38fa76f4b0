import type { Headers } from '../http.js';

/** Longest freshness that is believed: some places state years. */
const MAX_FRESH_SECONDS = 30 * 24 * 3600;
/** Longest pause that is granted: some publishers mean a week, nobody means a year. */
const MAX_RETRY_AFTER_SECONDS = 7 * 24 * 3600;

/**
 * How long an answer says that it stays fresh (RFC 9111, section 4.2, for a private cache).
 *
 * @returns whole seconds, at most 30 days; null when the answer does not say, or says "always ask"
 */
export function freshForSeconds(headers: Headers, now: Date): number | null {
  const directives = (headers['cache-control'] ?? '').toLowerCase();
  if (/\bno-(?:store|cache)\b/.test(directives)) return null;
  const maxAge = /\bmax-age="?(\d{1,12})/.exec(directives)?.[1];
  if (maxAge !== undefined) {
    const age = Number.parseInt(headers['age'] ?? '0', 10) || 0;
    return clamp(Number(maxAge) - Math.max(0, age));
  }
  const expires = httpDate(headers['expires']);
  if (Number.isNaN(expires)) return null;
  return clamp((expires - serverTime(headers, now)) / 1000);
}

/**
 * The moment at which a place wants to be asked again: `Retry-After` in seconds or as an HTTP date
 * (RFC 9110, section 10.2.3). A date is read on the place's own clock, when it tells it.
 *
 * @returns at most a week from now; null when there is no such header or it cannot be understood
 */
export function retryAfter(headers: Headers, now: Date): Date | null {
  const value = headers['retry-after']?.trim() ?? '';
  const isNumber = /^\d{1,15}(?:\.\d+)?$/.test(value);
  const seconds = isNumber
    ? Number(value)
    : Math.max(0, httpDate(value) - serverTime(headers, now)) / 1000;
  if (Number.isNaN(seconds)) return null;
  return new Date(now.getTime() + Math.min(seconds, MAX_RETRY_AFTER_SECONDS) * 1000);
}

/** The place's own clock when it tells it, else ours; milliseconds since 1970. */
export function serverTime(headers: Headers, now: Date): number {
  const stated = httpDate(headers['date']);
  return Number.isNaN(stated) ? now.getTime() : stated;
}

/** Milliseconds since 1970, or NaN. Bare numbers, which `Date` would read as years, are no dates. */
export function httpDate(value = ''): number {
  return /[a-z]{3}/i.test(value) ? Date.parse(value) : Number.NaN;
}

function clamp(seconds: number): number {
  return Math.min(MAX_FRESH_SECONDS, Math.max(0, Math.floor(seconds)));
}
