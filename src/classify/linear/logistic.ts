import { minimise } from './lbfgs.js';

/**
 * Rows of features: row i holds the sparse entries from `start[i]` up to `start[i + 1]`, and
 * `width` dense entries from `i * width` on (none where the width is 0).
 */
export interface Rows {
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float32Array;
  readonly width: number;
  readonly dense: Float32Array;
}

/** Weights of `classes` outputs: of column j for class k at `j * classes + k`, and of dense entry d at `d * classes + k`. */
export interface Linear {
  readonly classes: number;
  readonly weights: Float64Array;
  readonly dense: Float64Array;
  readonly bias: Float64Array;
}

export interface FitOptions {
  /** Sparse columns of the feature space (count). */
  readonly columns: number;
  /** Strength of the L2 penalty on the weights, per unit of total row weight (>= 0). */
  readonly l2: number;
  readonly maxSteps?: number;
  readonly onStep?: (steps: number) => void;
  /** Weights that the penalty draws towards (zero if not given); learning begins there. */
  readonly prior?: Linear | undefined;
  /** Where learning begins, if not at the prior: the result for another penalty, say. */
  readonly start?: Linear | undefined;
}

/**
 * Fits L2-penalised logistic regression: one output is a binary model, several are a softmax
 * (multinomial) model. Deterministic.
 *
 * @param rows features
 * @param target class of each row; for one output 0 or 1
 * @param rowWeight importance of each row (>= 0)
 * @param classes outputs: 1 for a binary model, else the number of classes
 */
export function fitLogistic(
  rows: Rows,
  target: Int32Array,
  rowWeight: Float64Array,
  classes: number,
  options: FitOptions,
): Linear {
  const { columns, l2, maxSteps = 150, onStep, prior, start } = options;
  const total = rowWeight.reduce((sum, weight) => sum + weight, 0);
  const shape = { columns, width: rows.width, classes };
  const size = (columns + rows.width) * classes;
  const towards = flat(prior, shape);
  const scores = new Float64Array(classes);
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (let i = 0; i < size; i++) {
      const w = (x[i] ?? 0) - (towards[i] ?? 0);
      loss += (l2 / 2) * w * w;
      gradient[i] = l2 * w;
    }
    gradient.fill(0, size);
    for (let row = 0; row < target.length; row++) {
      const share = (rowWeight[row] ?? 0) / total;
      if (share === 0) continue;
      score(rows, row, x, shape, scores);
      loss += share * residual(scores, target[row] ?? 0);
      spread(rows, row, scores, share, gradient, shape);
    }
    return loss;
  };
  const { x } = minimise(objective, flat(start ?? prior, shape), {
    maxSteps,
    tolerance: 1e-5,
    ...(onStep === undefined ? {} : { onStep }),
  });
  return {
    classes,
    weights: x.slice(0, columns * classes),
    dense: x.slice(columns * classes, size),
    bias: x.slice(size),
  };
}

interface Shape {
  readonly columns: number;
  readonly width: number;
  readonly classes: number;
}

/** Sparse weights, then dense ones, then the biases. */
function flat(linear: Linear | undefined, { columns, width, classes }: Shape): Float64Array {
  const x = new Float64Array((columns + width + 1) * classes);
  if (linear === undefined) return x;
  x.set(linear.weights);
  x.set(linear.dense, columns * classes);
  x.set(linear.bias, (columns + width) * classes);
  return x;
}

function score(
  rows: Rows,
  row: number,
  x: Float64Array,
  { columns, width, classes }: Shape,
  scores: Float64Array,
): void {
  const biasAt = (columns + width) * classes;
  for (let k = 0; k < classes; k++) scores[k] = x[biasAt + k] ?? 0;
  const end = rows.start[row + 1] ?? 0;
  for (let i = rows.start[row] ?? 0; i < end; i++) {
    const at = (rows.column[i] ?? 0) * classes;
    const value = rows.value[i] ?? 0;
    for (let k = 0; k < classes; k++) scores[k] = (scores[k] ?? 0) + value * (x[at + k] ?? 0);
  }
  const from = row * width;
  let at = columns * classes;
  for (let d = 0; d < width; d++) {
    const value = rows.dense[from + d] ?? 0;
    for (let k = 0; k < classes; k++) scores[k] = (scores[k] ?? 0) + value * (x[at++] ?? 0);
  }
}

/** Turns scores into (probability - truth) in place, and returns the log loss of the row. */
function residual(scores: Float64Array, target: number): number {
  if (scores.length === 1) {
    const z = scores[0] ?? 0;
    scores[0] = 1 / (1 + Math.exp(-z)) - target;
    const margin = target === 1 ? z : -z;
    return margin > 0 ? Math.log1p(Math.exp(-margin)) : -margin + Math.log1p(Math.exp(margin));
  }
  const top = scores.reduce((most, z) => Math.max(most, z), -Infinity);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) sum += Math.exp((scores[k] ?? 0) - top);
  const logSum = top + Math.log(sum);
  const loss = logSum - (scores[target] ?? 0);
  for (let k = 0; k < scores.length; k++) {
    scores[k] = Math.exp((scores[k] ?? 0) - logSum) - (k === target ? 1 : 0);
  }
  return loss;
}

function spread(
  rows: Rows,
  row: number,
  residuals: Float64Array,
  share: number,
  gradient: Float64Array,
  { columns, width, classes }: Shape,
): void {
  const end = rows.start[row + 1] ?? 0;
  for (let i = rows.start[row] ?? 0; i < end; i++) {
    const at = (rows.column[i] ?? 0) * classes;
    const value = (rows.value[i] ?? 0) * share;
    for (let k = 0; k < classes; k++) {
      gradient[at + k] = (gradient[at + k] ?? 0) + value * (residuals[k] ?? 0);
    }
  }
  const from = row * width;
  let at = columns * classes;
  for (let d = 0; d <= width; d++) {
    // The bias stands behind the last weight, as if it were the weight of a constant entry.
    const value = (d < width ? (rows.dense[from + d] ?? 0) : 1) * share;
    for (let k = 0; k < classes; k++, at++) {
      gradient[at] = (gradient[at] ?? 0) + value * (residuals[k] ?? 0);
    }
  }
}
