import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../src/connectors/http/host-gate.js';
import { lessonOf, LONGEST_SPACING_MS } from '../../../src/connectors/http/pace.js';
import { toldLimits } from '../../../src/connectors/http/told-limits.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const turn = (spacingMs = 0, pausedAgoMs: number | null = null): Turn => ({
  begun: true,
  heldUntil: NOW,
  spacingMs,
  pausedAgoMs,
});

const answered = (status: number, headers: Record<string, string> = {}, tookMs = 200) => ({
  tookMs,
  floorMs: 1_000,
  answer: { status, headers },
});

describe('limits that are told', () => {
  it.each<[string, Record<string, string>, ReturnType<typeof toldLimits>]>([
    [
      'seconds left, with a fraction (Reddit)',
      { 'x-ratelimit-remaining': '97.0', 'x-ratelimit-reset': '301', 'x-ratelimit-used': '3' },
      [{ remaining: 97, resetMs: 301_000, limit: null }],
    ],
    [
      'a moment in seconds since 1970 (GitHub)',
      {
        'x-ratelimit-limit': '60',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(NOW.getTime() / 1000 + 90),
      },
      [{ remaining: 0, resetMs: 90_000, limit: 60 }],
    ],
    [
      'a moment in milliseconds since 1970',
      { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': String(NOW.getTime() + 90_000) },
      [{ remaining: 1, resetMs: 90_000, limit: null }],
    ],
    [
      'a moment as ISO time with microseconds (Mastodon)',
      {
        'x-ratelimit-limit': '300',
        'x-ratelimit-remaining': '299',
        'x-ratelimit-reset': '2026-01-01T00:05:00.123456Z',
      },
      [{ remaining: 299, resetMs: 300_123, limit: 300 }],
    ],
    [
      'a moment on a clock that is an hour late',
      {
        date: 'Wed, 31 Dec 2025 23:00:00 GMT',
        'x-rate-limit-remaining': '5',
        'x-rate-limit-reset': String(NOW.getTime() / 1000 - 3_600 + 30),
      },
      [{ remaining: 5, resetMs: 30_000, limit: null }],
    ],
    [
      'a moment that is over',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1500000000' },
      [{ remaining: 0, resetMs: 0, limit: null }],
    ],
    [
      "the IETF's first drafts",
      { 'ratelimit-limit': '10, 10;w=1', 'ratelimit-remaining': '9', 'ratelimit-reset': '1' },
      [{ remaining: 9, resetMs: 1_000, limit: 10 }],
    ],
    [
      'one header',
      { ratelimit: 'limit=100, remaining=50, reset=5' },
      [{ remaining: 50, resetMs: 5_000, limit: 100 }],
    ],
    [
      'one header, several limits',
      { ratelimit: '"burst";r=0;t=1, "daily";r=50;t=3600' },
      [
        { remaining: 0, resetMs: 1_000, limit: null },
        { remaining: 50, resetMs: 3_600_000, limit: null },
      ],
    ],
    ['nothing', {}, []],
    ['no end', { 'x-ratelimit-remaining': '5' }, []],
    ['junk', { 'x-ratelimit-remaining': 'some', 'x-ratelimit-reset': 'soon', ratelimit: '?' }, []],
    [
      'limits that are off',
      { 'x-ratelimit-limit': '0', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '60' },
      [],
    ],
    ['less than none', { 'x-ratelimit-remaining': '-1', 'x-ratelimit-reset': '60' }, []],
  ])('%s', (_name, headers, told) => expect(toldLimits(headers, NOW)).toEqual(told));
});

describe('after an answer', () => {
  it('the next begins one spacing after this one began', () => {
    expect(lessonOf(answered(200), turn(), NOW)).toEqual({
      restMs: 800,
      pauseMs: null,
      spacingMs: null,
    });
  });

  it('that took long, the host rests a little nevertheless, for others to get a chance', () => {
    expect(lessonOf(answered(200, {}, 15_000), turn(), NOW).restMs).toBe(500);
    const own = { ...answered(200, {}, 15_000), floorMs: 0 };
    expect(lessonOf(own, turn(), NOW).restMs).toBe(0);
  });

  it('that never came, the spacing stays', () => {
    const none = { tookMs: 0, floorMs: 1_000, answer: null };
    expect(lessonOf(none, turn(), NOW)).toEqual({ restMs: 1_000, pauseMs: null, spacingMs: null });
  });
});

describe('a budget that is told', () => {
  const told = (remaining: number, reset: number, limit = 100): Record<string, string> => ({
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
  });

  it.each([
    ['large', told(90, 600), 1_000],
    ['small', told(20, 60), 3_000],
    ['small, but soon renewed', told(20, 10), 1_000],
    ['nearly used up', told(1, 600), LONGEST_SPACING_MS],
  ])('and %s sets the time until the next', (_name, headers, apartMs) => {
    const { restMs, pauseMs } = lessonOf(answered(200, headers, 0), turn(), NOW);
    expect(restMs).toBe(apartMs);
    expect(pauseMs).toBeNull();
  });

  it('and used up pauses the host until it is renewed, whatever the status', () => {
    for (const status of [200, 304, 403, 404]) {
      const { pauseMs, spacingMs } = lessonOf(answered(status, told(0, 120)), turn(), NOW);
      expect(pauseMs).toBe(120_000);
      expect(spacingMs).toBe(1_000);
    }
  });

  it('is not believed beyond a day', () => {
    expect(lessonOf(answered(200, told(0, 9_999_999)), turn(), NOW).pauseMs).toBe(24 * HOUR_MS);
  });
});

describe('a pause that is asked for', () => {
  it.each([403, 429, 503])('with %i lasts as long as it says, at most a week', (status) => {
    const pause = (retryAfter: string): number | null =>
      lessonOf(answered(status, { 'retry-after': retryAfter }), turn(), NOW).pauseMs;
    expect(pause('120')).toBe(120_000);
    expect(pause('Thu, 01 Jan 2026 00:10:00 GMT')).toBe(600_000);
    expect(pause('999999999999')).toBe(WEEK_MS);
    expect(pause('Thu, 01 Jan 2099 00:10:00 GMT')).toBe(WEEK_MS);
  });

  it.each([200, 301, 404, 500])('with %i is none', (status) => {
    expect(lessonOf(answered(status, { 'retry-after': '120' }), turn(), NOW).pauseMs).toBeNull();
  });

  it('with 429 of unknown length is longer each time', () => {
    const first = lessonOf(answered(429), turn(), NOW);
    expect(first).toMatchObject({ spacingMs: 2_000, pauseMs: 60_000 });
    const second = lessonOf(answered(429), turn(first.spacingMs ?? 0, 0), NOW);
    expect(second).toMatchObject({ spacingMs: 4_000, pauseMs: 120_000 });
    const last = lessonOf(answered(429), turn(LONGEST_SPACING_MS, 0), NOW);
    expect(last).toMatchObject({ spacingMs: LONGEST_SPACING_MS, pauseMs: 900_000 });
  });

  it('with 429 is never shorter than the new spacing', () => {
    expect(lessonOf(answered(429, { 'retry-after': '0' }), turn(), NOW).pauseMs).toBe(2_000);
  });

  it('with 429 slows down also what had no spacing', () => {
    const own = { ...answered(429), floorMs: 0 };
    expect(lessonOf(own, turn(), NOW)).toMatchObject({ spacingMs: 100, pauseMs: 3_000 });
  });
});

describe('what was learned', () => {
  it('halves every six hours, down to what is set', () => {
    const apart = (agoHours: number): number =>
      lessonOf(answered(200, {}, 0), turn(8_000, agoHours * HOUR_MS), NOW).restMs;
    expect([0, 6, 12, 18, 24, 1_000].map(apart)).toEqual([
      8_000, 4_000, 2_000, 1_000, 1_000, 1_000,
    ]);
  });

  it('is counted from a new pause on as far as it had recovered', () => {
    const exhausted = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '60' };
    const { spacingMs } = lessonOf(answered(200, exhausted), turn(8_000, 6 * HOUR_MS), NOW);
    expect(spacingMs).toBe(4_000);
  });
});
