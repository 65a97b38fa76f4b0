import { fitPlatt, fitTemperature, safeLog } from '../linear/calibration.js';
import { fitLogistic, type Linear } from '../linear/logistic.js';
import type { Link } from '../linear/model-file.js';
import { selectRows, type FeatureRows } from '../linear/rows.js';
import { probabilitiesOf } from '../linear/score.js';
import type { Judged } from './metrics.js';
import { shuffled } from './random.js';

/** What is to be learnt from a set of texts whose features are `rows`. */
export interface Problem {
  readonly link: Link;
  readonly classes: readonly string[];
  readonly rows: FeatureRows;
  /** Class of each row; for independent classes one list per class of 0 and 1. */
  readonly truth: readonly Int32Array[];
  /** Importance of each row (>= 0, 0: not known); for independent classes one list per class. */
  readonly weight: readonly Float64Array[];
  /** Rows to learn from and rows to tune and calibrate on; the same rows: cross-validate. */
  readonly learn: readonly number[];
  readonly tune: readonly number[];
  /** Weights that the penalty draws towards, over the columns of `rows`; one entry per output set. */
  readonly prior?: readonly Linear[] | undefined;
}

export interface Fitted {
  readonly linear: Linear;
  readonly l2: number;
  readonly calibration: { readonly slope: number[]; readonly offset: number[] };
  /** Calibrated probabilities on the tuning rows, one list per row. */
  readonly tuned: readonly (readonly number[])[];
}

export interface FitSettings {
  /** Strengths of the penalty to choose from, strongest first. */
  readonly l2: readonly number[];
  readonly seed: number;
  readonly folds: number;
  readonly maxSteps: number;
  /** Heard often: share of the work that is done (0..1). */
  readonly onProgress?: (done: number) => void;
}

/** Chooses the penalty by log loss on the tuning rows, calibrates there, and learns from the learning rows. */
export function fit(problem: Problem, settings: FitSettings): Fitted {
  const crossed = problem.learn === problem.tune;
  const work = settings.l2.length * (crossed ? settings.folds : 1) + (crossed ? 1 : 0);
  let done = 0;
  const learn = (rows: readonly number[], l2: number, start?: readonly Linear[]): Linear[] => {
    const linear = learnFrom(problem, rows, l2, settings, start, (share) => {
      settings.onProgress?.((done + share) / work);
    });
    done++;
    return linear;
  };
  // Each penalty begins where the stronger one ended, fold by fold.
  const before = new Map<number, readonly Linear[]>();
  const learnPart = (part: number, rows: readonly number[], l2: number): Linear[] => {
    const found = learn(rows, l2, before.get(part));
    before.set(part, found);
    return found;
  };
  let chosen: (Calibrated & { l2: number; linear: Linear | null }) | null = null;
  for (const l2 of settings.l2) {
    const held = crossed ? null : interleave(learnPart(0, problem.learn, l2));
    const scores =
      held === null
        ? crossScores(problem, settings, (fold, rows) => interleave(learnPart(fold, rows, l2)))
        : scoresOf(problem, held, problem.tune);
    const calibrated = calibrate(problem, scores);
    if (chosen !== null && calibrated.loss >= chosen.loss) break;
    chosen = { ...calibrated, l2, linear: held };
  }
  if (chosen === null) throw new RangeError('no penalty was given to choose from');
  const linear = chosen.linear ?? interleave(learn(problem.learn, chosen.l2));
  const { l2, calibration, tuned } = chosen;
  return { linear, l2, calibration, tuned };
}

/** @returns one model, or one per class where any may hold */
function learnFrom(
  problem: Problem,
  chosen: readonly number[],
  l2: number,
  settings: FitSettings,
  start: readonly Linear[] | undefined,
  onShare: (share: number) => void,
): Linear[] {
  const rows = selectRows(problem.rows, chosen);
  const columns = problem.rows.bucketOf.length;
  const { maxSteps } = settings;
  return problem.truth.map((truth, k) => {
    const outputs = problem.link === 'softmax' ? problem.classes.length : 1;
    const target = Int32Array.from(chosen, (row) => truth[row] ?? 0);
    const weight = Float64Array.from(chosen, (row) => problem.weight[k]?.[row] ?? 0);
    return fitLogistic(rows, target, weight, outputs, {
      columns,
      l2,
      maxSteps,
      prior: problem.prior?.[k],
      start: start?.[k],
      onStep: (step) => onShare((k + Math.min(1, step / maxSteps)) / problem.truth.length),
    });
  });
}

/** Several models of one output as one model of several outputs. */
function interleave(parts: readonly Linear[]): Linear {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const classes = parts.length;
  const together = (of: (part: Linear) => Float64Array): Float64Array => {
    const merged = new Float64Array(only === undefined ? 0 : of(only).length * classes);
    for (const [k, part] of parts.entries()) {
      for (const [j, weight] of of(part).entries()) merged[j * classes + k] = weight;
    }
    return merged;
  };
  return {
    classes,
    weights: together(({ weights }) => weights),
    dense: together(({ dense }) => dense),
    bias: together(({ bias }) => bias),
  };
}

/** Raw scores of some rows, one list per row. */
export function scoresOf(
  { rows }: Pick<Problem, 'rows'>,
  { classes, weights, dense, bias }: Linear,
  chosen: readonly number[],
): number[][] {
  const { start, column, value, width } = rows;
  return chosen.map((row) => {
    const scores = Array.from(bias);
    for (let i = start[row] ?? 0; i < (start[row + 1] ?? 0); i++) {
      const at = (column[i] ?? 0) * classes;
      for (let k = 0; k < classes; k++) {
        scores[k] = (scores[k] ?? 0) + (value[i] ?? 0) * (weights[at + k] ?? 0);
      }
    }
    for (let d = 0; d < width; d++) {
      const amount = rows.dense[row * width + d] ?? 0;
      for (let k = 0; k < classes; k++) {
        scores[k] = (scores[k] ?? 0) + amount * (dense[d * classes + k] ?? 0);
      }
    }
    return scores;
  });
}

/** Scores of every row by a model that has not seen it. */
function crossScores(
  problem: Problem,
  { folds, seed }: FitSettings,
  learn: (fold: number, rows: readonly number[]) => Linear,
): number[][] {
  const order = shuffled(problem.learn.length, seed);
  const scores: number[][] = problem.learn.map(() => []);
  for (let fold = 0; fold < folds; fold++) {
    const held = order.filter((_, i) => i % folds === fold);
    const rest = order.filter((_, i) => i % folds !== fold).map((at) => problem.learn[at] ?? 0);
    const linear = learn(fold, rest);
    const heldRows = held.map((at) => problem.learn[at] ?? 0);
    for (const [i, found] of scoresOf(problem, linear, heldRows).entries())
      scores[held[i] ?? 0] = found;
  }
  return scores;
}

interface Calibrated {
  readonly calibration: { readonly slope: number[]; readonly offset: number[] };
  readonly tuned: number[][];
  readonly loss: number;
}

function calibrate(problem: Problem, scores: readonly number[][]): Calibrated {
  const calibration = calibrationOf(problem, scores);
  const tuned = scores.map((row) => probabilitiesOf(problem.link, calibration, row));
  return { calibration, tuned, loss: logLoss(problem, tuned) };
}

function calibrationOf(problem: Problem, scores: readonly number[][]): Calibrated['calibration'] {
  const { link, tune } = problem;
  const truth = problem.truth.map((list) => tune.map((row) => list[row] ?? 0));
  const weight = problem.weight.map((list) => tune.map((row) => list[row] ?? 0));
  if (link === 'softmax') {
    const slope = fitTemperature(scores, truth[0] ?? [], weight[0] ?? []);
    return { slope: problem.classes.map(() => slope), offset: problem.classes.map(() => 0) };
  }
  const fits = truth.map((list, k) =>
    fitPlatt(
      scores.map((row) => row[k] ?? 0),
      list,
      weight[k] ?? [],
    ),
  );
  return { slope: fits.map(({ slope }) => slope), offset: fits.map(({ offset }) => offset) };
}

/** Logarithmic loss of what was said of the tuning rows, summed by their importance. */
export function logLoss(problem: Problem, tuned: readonly (readonly number[])[]): number {
  let loss = 0;
  for (const [i, row] of problem.tune.entries()) {
    for (const [k, truth] of problem.truth.entries()) {
      const holds = truth[row] ?? 0;
      const said = tuned[i] ?? [];
      const p =
        problem.link === 'independent' ? (holds === 1 ? said[k] : 1 - (said[k] ?? 0)) : said[holds];
      loss -= (problem.weight[k]?.[row] ?? 0) * safeLog(p ?? 0);
    }
  }
  return loss;
}

/** What was said of the tuning rows beside what holds; empty where several classes may hold. */
export function judge(problem: Problem, tuned: readonly (readonly number[])[]): Judged[] {
  if (problem.link === 'independent') return [];
  return problem.tune.map((row, i) => ({
    truth: problem.truth[0]?.[row] ?? 0,
    probabilities: tuned[i] ?? [],
  }));
}
