import { describe, expect, it } from 'vitest';
import { fitLogistic, type Rows } from '../../src/classify/linear/logistic.js';

/** Rows that each hold one column with value 1. */
function oneHot(columns: readonly number[]): Rows {
  return {
    start: Int32Array.from({ length: columns.length + 1 }, (_, i) => i),
    column: Int32Array.from(columns),
    value: new Float32Array(columns.length).fill(1),
    width: 0,
    dense: new Float32Array(0),
  };
}
const even = (rows: number): Float64Array => new Float64Array(rows).fill(1);
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

describe('fitLogistic', () => {
  it('gives back the shares of the data when nothing holds it back', () => {
    // Column 0 holds in 3 of 4 rows, column 1 in 1 of 4.
    const rows = oneHot([0, 0, 0, 0, 1, 1, 1, 1]);
    const truth = Int32Array.of(1, 1, 1, 0, 1, 0, 0, 0);
    const { weights, bias } = fitLogistic(rows, truth, even(8), 1, { columns: 2, l2: 1e-9 });
    expect(sigmoid((weights[0] ?? 0) + (bias[0] ?? 0))).toBeCloseTo(0.75, 3);
    expect(sigmoid((weights[1] ?? 0) + (bias[0] ?? 0))).toBeCloseTo(0.25, 3);
  });

  it('meets the optimum of the penalised problem', () => {
    // By symmetry the bias is 0 and w solves l2 * 2w = tanh-like balance: sigmoid(w) + 2 * l2 * w = 0.75.
    const rows = oneHot([0, 0, 0, 0, 1, 1, 1, 1]);
    const truth = Int32Array.of(1, 1, 1, 0, 1, 0, 0, 0);
    const l2 = 0.05;
    const { weights } = fitLogistic(rows, truth, even(8), 1, { columns: 2, l2 });
    const w = weights[0] ?? NaN;
    expect(sigmoid(w) + 2 * l2 * w).toBeCloseTo(0.75, 4);
    expect(weights[1]).toBeCloseTo(-w, 4);
  });

  it('draws unseen columns to the prior', () => {
    const prior = {
      classes: 1,
      weights: Float64Array.of(0, 2),
      dense: new Float64Array(0),
      bias: Float64Array.of(0),
    };
    const { weights } = fitLogistic(oneHot([0, 0]), Int32Array.of(1, 0), even(2), 1, {
      columns: 2,
      l2: 0.1,
      prior,
    });
    expect(weights[1]).toBe(2);
    expect(weights[0]).toBeCloseTo(0, 5);
  });

  it('counts rows by their weight', () => {
    const rows = oneHot([0, 0]);
    const { bias, weights } = fitLogistic(rows, Int32Array.of(1, 0), Float64Array.of(9, 1), 1, {
      columns: 1,
      l2: 1e-9,
    });
    expect(sigmoid((bias[0] ?? 0) + (weights[0] ?? 0))).toBeCloseTo(0.9, 3);
  });

  it('learns several classes at once', () => {
    const rows = oneHot([0, 0, 1, 1, 2, 2]);
    const truth = Int32Array.of(0, 0, 1, 1, 2, 2);
    const { weights, bias } = fitLogistic(rows, truth, even(6), 3, { columns: 3, l2: 1e-3 });
    for (const column of [0, 1, 2]) {
      const scores = [0, 1, 2].map((k) => (weights[column * 3 + k] ?? 0) + (bias[k] ?? 0));
      expect(scores.indexOf(Math.max(...scores))).toBe(column);
    }
  });

  it('learns from dense entries as from sparse ones', () => {
    const truth = Int32Array.of(1, 1, 0, 1, 0, 0);
    const columns = [0, 0, 0, 1, 1, 1];
    const options = { columns: 2, l2: 0.01 };
    const sparse = fitLogistic(oneHot(columns), truth, even(6), 1, options);
    const dense = fitLogistic(
      {
        start: new Int32Array(7),
        column: new Int32Array(0),
        value: new Float32Array(0),
        width: 2,
        dense: Float32Array.from(columns.flatMap((column) => (column === 0 ? [1, 0] : [0, 1]))),
      },
      truth,
      even(6),
      1,
      { ...options, columns: 0 },
    );
    expect(dense.weights).toHaveLength(0);
    for (const column of [0, 1])
      expect(dense.dense[column]).toBeCloseTo(sparse.weights[column] ?? NaN, 6);
    expect(dense.bias[0]).toBeCloseTo(sparse.bias[0] ?? NaN, 6);
  });

  it('ends at the same weights wherever it starts', () => {
    const rows = oneHot([0, 0, 0, 0, 1, 1, 1, 1]);
    const truth = Int32Array.of(1, 1, 1, 0, 1, 0, 0, 0);
    const options = { columns: 2, l2: 0.05 };
    const plain = fitLogistic(rows, truth, even(8), 1, options);
    const start = { ...plain, weights: Float64Array.of(3, 3), bias: Float64Array.of(-2) };
    const other = fitLogistic(rows, truth, even(8), 1, { ...options, start });
    for (const column of [0, 1])
      expect(other.weights[column]).toBeCloseTo(plain.weights[column] ?? NaN, 3);
  });
});
