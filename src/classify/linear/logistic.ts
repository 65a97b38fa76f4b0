import { minimise } from './lbfgs.js';

/** Rows of sparse features: row i holds the entries from `start[i]` up to `start[i + 1]`. */
export interface SparseRows {
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float32Array;
}

/** What is learnt for `classes` outputs: weight of column j for class k at `j * classes + k`. */
export interface Linear {
  readonly classes: number;
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

export interface FitOptions {
  /** Columns of the feature space (count). */
  readonly columns: number;
  /** Strength of the L2 penalty on the weights, per unit of total row weight (>= 0). */
  readonly l2: number;
  readonly maxSteps?: number;
  readonly onStep?: (steps: number) => void;
  /** Weights that the penalty draws towards, of the same shape (zero if not given). */
  readonly prior?: Float64Array;
}

/**
 * Fits L2-penalised logistic regression: one output is a binary model, several are a softmax
 * (multinomial) model. Deterministic; starts at the prior.
 *
 * @param rows features
 * @param target class of each row; for one output 0 or 1
 * @param rowWeight importance of each row (>= 0)
 * @param classes outputs: 1 for a binary model, else the number of classes
 */
export function fitLogistic(
  rows: SparseRows,
  target: Int32Array,
  rowWeight: Float64Array,
  classes: number,
  options: FitOptions,
): Linear {
  const { columns, l2, maxSteps = 150, onStep, prior } = options;
  const total = rowWeight.reduce((sum, weight) => sum + weight, 0);
  const size = columns * classes;
  const scores = new Float64Array(classes);
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (let i = 0; i < size; i++) {
      const w = (x[i] ?? 0) - (prior?.[i] ?? 0);
      loss += (l2 / 2) * w * w;
      gradient[i] = l2 * w;
    }
    gradient.fill(0, size);
    for (let row = 0; row < target.length; row++) {
      const share = (rowWeight[row] ?? 0) / total;
      if (share === 0) continue;
      score(rows, row, x, size, scores);
      loss += share * residual(scores, target[row] ?? 0);
      spread(rows, row, scores, share, gradient, size);
    }
    return loss;
  };
  const { x } = minimise(objective, begin(prior, size + classes), {
    maxSteps,
    tolerance: 1e-5,
    ...(onStep === undefined ? {} : { onStep }),
  });
  return { classes, weights: x.slice(0, size), bias: x.slice(size) };
}

function score(
  rows: SparseRows,
  row: number,
  x: Float64Array,
  biasAt: number,
  scores: Float64Array,
): void {
  const classes = scores.length;
  for (let k = 0; k < classes; k++) scores[k] = x[biasAt + k] ?? 0;
  const end = rows.start[row + 1] ?? 0;
  for (let i = rows.start[row] ?? 0; i < end; i++) {
    const at = (rows.column[i] ?? 0) * classes;
    const value = rows.value[i] ?? 0;
    for (let k = 0; k < classes; k++) scores[k] = (scores[k] ?? 0) + value * (x[at + k] ?? 0);
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
  rows: SparseRows,
  row: number,
  residuals: Float64Array,
  share: number,
  gradient: Float64Array,
  biasAt: number,
): void {
  const classes = residuals.length;
  const end = rows.start[row + 1] ?? 0;
  for (let i = rows.start[row] ?? 0; i < end; i++) {
    const at = (rows.column[i] ?? 0) * classes;
    const value = (rows.value[i] ?? 0) * share;
    for (let k = 0; k < classes; k++) {
      gradient[at + k] = (gradient[at + k] ?? 0) + value * (residuals[k] ?? 0);
    }
  }
  for (let k = 0; k < classes; k++) {
    gradient[biasAt + k] = (gradient[biasAt + k] ?? 0) + share * (residuals[k] ?? 0);
  }
}

function begin(prior: Float64Array | undefined, size: number): Float64Array {
  const x = new Float64Array(size);
  if (prior !== undefined) x.set(prior);
  return x;
}
