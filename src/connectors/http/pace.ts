import type { Headers } from '../http.js';
import { retryAfter } from './freshness.js';
import type { Lesson, Turn } from './host-gate.js';
import { toldLimits, type ToldLimit } from './told-limits.js';

/** No pace is slower than this, whatever a place says; beyond it, it is paused. */
export const LONGEST_SPACING_MS = 30_000;
/** What doubling begins with where nothing was set. */
const LEAST_DOUBLED_MS = 50;
/** A pause of unknown length lasts as long as so many requests at the slower pace. */
const TURNS_OF_A_PAUSE = 30;
/** Since a limit is felt only by running into it, the way back to the old pace takes most of a day. */
const HALF_LIFE_MS = 6 * 3_600_000;
/** An answer that tells of a budget used up for longer than this is not believed. */
const LONGEST_TOLD_PAUSE_MS = 24 * 3_600_000;
/** The share of a budget from which on it is spread over the time left. */
const SMALL_SHARE = 0.25;
const SMALL_NUMBER = 10;
/** After an answer others get a chance, also where answering takes longer than the spacing. */
const LONGEST_REST_MS = 500;

export interface Exchange {
  /** From the request until now, in milliseconds. */
  readonly tookMs: number;
  /** Least time between two requests by the settings or robots.txt, in milliseconds. */
  readonly floorMs: number;
  /** What was answered; null when there was no answer. */
  readonly answer: { readonly status: number; readonly headers: Headers } | null;
}

/**
 * What an exchange teaches about the pace of its host.
 *
 * A pause asked for (429, 503 or 403 with Retry-After, or a budget told to be used up) holds for
 * the whole host. A budget that is told and small is spread over the time until it is renewed.
 * A 429 doubles the spacing, which then halves every six hours. It recovers by the clock, since a
 * host that recovered with each answer would be run into its limit the sooner, the more it is asked.
 */
export function lessonOf({ tookMs, floorMs, answer }: Exchange, turn: Turn, now: Date): Lesson {
  const spacingMs = Math.max(floorMs, learnedMs(turn));
  const told = answer === null ? [] : toldLimits(answer.headers, now);
  const apartMs = Math.min(LONGEST_SPACING_MS, Math.max(spacingMs, ...told.map(spreadMs)));
  const restMs = Math.max(apartMs - tookMs, Math.min(spacingMs / 2, LONGEST_REST_MS));
  if (answer === null) return { restMs, pauseMs: null, spacingMs: null };
  const slowed = answer.status === 429 ? doubled(spacingMs) : spacingMs;
  const pauseMs = askedPauseMs(answer.status, answer.headers, told, slowed, now);
  // Learned values count from the pause, so they are written with it or not at all.
  return { restMs, pauseMs, spacingMs: pauseMs === null ? null : Math.round(slowed) };
}

const learnedMs = ({ spacingMs, pausedAgoMs }: Turn): number =>
  pausedAgoMs === null ? 0 : spacingMs * 0.5 ** (pausedAgoMs / HALF_LIFE_MS);

const doubled = (spacingMs: number): number =>
  Math.min(LONGEST_SPACING_MS, 2 * Math.max(spacingMs, LEAST_DOUBLED_MS));

function spreadMs({ remaining, resetMs, limit }: ToldLimit): number {
  const small = limit === null ? SMALL_NUMBER : Math.max(1, limit * SMALL_SHARE);
  return remaining > small || remaining < 1 ? 0 : resetMs / remaining;
}

function askedPauseMs(
  status: number,
  headers: Headers,
  told: readonly ToldLimit[],
  spacingMs: number,
  now: Date,
): number | null {
  const spent = told.filter(({ remaining }) => remaining < 1).map(({ resetMs }) => resetMs);
  const untilReset =
    spent.length === 0 ? null : Math.min(LONGEST_TOLD_PAUSE_MS, Math.max(...spent));
  const retryAt = [403, 429, 503].includes(status) ? retryAfter(headers, now) : null;
  const asked = retryAt === null ? untilReset : retryAt.getTime() - now.getTime();
  if (status !== 429) return asked;
  return Math.max(asked ?? TURNS_OF_A_PAUSE * spacingMs, spacingMs);
}
