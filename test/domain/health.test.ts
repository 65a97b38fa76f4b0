import { describe, expect, it } from 'vitest';
import {
  changeOf,
  healthOf,
  SOURCE_STATES,
  type SourceState,
  type Vitals,
} from '../../src/domain/health.js';

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
  gapCount: 100,
  ...given,
});
const neverPolled = { lastPolledAt: null, lastAnsweredAt: null, lastItemAt: null };

const CASES: [string, Partial<Vitals>, SourceState, string][] = [
  ['a lively place', {}, 'answering', 'It answers; the newest post is 2 hours old.'],
  [
    'a post of this minute',
    { lastItemAt: now },
    'answering',
    'It answers; the newest post is 1 minute old.',
  ],
  [
    'a clock that was set back',
    { lastItemAt: ago(-3) },
    'answering',
    'It answers; the newest post is 1 minute old.',
  ],
  [
    'a day without a post',
    { lastItemAt: ago(30), longestGapHours: 40 },
    'quiet',
    'It answers; the newest post is 30 hours old.',
  ],
  [
    'no past to judge by',
    { lastItemAt: ago(500), longestGapHours: null, gapCount: 0 },
    'quiet',
    'It answers; the newest post is 21 days old.',
  ],
  [
    'little past to judge by',
    { lastItemAt: ago(15.5), gapCount: 2 },
    'answering',
    'It answers; the newest post is 16 hours old.',
  ],
  ['an empty place', { lastItemAt: null }, 'quiet', 'It answers, and has had no post yet.'],
  [
    'half as long again as its longest silence',
    { lastItemAt: ago(61), longestGapHours: 40 },
    'suspiciously-quiet',
    'No new post for 3 days; of 100 gaps until now the longest was 40 hours. Look at the place itself.',
  ],
  [
    'a place of minutes after minutes',
    { lastItemAt: ago(0.4), longestGapHours: 0.1 },
    'suspiciously-quiet',
    'No new post for 18 minutes; of 100 gaps until now the longest was 6 minutes. Look at the place itself.',
  ],
  [
    'silence in which nobody looked',
    { lastItemAt: ago(30), lastAnsweredAt: ago(29), longestGapHours: 2 },
    'quiet',
    'It answers; the newest post is 30 hours old.',
  ],
  [
    'a poll that was put off',
    { lastErrorCode: 'host-busy', lastError: 'the host rests' },
    'answering',
    'It answers; the newest post is 2 hours old.',
  ],
  [
    'polls put off for days',
    { lastErrorCode: 'allowance-spent', lastError: 'It is used up.', lastAnsweredAt: ago(60) },
    'failing',
    'Not heard for 3 days: It is used up.',
  ],
  [
    'polls put off from the beginning',
    { lastErrorCode: 'allowance-spent', lastError: 'It is used up.', lastAnsweredAt: null },
    'failing',
    'Not heard yet: It is used up.',
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
    'a new place that was put off',
    { ...neverPolled, lastErrorCode: 'nothing-sent', lastError: 'Nothing was sent here yet.' },
    'never-tried',
    'Nothing was sent here yet.',
  ],
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
    expect([23.9, 24.1, 30, 30.2].map(state)).toEqual([
      'answering',
      'quiet',
      'quiet',
      'suspiciously-quiet',
    ]);
  });
});

describe('a change of state', () => {
  const failing = (failures: number, given: Partial<Vitals> = {}): Partial<Vitals> => ({
    failures,
    lastErrorCode: 'timed-out',
    lastError: 'slow',
    ...given,
  });

  it.each<[string, SourceState, Partial<Vitals>, [SourceState, boolean] | null]>([
    ['none', 'answering', {}, null],
    ['its first answer', 'never-tried', {}, ['answering', false]],
    ['a first failure of a place that answered', 'answering', failing(1), null],
    ['a second one', 'answering', failing(2), ['failing', true]],
    ['a third one', 'failing', failing(3), null],
    [
      'a place that never answered',
      'never-tried',
      failing(1, { lastAnsweredAt: null }),
      ['failing', true],
    ],
    ['a refusal, twice', 'quiet', failing(2, { lastErrorCode: 'blocked' }), ['blocked', true]],
    ['its end', 'answering', { enabled: false, lastErrorCode: 'gone' }, ['gone', true]],
    ['a suspicious silence', 'answering', { lastItemAt: ago(99) }, ['suspiciously-quiet', true]],
    ['its return', 'failing', {}, ['answering', true]],
    ['its return, quietly', 'blocked', { lastItemAt: null }, ['quiet', true]],
    ['a quiet day', 'answering', { lastItemAt: null }, ['quiet', false]],
    ['a pause', 'failing', { enabled: false }, ['paused', false]],
    ['the end of a pause', 'paused', {}, ['answering', false]],
    ['that nobody asks the places', 'answering', { nextPollAt: ago(9) }, null],
  ])('%s', (_case, from, given, expected) => {
    const change = changeOf(from, vitals(given), now);
    const [to, notable] = expected ?? [];
    const { reason } = healthOf(vitals(given), now);
    expect(change).toEqual(expected && { from, to, notable, reason });
  });
});
