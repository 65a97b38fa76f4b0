import { describe, expect, it } from 'vitest';
import {
  agreementBy,
  calibrationOf,
  driftInWords,
  rateOf,
  stabilityIndex,
  type Judgement,
} from '../../src/domain/agreement.js';

const judged = (given: Partial<Judgement> = {}): Judgement => ({
  right: true,
  probability: 0.95,
  unsure: false,
  language: 'en',
  source: 'Forum',
  ...given,
});

describe('a share', () => {
  // By the closed form of Wilson (1927), as in Newcombe (1998), table I: 81 of 263 and 0 of 20.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d in %d has the interval of Wilson', (hits, n, low, high) => {
    const rate = rateOf(hits, n);
    expect(rate.low).toBeCloseTo(low, 4);
    expect(rate.high).toBeCloseTo(high, 4);
    expect(rate.share).toBeCloseTo(hits / n, 10);
  });

  it('of nothing is none, and may be anything', () => {
    expect(rateOf(0, 0)).toEqual({ n: 0, hits: 0, share: null, low: 0, high: 1 });
  });
});

describe('agreement by group', () => {
  it('names the largest first', () => {
    const all = [
      judged({ language: 'de', right: false }),
      judged(),
      judged(),
      judged({ language: 'de' }),
      judged({ right: false }),
    ];
    expect(agreementBy(all, 'language')).toMatchObject([
      { key: 'en', rate: { n: 3, hits: 2 } },
      { key: 'de', rate: { n: 2, hits: 1 } },
    ]);
  });
});

describe('calibration', () => {
  it('puts what was promised beside what came true, without empty rows', () => {
    const all = [
      judged({ probability: 0.62 }),
      judged({ probability: 0.68, right: false }),
      judged({ probability: 1 }),
      judged({ probability: null }),
    ];
    const bins = calibrationOf(all);
    expect(bins).toMatchObject([
      { from: 0.6, to: 0.7, observed: { n: 2, hits: 1 } },
      { from: 0.9, to: 1, predicted: 1, observed: { n: 1, hits: 1 } },
    ]);
    expect(bins[0]?.predicted).toBeCloseTo(0.65, 10);
  });
});

describe('drift', () => {
  it('is none when the shares are the same', () => {
    const index = stabilityIndex({ a: 300, b: 700 }, { a: 300, b: 700 });
    expect(index).toBeCloseTo(0, 6);
    expect(driftInWords(index)).toBe('much as the month before');
  });

  it('is the sum over the labels of (p - q) ln(p / q)', () => {
    const index = stabilityIndex({ a: 5_000, b: 5_000 }, { a: 2_000, b: 8_000 });
    expect(index).toBeCloseTo(0.3 * Math.log(2.5) + -0.3 * Math.log(0.5 / 0.8), 3);
    expect(driftInWords(index)).toContain('clearly different');
  });

  it('bears a label that was not there before', () => {
    expect(stabilityIndex({ a: 990, b: 10 }, { a: 1_000 })).toBeLessThan(0.1);
    expect(stabilityIndex({ a: 500, b: 500 }, { a: 1_000 })).toBeGreaterThan(0.25);
  });

  it('of few readings is not told', () => {
    const index = stabilityIndex({ a: 99 }, { a: 1_000 });
    expect(index).toBeNull();
    expect(driftInWords(index)).toContain('100 readings a month are needed');
  });
});
