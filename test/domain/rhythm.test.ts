import { describe, expect, it } from 'vitest';
import { learn, suspiciousAfterHours, type Rhythm } from '../../src/domain/rhythm.js';
import { Dice } from '../support/makers.js';

const rhythm = (count: number, longestHours: number | null): Rhythm => ({ count, longestHours });
const DAY = 24;

describe('what an answer adds', () => {
  it('counts gaps, and keeps the longest silence', () => {
    const first = learn(rhythm(0, null), { gapsHours: [1, 3, 2], silencesHours: [0.5] }, 0);
    expect(first).toEqual(rhythm(3, 3));
    expect(learn(first, { gapsHours: [1], silencesHours: [4] }, 0)).toEqual(rhythm(4, 4));
    expect(learn(first, { gapsHours: [], silencesHours: [] }, 0)).toEqual(first);
  });

  it('takes no silence for harmless that was suspicious', () => {
    const known = rhythm(200, 2);
    const after = (silencesHours: number[]) =>
      learn(known, { gapsHours: [0.1], silencesHours }, 0).longestHours;
    expect(after([2.9])).toBe(2.9);
    expect(after([3.1])).toBe(2);
    expect(after([500])).toBe(2);
  });

  it('fades: by half in a month, or slower when the place posts that seldom', () => {
    const nothing = { gapsHours: [], silencesHours: [] };
    expect(learn(rhythm(9, 10), nothing, 30 * DAY).longestHours).toBeCloseTo(5);
    expect(learn(rhythm(9, 30 * DAY), nothing, 30 * DAY).longestHours).toBeCloseTo(
      0.933 * 30 * DAY,
      0,
    );
    expect(learn(rhythm(9, 10), nothing, -1e9).longestHours).toBe(10);
  });

  it('stays a number of bounded size, whatever happens', () => {
    let known = rhythm(0, null);
    const dice = new Dice(3);
    for (let n = 0; n < 3_000; n++)
      known = learn(known, { gapsHours: [dice.next()], silencesHours: [dice.next()] }, dice.next());
    expect(known.count).toBe(1_000);
    expect(known.longestHours).toBeLessThanOrEqual(1);
    expect(known.longestHours).toBeGreaterThan(0.5);
  });
});

describe('the silence that is suspicious', () => {
  it.each([
    // n! / ((f+1) … (f+n)) = 0.02: for one gap 1 / (f+1), for two 2 / ((f+1) (f+2)).
    ['one gap', 1, 1, 49],
    ['two gaps', 2, 1, 8.51],
    ['ten', 10, 1, 1.86],
    ['so many that one and a half times is enough', 100, 1, 1.5],
    ['the same in another unit', 100, 40, 60],
  ])('after %s', (_case, count, longest, hours) => {
    expect(suspiciousAfterHours(rhythm(count, longest))).toBeCloseTo(hours, 1);
  });

  it('is none without a past', () => {
    expect(suspiciousAfterHours(rhythm(0, 5))).toBeNull();
    expect(suspiciousAfterHours(rhythm(5, null))).toBeNull();
  });

  it('falls with everything that is known more', () => {
    const limits = Array.from(
      { length: 60 },
      (_, n) => suspiciousAfterHours(rhythm(n + 1, 1)) ?? 0,
    );
    for (const [n, limit] of limits.entries())
      expect(limit).toBeLessThanOrEqual(limits[n - 1] ?? Infinity);
  });

  it('is seldom reached by a place that posts at random', () => {
    const dice = new Dice(5);
    const gap = (): number => -Math.log(1 - dice.next());
    let alarms = 0;
    const [places, known] = [4_000, 10];
    for (let place = 0; place < places; place++) {
      const gapsHours = Array.from({ length: known }, gap);
      const learnt = learn(rhythm(0, null), { gapsHours, silencesHours: [] }, 0);
      if (gap() > (suspiciousAfterHours(learnt) ?? Infinity)) alarms++;
    }
    expect(alarms / places).toBeGreaterThan(0.01);
    expect(alarms / places).toBeLessThan(0.03);
  });
});
