import { describe, expect, it } from 'vitest';
import { fitPlatt, fitTemperature } from '../../src/classify/linear/calibration.js';
import { auc, hitRates, measure, type Judged } from '../../src/classify/training/metrics.js';
import { shuffled } from '../../src/classify/training/random.js';

const said = (truth: number, ...probabilities: number[]): Judged => ({ truth, probabilities });
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

describe('measure', () => {
  it('counts by hand', () => {
    // class 0: 2 of 3 found, 1 false; class 1: 1 of 2 found, 1 false.
    const rows = [
      said(0, 0.9, 0.1),
      said(0, 0.6, 0.4),
      said(0, 0.2, 0.8),
      said(1, 0.3, 0.7),
      said(1, 0.7, 0.3),
    ];
    const { accuracy, macroF1, macroRecall } = measure(rows, 2);
    expect(accuracy).toBeCloseTo(0.6);
    expect(macroF1).toBeCloseTo((2 / 3 + 1 / 2) / 2);
    expect(macroRecall).toBeCloseTo((2 / 3 + 1 / 2) / 2);
  });

  it('finds no calibration error in honest probabilities, and all of it in false ones', () => {
    const honest = Array.from({ length: 100 }, (_, i) => said(i < 80 ? 0 : 1, 0.8, 0.2));
    expect(measure(honest, 2).ece).toBeCloseTo(0, 10);
    const false_ = Array.from({ length: 100 }, () => said(1, 0.95, 0.05));
    expect(measure(false_, 2).ece).toBeCloseTo(0.95);
  });
});

describe('hitRates', () => {
  it('leaves a class out of macro-F1 that is neither there nor said', () => {
    const rows = [
      { truth: 0, chosen: 0 },
      { truth: 1, chosen: 1 },
    ];
    expect(hitRates(rows, 3).macroF1).toBe(1);
    const falsely = hitRates([...rows, { truth: 1, chosen: 2 }], 3);
    expect(falsely.macroF1).toBeCloseTo((1 + 2 / 3 + 0) / 3);
    expect(falsely.macroRecall).toBeCloseTo((1 + 1 / 2) / 2);
  });
});

describe('auc', () => {
  it('is the share of pairs in the right order, ties half', () => {
    expect(auc([1, 2, 3, 4], [false, false, true, true])).toBe(1);
    expect(auc([4, 3, 2, 1], [false, false, true, true])).toBe(0);
    expect(auc([1, 1, 1, 1], [true, false, true, false])).toBe(0.5);
    expect(auc([1, 3, 2, 3], [false, false, true, true])).toBe(0.625);
    expect(auc([1, 2], [true, true])).toBeNaN();
  });
});

describe('shuffled', () => {
  it('is a permutation by its seed', () => {
    expect(shuffled(50, 3)).toEqual(shuffled(50, 3));
    expect(shuffled(50, 3)).not.toEqual(shuffled(50, 4));
    expect([...shuffled(50, 3)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, i) => i),
    );
  });
});

describe('calibration', () => {
  // Scores whose true probability is sigmoid(z / 2 + 0.5), and their outcomes in those shares.
  const scores: number[] = [];
  const truth: number[] = [];
  for (let z = -4; z <= 4; z += 0.5) {
    for (let i = 0; i < 400; i++) {
      scores.push(z);
      truth.push(i < Math.round(400 * sigmoid(z / 2 + 0.5)) ? 1 : 0);
    }
  }
  const even = scores.map(() => 1);

  it('finds slope and offset of overconfident scores', () => {
    const { slope, offset } = fitPlatt(scores, truth, even);
    expect(slope).toBeCloseTo(0.5, 1);
    expect(offset).toBeCloseTo(0.5, 1);
  });

  it('leaves scores alone where there is nothing to learn from', () => {
    expect(fitPlatt([1, 2], [1, 1], [1, 1])).toEqual({ slope: 1, offset: 0 });
    expect(fitTemperature([], [], [])).toBe(1);
  });

  it('finds the temperature', () => {
    const rows: number[][] = [];
    const classes: number[] = [];
    for (let z = -4; z <= 4; z += 0.5) {
      for (let i = 0; i < 200; i++) {
        rows.push([z, -z]);
        classes.push(i < Math.round(200 * sigmoid(0.6 * z)) ? 0 : 1);
      }
    }
    expect(
      fitTemperature(
        rows,
        classes,
        rows.map(() => 1),
      ),
    ).toBeCloseTo(0.3, 1);
  });
});
