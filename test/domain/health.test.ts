import { describe, expect, it } from 'vitest';
import { healthOf, SOURCE_STATES, type SourceState, type Vitals } from '../../src/domain/health.js';

const now = new Date('2026-03-10T12:00:00Z');
const ago = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

const vitals = (given: Partial<Vitals> = {}): Vitals => ({
  enabled: true,
  lastPolledAt: ago(0.1),
  lastAnsweredAt: ago(0.1),
  nextPollAt: ago(-0.2),
  lastItemAt: ago(2),
  failures: 0,
  lastErrorCode: null,
  lastError: null,
  longestGapHours: 10,
  ...given,
});
const neverPolled = { lastPolledAt: null, lastAnsweredAt: null, lastItemAt: null };

const CASES: [string, Partial<Vitals>, SourceState, string][] = [
  ['a lively place', {}, 'answering', 'It answers; the newest post is 2 hours old.'],
  [
    'a post of this minute',
    { lastItemAt: now },
    'answering',
    'It answers; the newest post is 1 hour old.',
  ],
  [
    'a clock that was set back',
    { lastItemAt: ago(-3) },
    'answering',
    'It answers; the newest post is 1 hour old.',
  ],
  [
    'a day without a post',
    { lastItemAt: ago(30), longestGapHours: 40 },
    'quiet',
    'It answers; the newest post is 30 hours old.',
  ],
  [
    'no past to judge by',
    { lastItemAt: ago(500), longestGapHours: null },
    'quiet',
    'It answers; the newest post is 21 days old.',
  ],
  ['an empty place', { lastItemAt: null }, 'quiet', 'It answers, and has had no post yet.'],
  [
    'twice its longest gap',
    { lastItemAt: ago(81), longestGapHours: 40 },
    'suspiciously-quiet',
    'No new post for 3 days; until now the longest gap was 40 hours. Look at the place itself.',
  ],
  [
    'a busy place within a day',
    { lastItemAt: ago(23), longestGapHours: 0.1 },
    'answering',
    'It answers; the newest post is 23 hours old.',
  ],
  [
    'a busy place after a day',
    { lastItemAt: ago(25), longestGapHours: 0.1 },
    'suspiciously-quiet',
    'No new post for 25 hours; until now the longest gap was 1 hour. Look at the place itself.',
  ],
  [
    'one failure',
    { failures: 1, lastErrorCode: 'timed-out', lastError: 'no answer within 20 s' },
    'failing',
    'The last poll failed: no answer within 20 s',
  ],
  [
    'five failures',
    { failures: 5, lastErrorCode: 'not-found', lastError: '404' },
    'failing',
    'The last 5 polls failed: 404',
  ],
  [
    'a failure without a reason',
    { failures: 1 },
    'failing',
    'The last poll failed: no reason was kept',
  ],
  [
    'a refusal',
    { failures: 2, lastErrorCode: 'blocked', lastError: '403' },
    'blocked',
    'The last 2 polls failed: 403',
  ],
  [
    'the end',
    { enabled: false, failures: 1, lastErrorCode: 'gone' },
    'gone',
    'The place says it is gone for good (410). Remove it or give its new address.',
  ],
  [
    'a pause',
    { enabled: false, nextPollAt: ago(99) },
    'paused',
    'Paused by a person; nothing is heard from here.',
  ],
  ['a new place', { ...neverPolled, nextPollAt: now }, 'never-tried', 'Waits for its first poll.'],
  [
    'a new place that nobody asks',
    { ...neverPolled, nextPollAt: ago(3) },
    'never-tried',
    'It was due 3 hours ago and was not asked. Check that a scheduler and a worker run, and the dead letters.',
  ],
  [
    'a place that nobody asks any more',
    { nextPollAt: ago(72) },
    'failing',
    'It was due 3 days ago and was not asked. Check that a scheduler and a worker run, and the dead letters.',
  ],
  [
    'a poll that waits for its turn',
    { nextPollAt: ago(0.9) },
    'answering',
    'It answers; the newest post is 2 hours old.',
  ],
];

describe('the health of a source', () => {
  it.each(CASES)('%s', (_case, given, state, reason) => {
    expect(healthOf(vitals(given), now)).toEqual({ state, reason });
  });

  it('has a case for every state', () => {
    expect(new Set(CASES.map(([, , state]) => state))).toEqual(new Set(SOURCE_STATES));
  });

  it('becomes suspicious at the same hour for the same past', () => {
    const state = (hours: number) =>
      healthOf(vitals({ lastItemAt: ago(hours), longestGapHours: 20 }), now).state;
    expect([23.9, 24.1, 39.9, 40.1].map(state)).toEqual([
      'answering',
      'quiet',
      'quiet',
      'suspiciously-quiet',
    ]);
  });
});
