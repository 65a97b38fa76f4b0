import type { Lesson } from '../../domain/teaching.js';
import { Extractor } from '../features/extractor.js';
import type { Linear } from '../linear/logistic.js';
import {
  encodeModel,
  weightsOf,
  type Model,
  type NewStage,
  type Stage,
} from '../linear/model-file.js';
import { featureRows, withVectors, type FeatureRows } from '../linear/rows.js';
import type { Meanings } from '../meaning.js';
import { fit, type FitSettings, type Problem } from '../training/fit.js';
import { meaningOf } from '../training/train.js';
import type { KnownText } from './known.js';
import { wholeOf } from './teach.js';

/** Penalties on what differs from the base to choose from, strongest first. */
const PENALTIES = [3e-2, 1e-2, 3e-3];
const SETTINGS: FitSettings = { l2: PENALTIES, seed: 1, folds: 3, maxSteps: 40 };
/**
 * All texts together that it was right on weigh so many times as much as the lessons: a reading is
 * right on about five texts in six, and lessons are mostly of the sixth.
 */
const WEIGHT_OF_KNOWN = 5;
/** Share of the work that giving the texts their meaning is, about. */
const MEANING_SHARE = 0.5;

/**
 * Fits a model to lessons: the penalty draws its weights towards those of the base, so that a word
 * moves only as far as the lessons carry it, and its strength is chosen by cross-validation.
 * Lessons are mostly errors of the base; texts that it was right on are learnt again beside them, so
 * that what is right keeps its weight. Its calibration stays the base's.
 *
 * @param again texts that the base was made of, and texts that people left as they were read
 */
export async function refitted(
  base: Model,
  lessons: readonly Lesson[],
  again: readonly KnownText[],
  meanings: Meanings | null,
  onProgress: (done: number) => void,
): Promise<Buffer> {
  const rows = [
    ...lessons.map((lesson) => ({ text: wholeOf(lesson), labels: lesson.labels, weight: 1 })),
    ...again.map((known) => ({
      ...known,
      weight: (WEIGHT_OF_KNOWN * lessons.length) / again.length,
    })),
  ];
  const texts = rows.map(({ text }) => text);
  const { header } = base;
  const features = featureRows(texts, new Extractor(), header.bits);
  const problem = problemOf(base, rows, features);
  const stages = [stageOf(base, base.first, problem)];
  if (base.second !== null) {
    const half = (done: number): void => onProgress(done / 2);
    const vectors = await meaningOf(texts, meanings, (done) => half(done / MEANING_SHARE));
    if (vectors === null) throw new Error('a model of two stages is not taught without the second');
    const deeper = { ...problem, rows: withVectors(features, vectors) };
    stages.push(stageOf(base, base.second, deeper));
  }
  onProgress(1);
  const sets = [
    ...header.training.sets,
    { name: 'corrections', rows: lessons.length, licence: 'own' },
  ];
  const training = { ...header.training, rows: header.training.rows + lessons.length, sets };
  const { task, version, link, classes, languages, bits, width, open, limit } = header;
  const about = { task, version, link, classes, languages, bits, width, open, limit };
  // What was measured of the base says nothing of this one; how it did is kept with its verdict.
  return encodeModel({ ...about, training, metrics: {} }, stages);
}

function problemOf(
  { header: { link, classes } }: Model,
  rows: readonly { readonly labels: readonly string[]; readonly weight: number }[],
  features: FeatureRows,
): Problem {
  const weight = Float64Array.from(rows, (row) => row.weight);
  const all = rows.map((_, at) => at);
  const truth =
    link === 'independent'
      ? classes.map((name) =>
          Int32Array.from(rows, ({ labels }) => (labels.includes(name) ? 1 : 0)),
        )
      : [Int32Array.from(rows, ({ labels }) => classes.indexOf(labels[0] ?? ''))];
  return {
    link,
    classes,
    rows: features,
    truth,
    weight: truth.map(() => weight),
    learn: all,
    tune: all,
  };
}

/** Learns in calibrated scores, so that the probabilities of the new model are those of the base. */
function stageOf(base: Model, stage: Stage, problem: Problem): NewStage {
  const { outputs } = base;
  const { slope, offset } = stage.calibration;
  const scaled = (weights: Float32Array): Float64Array =>
    Float64Array.from(weights, (weight, at) => weight * (slope[at % outputs] ?? 1));
  const weights = scaled(weightsOf(stage));
  const whole: Linear = {
    classes: outputs,
    weights: gathered(weights, problem.rows.bucketOf, outputs),
    dense: scaled(stage.vector),
    bias: Float64Array.from(stage.bias, (bias, k) => bias * (slope[k] ?? 1) + (offset[k] ?? 0)),
  };
  const prior = problem.truth.length === 1 ? [whole] : apart(whole);
  const { linear, l2 } = fit({ ...problem, prior }, SETTINGS);
  for (const [column, bucket] of problem.rows.bucketOf.entries())
    for (let k = 0; k < outputs; k++)
      weights[bucket * outputs + k] = linear.weights[column * outputs + k] ?? 0;
  const calibration = { slope: slope.map(() => 1), offset: offset.map(() => 0) };
  return { bias: Array.from(linear.bias), calibration, l2, weights, vector: linear.dense };
}

function gathered(weights: Float64Array, bucketOf: Int32Array, outputs: number): Float64Array {
  const columns = new Float64Array(bucketOf.length * outputs);
  for (const [column, bucket] of bucketOf.entries())
    columns.set(weights.subarray(bucket * outputs, (bucket + 1) * outputs), column * outputs);
  return columns;
}

/** A model of several outputs as one model each. */
function apart({ classes, weights, dense, bias }: Linear): Linear[] {
  const every = (list: Float64Array, k: number): Float64Array =>
    list.filter((_, at) => at % classes === k);
  return Array.from({ length: classes }, (_, k) => ({
    classes: 1,
    weights: every(weights, k),
    dense: every(dense, k),
    bias: every(bias, k),
  }));
}
