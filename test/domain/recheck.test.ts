import { describe, expect, it } from 'vitest';
import { judgeLook, laterLook, nextRecheck } from '../../src/domain/recheck.js';

const NOW = new Date('2026-03-10T12:00:00Z');
const HOUR = 3_600_000;
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR);
const hoursFromNow = (at: Date | null): number | null =>
  at === null ? null : (at.getTime() - NOW.getTime()) / HOUR;

describe('the plan of looks', () => {
  it.each([
    ['just posted', 0, 1],
    ['half an hour old', 0.5, 0.5],
    ['an hour old', 1, 5],
    ['seven hours old', 7, 17],
    ['a day old', 24, 6 * 24],
    ['eight days old', 8 * 24, 22 * 24],
    ['thirty days old', 30 * 24, null],
    ['years old', 9_999 * 24, null],
    ['of the future', -5, 1],
  ])('for a post that is %s', (_case, age, next) => {
    expect(hoursFromNow(nextRecheck(ago(age), NOW, 0))).toBe(next);
  });

  it('is spread by up to a tenth of the age, and never early', () => {
    expect(hoursFromNow(nextRecheck(NOW, NOW, 1))).toBeCloseTo(1.1);
    expect(hoursFromNow(nextRecheck(ago(24), NOW, 1))).toBeCloseTo(7 * 24 * 1.1 - 24);
  });

  it('comes to an end, whenever the looks take place', () => {
    let at: Date | null = NOW;
    let looks = 0;
    for (; at !== null; looks++) at = nextRecheck(NOW, at, 0.5);
    expect(looks).toBe(6);
  });
});

describe('a look', () => {
  const post = { occurredAt: ago(2), missedAt: null };

  it('that finds the post plans the next, and forgets a miss', () => {
    const verdict = judgeLook({ ...post, missedAt: ago(1) }, 'there', NOW, 0);
    expect(verdict).toMatchObject({ gone: false, missedAt: null });
    expect(hoursFromNow(verdict.recheckAt)).toBe(4);
  });

  it('that misses it for the first time looks again after an hour', () => {
    const verdict = judgeLook(post, 'missing', NOW, 0);
    expect(verdict).toMatchObject({ gone: false, missedAt: NOW });
    expect(hoursFromNow(verdict.recheckAt)).toBe(1);
  });

  it('that misses it again too soon does not count', () => {
    const verdict = judgeLook({ ...post, missedAt: ago(0.99) }, 'missing', NOW, 0);
    expect(verdict).toMatchObject({ gone: false, missedAt: ago(0.99) });
    expect(hoursFromNow(verdict.recheckAt)).toBeCloseTo(0.01);
  });

  it('that misses it again an hour later finds it gone', () => {
    const verdict = judgeLook({ ...post, missedAt: ago(1) }, 'missing', NOW, 0);
    expect(verdict).toEqual({ gone: true, missedAt: ago(1), recheckAt: null });
  });

  it('that tells nothing is no miss, and no sign of life', () => {
    for (const missedAt of [null, ago(48)]) {
      const verdict = judgeLook({ ...post, missedAt }, 'untold', NOW, 0);
      expect(verdict).toMatchObject({ gone: false, missedAt });
    }
  });
});

describe('a post of which nothing can be told', () => {
  it('is asked for ever less often, and not for ever', () => {
    expect(hoursFromNow(laterLook(NOW, NOW, 0))).toBe(1);
    expect(hoursFromNow(laterLook(ago(40), NOW, 0))).toBe(10);
    expect(laterLook(ago(60 * 24), NOW, 0)).toBeNull();
    let at: Date | null = NOW;
    let looks = 0;
    for (; at !== null; looks++) at = laterLook(NOW, at, 0);
    expect(looks).toBeLessThan(40);
  });
});
