import { describe, expect, it } from 'vitest';
import {
  meanGapSecondsOf,
  nextPoll,
  windowSecondsOf,
  type Cadence,
  type PollOutcome,
} from '../../src/domain/schedule.js';
import { Dice } from '../support/makers.js';

const cadence: Cadence = { intervalSeconds: 900, minSeconds: 300, maxSeconds: 21_600 };
const DAY = 86_400;

const answered = (
  given: Partial<Extract<PollOutcome, { kind: 'answered' }>> = {},
): PollOutcome => ({
  kind: 'answered',
  newItems: 0,
  allNew: false,
  silentSeconds: null,
  meanGapSeconds: null,
  windowSeconds: null,
  freshForSeconds: null,
  ...given,
});
const failed = (failures: number, retryAfterSeconds: number | null = null): PollOutcome => ({
  kind: 'failed',
  failures,
  retryAfterSeconds,
});

describe('a place that answers', () => {
  it.each<[string, PollOutcome, number, number]>([
    ['is asked later when it is still', answered(), 1_125, 1_125],
    [
      'is asked later when it was still for two intervals',
      answered({ silentSeconds: 1_800 }),
      1_125,
      1_125,
    ],
    ['is asked as before when it was just now', answered({ silentSeconds: 1_799 }), 900, 900],
    ['is asked sooner when it is busy', answered({ newItems: 3 }), 600, 600],
    [
      'is asked twice as often when posts may have been missed',
      answered({ newItems: 9, allNew: true }),
      450,
      450,
    ],
    ['is not asked before its answer is stale', answered({ freshForSeconds: 3_600 }), 1_125, 3_600],
    [
      'is asked at its interval when its answer is stale before',
      answered({ freshForSeconds: 60 }),
      1_125,
      1_125,
    ],
    [
      'is asked daily when it claims to be fresh for 16 years',
      answered({ freshForSeconds: 16 * 365 * DAY }),
      1_125,
      DAY,
    ],
    [
      'begins with a third of the time between its posts',
      answered({ newItems: 20, meanGapSeconds: 4_500 }),
      1_500,
      1_500,
    ],
    ['begins within its bounds, busy', answered({ meanGapSeconds: 10 }), 300, 300],
    ['begins within its bounds, still', answered({ meanGapSeconds: 1e9 }), 21_600, 21_600],
    [
      'is asked twice in the time that its window of posts spans',
      answered({ windowSeconds: 1_300 }),
      650,
      650,
    ],
    [
      'is asked for its window also when it begins',
      answered({ meanGapSeconds: 4_000, windowSeconds: 1_300 }),
      650,
      650,
    ],
    [
      'is not asked more often than that when it is still',
      answered({ windowSeconds: 9_000 }),
      1_125,
      1_125,
    ],
    ['is never asked more often than allowed for it', answered({ windowSeconds: 60 }), 300, 300],
    [
      'is not asked for its window before its answer is stale',
      answered({ windowSeconds: 1_300, freshForSeconds: 3_600 }),
      650,
      3_600,
    ],
    [
      'is not asked at once for a negative freshness',
      answered({ freshForSeconds: -50 }),
      1_125,
      1_125,
    ],
  ])('%s', (_case, outcome, intervalSeconds, delaySeconds) => {
    expect(nextPoll(cadence, outcome, 0)).toEqual({ intervalSeconds, delaySeconds });
  });

  it('keeps the interval within its bounds, however long it is busy or still', () => {
    let interval = 900;
    const run = (outcome: PollOutcome): number => {
      for (let poll = 0; poll < 40; poll++)
        interval = nextPoll({ ...cadence, intervalSeconds: interval }, outcome, 0).intervalSeconds;
      return interval;
    };
    expect(run(answered())).toBe(21_600);
    expect(run(answered({ newItems: 5, allNew: true }))).toBe(300);
  });

  it('puts up to a tenth on top, so that sources do not march in step', () => {
    expect(nextPoll(cadence, answered(), 1).delaySeconds).toBeCloseTo(1_125 * 1.1);
    expect(nextPoll(cadence, answered(), 0.5).delaySeconds).toBeCloseTo(1_125 * 1.05);
    expect(nextPoll(cadence, answered(), 1).intervalSeconds).toBe(1_125);
  });
});

describe('a place that fails', () => {
  it.each<[string, PollOutcome, number]>([
    ['is asked again within its interval after one failure', failed(1), 450],
    ['is asked at its interval after the second', failed(2), 900],
    ['is left alone longer with every failure', failed(4), 3_600],
    ['is asked once a day in the end', failed(1_000), DAY],
    ['is not asked before it said', failed(1, 7_200), 7_200],
    ['is not asked sooner because it said so', failed(4, 5), 3_600],
    ['is asked after a week when it wants years', failed(1, 3e8), 7 * DAY],
    ['is asked as usual when the time it said has passed', failed(1, -9e9), 450],
  ])('%s', (_case, outcome, delaySeconds) => {
    expect(nextPoll(cadence, outcome, 0)).toEqual({ intervalSeconds: 900, delaySeconds });
  });

  it('is not asked more often than its minimum', () => {
    const busy = { ...cadence, intervalSeconds: 300 };
    expect(nextPoll(busy, failed(1), 0).delaySeconds).toBe(300);
    const weekly = { intervalSeconds: 7 * DAY, minSeconds: 7 * DAY, maxSeconds: 30 * DAY };
    expect(nextPoll(weekly, failed(1), 0).delaySeconds).toBe(7 * DAY);
  });

  it('is asked at its old pace as soon as it answers', () => {
    let interval = 900;
    for (let failures = 1; failures < 9; failures++)
      interval = nextPoll(
        { ...cadence, intervalSeconds: interval },
        failed(failures),
        1,
      ).intervalSeconds;
    expect(
      nextPoll({ ...cadence, intervalSeconds: interval }, answered({ newItems: 1 }), 0),
    ).toEqual({
      intervalSeconds: 600,
      delaySeconds: 600,
    });
  });
});

describe('a poll that is put off', () => {
  it.each<[string, number, number, number]>([
    ['comes when it may', 4_000, 0, 4_000],
    ['comes not at the same moment as all others', 4_000, 1, 4_030],
    ['comes at once when that has passed', -50, 0, 1],
    ['comes after a month at the latest', 1e9, 0, 31 * DAY],
  ])('%s', (_case, waitSeconds, random, delaySeconds) => {
    expect(nextPoll(cadence, { kind: 'postponed', waitSeconds }, random)).toEqual({
      intervalSeconds: 900,
      delaySeconds,
    });
  });
});

describe('the dates of an answer', () => {
  const now = new Date('2026-03-10T12:00:00Z');
  const minutesAgo = (...minutes: number[]): string[] =>
    minutes.map((ago) => new Date(now.getTime() - ago * 60_000).toISOString());
  const tenMinutely = Array.from({ length: 20 }, (_, n) => 10 * n);

  it('tell the time that its window spans', () => {
    expect(windowSecondsOf(minutesAgo(...tenMinutely), now)).toBe(190 * 60);
    expect(windowSecondsOf(minutesAgo(90, 30), now)).toBe(3_600);
  });

  it('tell it by the busier half, whatever is pinned above', () => {
    const pinned = minutesAgo(900_000, 800_000, ...tenMinutely);
    expect(windowSecondsOf(pinned, now)).toBe(2 * 110 * 60);
  });

  it('tell the time between its posts, also when it has been still since', () => {
    expect(meanGapSecondsOf(minutesAgo(...tenMinutely), now)).toBeCloseTo(560);
    expect(meanGapSecondsOf(minutesAgo(6_000, 6_060), now)).toBe(3_030 * 60);
  });

  it('tell nothing when there are too few, or all are the same', () => {
    const few: (string | null)[][] = [
      [],
      minutesAgo(5),
      [null, 'soon'],
      ['2099-01-01T00:00:00Z', null],
    ];
    for (const dates of few) {
      expect(windowSecondsOf(dates, now)).toBeNull();
      expect(meanGapSecondsOf(dates, now)).toBeNull();
    }
    expect(windowSecondsOf(minutesAgo(5, 5, 5), now)).toBeNull();
  });
});

it('gives, for any outcome, a finite delay that is at least the minimum', () => {
  const dice = new Dice(11);
  const seconds = (): number | null =>
    dice.pick([null, -1, 0, 5, 1e4, 1e9, Number.MAX_VALUE, Infinity]);
  for (let round = 0; round < 5_000; round++) {
    const minSeconds = 1 + dice.below(1e6);
    const maxSeconds = minSeconds + dice.below(1e6);
    const given = {
      minSeconds,
      maxSeconds,
      intervalSeconds: minSeconds + dice.below(maxSeconds - minSeconds + 1),
    };
    const outcome = dice.pick<PollOutcome>([
      failed(1 + dice.below(2_000), seconds()),
      answered({
        newItems: dice.below(3),
        allNew: dice.next() < 0.5,
        silentSeconds: dice.pick([null, 0, 1e5, 1e9]),
        meanGapSeconds: dice.pick([null, 1, 1e5, 1e9]),
        windowSeconds: dice.pick([null, 1, 1e5, 1e9]),
        freshForSeconds: seconds(),
      }),
    ]);
    const { intervalSeconds, delaySeconds } = nextPoll(given, outcome, dice.next());
    expect(delaySeconds).toBeGreaterThanOrEqual(minSeconds);
    expect(delaySeconds).toBeLessThanOrEqual(
      Math.max(1.1 * maxSeconds, 1.1 * minSeconds, 7 * DAY * 1.1),
    );
    expect(intervalSeconds).toBeGreaterThanOrEqual(minSeconds);
    expect(intervalSeconds).toBeLessThanOrEqual(maxSeconds);
  }
});
