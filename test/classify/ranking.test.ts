import { describe, expect, it } from 'vitest';
import {
  accuracyAmongSurest,
  calibrationError,
  rank,
  separation,
} from '../../src/classify/training/ranking.js';

const once = (rows: readonly unknown[]): number[] => rows.map(() => 1);

describe('separation', () => {
  const scores = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
  const holds = [1, 1, 0, 1, 0, 0];

  it('gives the most recall that a precision allows', () => {
    const at = (precision: number): number =>
      separation(rank(scores), holds, once(scores), precision).recall;
    expect(at(1)).toBeCloseTo(2 / 3);
    expect(at(0.75)).toBe(1);
    // 3 of 4 found are right, so more is not to be had at 0.76.
    expect(at(0.76)).toBeCloseTo(2 / 3);
  });

  it('finds rows of one score all at once, or none', () => {
    const { recall } = separation(rank([0.9, 0.9, 0.1]), [1, 0, 1], [1, 1, 1], 0.9);
    expect(recall).toBe(0);
  });

  it('counts a row as often as it was drawn', () => {
    const repeated = { scores: [0.9, 0.9, 0.7, 0.4], holds: [1, 1, 0, 1] };
    const plain = separation(rank(repeated.scores), repeated.holds, once(repeated.scores), 0.9);
    const drawn = separation(rank([0.9, 0.7, 0.4, 0.3]), [1, 0, 1, 0], [2, 1, 1, 0], 0.9);
    expect(drawn).toEqual(plain);
  });

  it('cannot tell where nothing holds', () => {
    const { auc, recall } = separation(rank(scores), once(scores).fill(0), once(scores), 0.9);
    expect([auc, recall]).toEqual([NaN, NaN]);
  });
});

describe('accuracyAmongSurest', () => {
  it('takes the surest first', () => {
    const ranking = rank([0.6, 0.9, 0.7, 0.8]);
    const right = [0, 1, 0, 1];
    expect(accuracyAmongSurest(ranking, right, [1, 1, 1, 1], [0.5, 0.75, 1])).toEqual([
      1,
      2 / 3,
      0.5,
    ]);
  });

  it('counts rows of one score in part, in whatever order they come', () => {
    const halves = [
      [1, 0],
      [0, 1],
    ].map((right) => accuracyAmongSurest(rank([0.8, 0.8]), right, [1, 1], [0.5, 1]));
    expect(halves).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
  });

  it('counts a row as often as it was drawn', () => {
    const drawn = accuracyAmongSurest(rank([0.9, 0.8, 0.7]), [1, 0, 1], [3, 1, 0], [0.75, 1]);
    expect(drawn).toEqual([1, 0.75]);
  });
});

describe('calibrationError', () => {
  it('weighs how far each bin is off by its rows', () => {
    // 0.8 stated of 4 rows, 2 come true: off by 0.3; 0.2 of 1 row that does not: off by 0.2.
    const stated = [0.8, 0.8, 0.8, 0.8, 0.2];
    expect(calibrationError(stated, [1, 1, 0, 0, 0], once(stated))).toBeCloseTo(
      (4 * 0.3 + 1 * 0.2) / 5,
    );
    expect(calibrationError([1, 1], [1, 1], [1, 1])).toBe(0);
  });
});
