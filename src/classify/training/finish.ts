import { FEATURE_BITS } from '../features/extractor.js';
import type { Linear } from '../linear/logistic.js';
import { encodeModel, type NewHeader, type NewStage, type Task } from '../linear/model-file.js';
import { judge, type Fitted, type Problem } from './fit.js';
import { measure, type Judged, type Metrics } from './metrics.js';
import type { Stages } from './stages.js';

/** Least probability of the best class at which it is given, by task; docs/reading.md says why. */
export const LIMITS: Record<Task, number> = {
  complaint: 0.65,
  sentiment: 0.5,
  topic: 0.5,
  touchpoint: 0.5,
  effort: 0.5,
  leaving: 0.5,
  urgency: 0.5,
  'urgency-reason': 0.5,
};

export interface Trained {
  readonly bytes: Buffer;
  readonly header: NewHeader;
  /** As in a model, but not rounded to the file's steps. */
  readonly stages: readonly NewStage[];
  readonly metrics: Metrics | null;
  /** What it says of the rows it was tuned on, by weights that have not learnt from them; empty where several classes may hold. */
  readonly judged: readonly Judged[];
}

export interface Description {
  readonly task: Task;
  readonly version: string;
  readonly languages: string[];
  readonly seed: number;
  /** What the metrics were measured on. */
  readonly how: string;
  readonly sets: NewHeader['training']['sets'];
  readonly bits?: number;
}

/**
 * Puts what was learnt into a model file.
 *
 * @param base of each stage: weights by bucket that stay as they are where no text had the bucket
 */
export function finish(
  problem: Problem,
  fitted: Stages,
  about: Description,
  base: readonly ArrayLike<number>[] = [],
): Trained {
  const { task, version, languages, seed, sets, how, bits = FEATURE_BITS } = about;
  const judged = judge(problem, fitted.tuned);
  const metrics = judged.length === 0 ? null : measure(judged, problem.classes.length);
  const stages = [fitted.first, fitted.second]
    .filter((stage) => stage !== null)
    .map((stage, at) => scattered(problem, stage, bits, base[at]));
  const header: NewHeader = {
    task,
    version,
    link: problem.link,
    classes: [...problem.classes],
    languages,
    bits,
    width:
      fitted.second === null ? 0 : fitted.second.linear.dense.length / fitted.second.linear.classes,
    open: fitted.open,
    limit: LIMITS[task],
    training: { rows: problem.learn.length, seed, sets },
    metrics: { measuredOn: how, ...rounded(metrics) },
  };
  return { bytes: encodeModel(header, stages), header, stages, metrics, judged };
}

/** A figure that cannot be had, an AUC where all rows are of one class, is left out. */
function rounded(metrics: Metrics | null): Record<string, number> {
  const entries = Object.entries(metrics ?? {}).filter(([, value]) => Number.isFinite(value));
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Number(Number(value).toFixed(4))]),
  );
}

/** Weights by bucket instead of by column. */
function scattered(
  { rows }: Problem,
  { linear, l2, calibration }: Fitted,
  bits: number,
  base: ArrayLike<number> = [],
): NewStage {
  const weights = new Float64Array(linear.classes << bits);
  weights.set(base);
  fillIn(weights, linear, rows.bucketOf);
  const { dense: vector } = linear;
  return { bias: Array.from(linear.bias), calibration, l2, weights, vector };
}

function fillIn(scattered: Float64Array, { weights, classes }: Linear, bucketOf: Int32Array): void {
  for (const [column, bucket] of bucketOf.entries()) {
    for (let k = 0; k < classes; k++) {
      scattered[bucket * classes + k] = weights[column * classes + k] ?? 0;
    }
  }
}
