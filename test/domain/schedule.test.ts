import { describe, expect, it } from 'vitest';
import { nextPoll, type Cadence, type PollOutcome } from '../../src/domain/schedule.js';
import { Dice } from '../support/makers.js';

const cadence: Cadence = { intervalSeconds: 900, minSeconds: 300, maxSeconds: 21_600 };
const DAY = 86_400;

const answered = (
  given: Partial<Extract<PollOutcome, { kind: 'answered' }>> = {},
): PollOutcome => ({
  kind: 'answered',
  newItems: 0,
  allNew: false,
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
    ['is asked again soon after one failure', failed(1), 600],
    ['is left alone longer with every failure', failed(3), 2_400],
    ['is asked once a day in the end', failed(1_000), DAY],
    ['is not asked before it said', failed(1, 7_200), 7_200],
    ['is not asked sooner because it said so', failed(3, 5), 2_400],
    ['is asked after a week when it wants years', failed(1, 3e8), 7 * DAY],
    ['is asked as usual when the time it said has passed', failed(1, -9e9), 600],
  ])('%s', (_case, outcome, delaySeconds) => {
    expect(nextPoll(cadence, outcome, 0)).toEqual({ intervalSeconds: 900, delaySeconds });
  });

  it('is never asked more often than its minimum, also when that is more than a day', () => {
    const weekly = { intervalSeconds: 7 * DAY, minSeconds: 7 * DAY, maxSeconds: 30 * DAY };
    expect(nextPoll(weekly, failed(1), 0).delaySeconds).toBe(7 * DAY);
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
      answered({ newItems: dice.below(3), allNew: dice.next() < 0.5, freshForSeconds: seconds() }),
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
