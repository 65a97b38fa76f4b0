import { z } from 'zod';
import type { Allowance } from '../../domain/allowance.js';
import type { Outside } from '../connector.js';
import { Blocked, NoAccess, RateLimited, type PlaceError } from '../errors.js';
import type { HttpReply } from '../http.js';
import { statusError } from '../http/status.js';

const API = 'https://www.googleapis.com/youtube/v3';
export const YOUTUBE_KEY = 'EARSHOT_YOUTUBE_KEY';

const TIME_ZONE = 'America/Los_Angeles';

/** What a key may do in a day of California (YouTube Data API, quota table of 2026). */
const UNITS: Allowance = { most: 10_000, per: 'day', timeZone: TIME_ZONE };
const SEARCHES: Allowance = { most: 100, per: 'day', timeZone: TIME_ZONE };

/** Reasons that are no fault of ours and pass over one video only. */
const NOTHING_THERE = new Set(['commentsDisabled', 'videoNotFound', 'commentNotFound']);
const QUOTA_SPENT = new Set(['quotaExceeded', 'dailyLimitExceeded']);
const TOO_FAST = new Set(['rateLimitExceeded', 'userRateLimitExceeded']);
const KEY_REFUSED = new Set([
  'keyInvalid',
  'accessNotConfigured',
  'ipRefererBlocked',
  'badRequest',
]);

const Refusal = z.object({
  error: z.object({
    message: z.string().optional(),
    errors: z.array(z.object({ reason: z.string() })).min(1),
  }),
});

export type AskingYouTube = Outside & { readonly signal: AbortSignal };

/**
 * Asks YouTube's interface one question.
 *
 * @param method `commentThreads` for example; `search` has an allowance of its own
 * @returns the answer; null when the video is gone or its comments are switched off
 * @throws NoAccess without a key; AllowanceSpent; the errors of http.ts
 */
export async function askYouTube(
  { http, budget, credential, signal }: AskingYouTube,
  method: 'channels' | 'comments' | 'commentThreads' | 'search' | 'videos',
  query: Readonly<Record<string, string>>,
): Promise<Uint8Array | null> {
  const key = credential(YOUTUBE_KEY);
  if (key === null) {
    throw new NoAccess(
      `YouTube gives comments and search only with a key: set ${YOUTUBE_KEY}. Google Cloud Console makes one, free of charge, for the "YouTube Data API v3".`,
    );
  }
  if (method === 'search') await budget.take('youtube.search', 1, SEARCHES);
  else await budget.take('youtube.units', 1, UNITS);
  const reply = await http.get(`${API}/${method}?${new URLSearchParams(query).toString()}`, {
    accept: 'application/json',
    // In a header it stays out of addresses, which end up in logs.
    headers: { 'x-goog-api-key': key },
    answers: [400, 403, 404],
    signal,
  });
  if (reply.status === 200) return reply.body;
  const reason = reasonOf(reply);
  if (NOTHING_THERE.has(reason)) return null;
  throw refusal(reply, reason);
}

function reasonOf({ body }: HttpReply): string {
  try {
    const parsed = Refusal.safeParse(JSON.parse(Buffer.from(body).toString('utf8')));
    return parsed.data?.error.errors[0]?.reason ?? '';
  } catch {
    return '';
  }
}

function refusal({ status, headers }: HttpReply, reason: string): PlaceError {
  if (QUOTA_SPENT.has(reason)) {
    const retryAt = nextMidnight(new Date());
    return new RateLimited(
      `YouTube says that the day's quota of the key is used up. It is renewed at ${retryAt.toISOString()}.`,
      { status, retryAt },
    );
  }
  if (TOO_FAST.has(reason)) {
    return new RateLimited('YouTube asks for a pause, and does not say for how long.', { status });
  }
  if (KEY_REFUSED.has(reason)) {
    return new Blocked(
      `YouTube does not accept the key in ${YOUTUBE_KEY} (${reason}). Check it, and that the "YouTube Data API v3" is switched on for it.`,
      { status },
    );
  }
  return statusError(status, headers, 'YouTube');
}

/** Midnight in California, where YouTube's day begins; an hour off on the two days the clocks change. */
export function nextMidnight(now: Date): Date {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, timeStyle: 'medium' });
  const [hours = 0, minutes = 0, seconds = 0] = format.format(now).split(':').map(Number);
  const left = 86_400 - (hours * 3600 + minutes * 60 + seconds);
  return new Date(Math.floor(now.getTime() / 1000) * 1000 + left * 1000);
}
