import { describe, expect, it } from 'vitest';
import { judgeCandidate, mcnemar, pair, type Paired } from '../../src/domain/gate.js';

/** Of n texts so many put right and so many spoilt, from half of them right. */
const paired = (n: number, mended: number, spoilt: number): Paired => {
  const before = Math.floor(n / 2);
  return { n, before, after: before + mended - spoilt, mended, spoilt };
};
const kept = paired(700, 0, 0);
const none = paired(0, 0, 0);
const judged = (heldBack: Paired, known: Paired, byLot = none) =>
  judgeCandidate({ heldBack, known, byLot });

describe('two models on the same texts', () => {
  it('are counted where they differ', () => {
    expect(pair([true, true, false, false], [true, false, true, false])).toEqual({
      n: 4,
      before: 2,
      after: 2,
      mended: 1,
      spoilt: 1,
    });
  });
});

describe('the exact test', () => {
  it.each([
    [0, 0, 1],
    [5, 0, 1 / 32],
    [4, 0, 1 / 16],
    [0, 5, 1],
    // C(10, 8) + C(10, 9) + C(10, 10) of 1024.
    [8, 2, 56 / 1024],
    [9, 1, 11 / 1024],
  ])('of %d put right and %d spoilt is the binomial tail', (mended, spoilt, chance) => {
    expect(mcnemar({ mended, spoilt })).toBeCloseTo(chance, 10);
  });

  it('holds for large numbers, where the powers of two would not', () => {
    expect(mcnemar({ mended: 1_500, spoilt: 1_500 })).toBeCloseTo(0.507, 3);
    expect(mcnemar({ mended: 2_000, spoilt: 1_000 })).toBeLessThan(1e-50);
  });
});

describe('a candidate', () => {
  it('serves when it puts more right than chance would', () => {
    const verdict = judged(paired(20, 6, 0), kept);
    expect(verdict).toMatchObject({
      serves: true,
      reason: '16 instead of 10 of 20 held-back corrections right',
    });
    expect(verdict.chance).toBeCloseTo(1 / 64, 10);
  });

  it.each([
    ['it is the same', paired(20, 0, 0), /no better/],
    ['it spoils as many', paired(20, 3, 3), /no better/],
    ['it is worse', paired(20, 1, 4), /no better/],
    ['it may be luck', paired(20, 4, 0), /may be luck \(6 % by chance/],
  ])('is refused when %s', (_why, heldBack, reason) => {
    const verdict = judged(heldBack, kept);
    expect(verdict.serves).toBe(false);
    expect(verdict.reason).toMatch(reason);
  });

  it('is refused when it forgets more than 2 % of what it knew', () => {
    const better = paired(20, 8, 0);
    expect(judged(better, paired(700, 3, 17)).serves).toBe(true);
    const verdict = judged(better, paired(700, 3, 18));
    expect(verdict).toMatchObject({ serves: false });
    expect(verdict.reason).toContain('15 fewer of 700 known texts right, at most 14');
  });

  it('is refused when it is right less often on texts that were drawn by lot', () => {
    const better = paired(40, 12, 0);
    expect(judged(better, kept, paired(30, 0, 1)).serves).toBe(true);
    expect(judged(better, kept, paired(200, 2, 6)).serves).toBe(true);
    const verdict = judged(better, kept, paired(30, 1, 3));
    expect(verdict).toMatchObject({ serves: false });
    expect(verdict.reason).toContain('of 30 texts drawn by lot 2 fewer are right');
  });
});
