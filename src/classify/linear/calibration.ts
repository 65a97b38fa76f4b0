import { minimise } from './lbfgs.js';
import { sigmoid, softmax } from './score.js';

/** Calibrated score = slope * score + offset. */
export interface Calibration {
  readonly slope: number;
  readonly offset: number;
}

/**
 * Platt scaling of one output (Platt 1999; targets smoothed as there, so that few rows cannot
 * make it certain).
 *
 * @param scores raw scores of rows that the model was not trained on
 * @param truth 1 where the class holds, else 0
 * @param weight importance of each row (>= 0)
 * @returns slope 1, offset 0 when the rows do not hold both truths
 */
export function fitPlatt(
  scores: ArrayLike<number>,
  truth: ArrayLike<number>,
  weight: ArrayLike<number>,
): Calibration {
  const rows = Array.from(scores, (score, i) => ({
    score,
    holds: truth[i] === 1,
    weight: weight[i] ?? 0,
  })).filter((row) => row.weight > 0);
  const positive = rows.filter((row) => row.holds).length;
  const negative = rows.length - positive;
  if (positive === 0 || negative === 0) return { slope: 1, offset: 0 };
  const high = (positive + 1) / (positive + 2);
  const low = 1 / (negative + 2);
  const total = rows.reduce((sum, row) => sum + row.weight, 0);
  const { x } = minimise(
    (at, gradient) => {
      gradient.fill(0);
      let loss = 0;
      for (const row of rows) {
        const target = row.holds ? high : low;
        const share = row.weight / total;
        const p = sigmoid((at[0] ?? 0) * row.score + (at[1] ?? 0));
        loss -= share * (target * safeLog(p) + (1 - target) * safeLog(1 - p));
        gradient[0] = (gradient[0] ?? 0) + share * (p - target) * row.score;
        gradient[1] = (gradient[1] ?? 0) + share * (p - target);
      }
      return loss;
    },
    Float64Array.of(1, 0),
  );
  return { slope: x[0] ?? 1, offset: x[1] ?? 0 };
}

/**
 * Temperature scaling of a softmax model (Guo et al. 2017).
 *
 * @param scores raw scores of rows that the model was not trained on, one list per row
 * @param truth class of each row
 * @returns the slope, 1 / temperature
 */
export function fitTemperature(
  scores: readonly (readonly number[])[],
  truth: ArrayLike<number>,
  weight: ArrayLike<number>,
): number {
  let total = 0;
  for (let i = 0; i < scores.length; i++) total += weight[i] ?? 0;
  if (total === 0) return 1;
  const { x } = minimise((at, gradient) => {
    const slope = Math.exp(at[0] ?? 0);
    let loss = 0;
    let towards = 0;
    for (const [i, row] of scores.entries()) {
      const share = (weight[i] ?? 0) / total;
      const p = softmax(row.map((z) => slope * z));
      const holds = truth[i] ?? 0;
      const mean = row.reduce((sum, z, k) => sum + z * (p[k] ?? 0), 0);
      loss -= share * safeLog(p[holds] ?? 0);
      towards += share * slope * (mean - (row[holds] ?? 0));
    }
    gradient[0] = towards;
    return loss;
  }, new Float64Array(1));
  return Math.exp(x[0] ?? 0);
}

/** Natural logarithm that stays finite for the probability 0. */
export function safeLog(p: number): number {
  return Math.log(Math.max(p, 1e-12));
}
