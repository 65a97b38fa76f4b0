import type { Headers } from '../http.js';
import { httpDate, serverTime } from './freshness.js';

/** What a place tells of the requests that it still grants. */
export interface ToldLimit {
  readonly remaining: number;
  /** Until it grants the whole number again, in milliseconds (>= 0). */
  readonly resetMs: number;
  /** How many it grants in a window; null when it does not say. */
  readonly limit: number | null;
}

/** Numbers above this are moments (seconds since 1970), not durations: 1e9 s are 31 years. */
const EPOCH_SECONDS = 1e9;
const EPOCH_MILLISECONDS = 1e12;

/** The spellings in use; the IETF's first drafts and their ancestors. */
const FAMILIES = ['ratelimit', 'x-ratelimit', 'x-rate-limit', 'x-rate-limits'] as const;

/**
 * Reads the headers by which places tell their limits: `X-RateLimit-Remaining` and `-Reset` with
 * seconds left (also with a fraction, as Reddit), a moment in seconds since 1970 (GitHub) or an
 * ISO time (Mastodon); `RateLimit-*`; and the one header `RateLimit` of the later IETF drafts
 * (draft-ietf-httpapi-ratelimit-headers), which may name several limits.
 *
 * @returns empty when it tells nothing that can be understood
 */
export function toldLimits(headers: Headers, now: Date): ToldLimit[] {
  const listed = headers['ratelimit'];
  const told = listed === undefined ? [] : listed.split(/,(?=\s*")/).map(fromItem);
  for (const family of FAMILIES) told.push(fromFamily(headers, family, now));
  return told.filter((limit) => limit !== null);
}

function fromFamily(headers: Headers, family: string, now: Date): ToldLimit | null {
  const remaining = number(headers[`${family}-remaining`]);
  const resetMs = untilReset(headers[`${family}-reset`] ?? '', headers, now);
  if (remaining === null || resetMs === null) return null;
  const limit = number(headers[`${family}-limit`]);
  // Limits that are switched off show as 0 or -1.
  if (remaining < 0 || (limit !== null && limit <= 0)) return null;
  return { remaining, resetMs, limit };
}

/** `"burst";r=5;t=30`, or of an earlier draft `limit=100, remaining=5, reset=30`. */
function fromItem(item: string): ToldLimit | null {
  const value = (...names: string[]): number | null =>
    number(new RegExp(`(?:^|[;,\\s])(?:${names.join('|')})=(-?[\\d.]+)`).exec(item)?.[1]);
  const remaining = value('r', 'remaining');
  const reset = value('t', 'reset');
  if (remaining === null || reset === null || remaining < 0 || reset < 0) return null;
  return { remaining, resetMs: reset * 1000, limit: value('q', 'limit') };
}

function untilReset(value: string, headers: Headers, now: Date): number | null {
  const amount = number(value);
  // A moment is meant on the place's own clock.
  const since = (moment: number): number => Math.max(0, moment - serverTime(headers, now));
  if (amount === null) {
    const moment = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : httpDate(value);
    return Number.isNaN(moment) ? null : since(moment);
  }
  if (amount >= EPOCH_MILLISECONDS) return since(amount);
  if (amount >= EPOCH_SECONDS) return since(amount * 1000);
  return amount < 0 ? null : amount * 1000;
}

/** The first of several that were joined. */
function number(value: string | undefined): number | null {
  const text = /^\s*(-?\d{1,15}(?:\.\d{1,9})?)\s*(?:[,;]|$)/.exec(value ?? '')?.[1];
  return text === undefined ? null : Number(text);
}
