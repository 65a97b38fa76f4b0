import { Extractor, FEATURE_BITS } from '../features/extractor.js';
import { encodeModel, type Link, type NewHeader, type Task } from '../linear/model-file.js';
import { featureRows } from '../linear/rows.js';
import { DatasetError, hasPart, readPart, type LabelledText } from './dataset.js';
import { fit, type Fitted, type FitSettings, type Problem } from './fit.js';
import { measure, type Metrics } from './metrics.js';

/** Below this many rows the set is cross-validated: its dev part alone would say too little. */
const FEW_ROWS = 5000;
const FOLDS = 5;
const MAX_STEPS = 100;
/** Penalties to choose from, strongest first. */
const PENALTIES = [3e-4, 1e-4, 3e-5, 1e-5];
/** Least probability of the best class at which it is given, by task; docs/reading.md says why. */
export const LIMITS: Record<Task, number> = {
  complaint: 0.65,
  sentiment: 0.5,
  topic: 0.5,
  leaving: 0.5,
};

export interface TrainOptions {
  readonly task: Task;
  readonly dir: string;
  readonly field?: string;
  readonly seed?: number;
  readonly onProgress?: (done: number) => void;
}

export interface Trained {
  readonly bytes: Buffer;
  readonly header: NewHeader;
  /** As in a model, but not rounded to the file's steps. */
  readonly weights: Float64Array;
  readonly metrics: Metrics | null;
}

/**
 * Trains one head on a labelled set: `train.jsonl.gz` to learn from, `dev.jsonl.gz` to choose
 * the penalty and to calibrate. Small sets, and sets without a dev part, are cross-validated
 * over both instead. The same data and seed give the same bytes.
 *
 * @throws DatasetError if the set does not fit the task
 */
export function train(options: TrainOptions): Trained {
  const { task, dir, field = 'label', seed = 1, onProgress } = options;
  const learn = readPart(dir, 'train', field);
  const dev = hasPart(dir, 'dev') ? readPart(dir, 'dev', field) : [];
  const all = [...learn, ...dev];
  const { link, classes } = classesOf(task, all, dir);
  const crossed = all.length < FEW_ROWS || dev.length === 0;
  const everything = all.map((_, i) => i);
  const rows = featureRows(
    all.map((row) => row.text),
    new Extractor(),
  );
  const problem: Problem = {
    link,
    classes,
    rows,
    ...targets(task, link, classes, all),
    learn: crossed ? everything : everything.slice(0, learn.length),
    tune: crossed ? everything : everything.slice(learn.length),
  };
  const fitted = fit(problem, settings(seed, onProgress));
  const languages = [...new Set(all.map((row) => row.language))].sort();
  return finish(problem, fitted, {
    task,
    version: '1',
    languages,
    seed,
    how: crossed ? `${FOLDS}-fold cross-validation` : 'dev part',
    sets: [
      { name: nameOf(dir), rows: problem.learn.length, licence: 'not stated to earshot train' },
    ],
  });
}

function settings(seed: number, onProgress: TrainOptions['onProgress']): FitSettings {
  const fixed = { l2: PENALTIES, seed, folds: FOLDS, maxSteps: MAX_STEPS };
  return onProgress === undefined ? fixed : { ...fixed, onProgress };
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

/** Puts what was learnt into a model file. */
export function finish(problem: Problem, fitted: Fitted, about: Description): Trained {
  const { task, version, languages, seed, sets, how, bits = FEATURE_BITS } = about;
  const metrics =
    fitted.judged.length === 0 ? null : measure(fitted.judged, problem.classes.length);
  const header: NewHeader = {
    task,
    version,
    link: problem.link,
    classes: [...problem.classes],
    languages,
    bits,
    calibration: fitted.calibration,
    limit: LIMITS[task],
    bias: Array.from(fitted.linear.bias),
    training: { rows: problem.learn.length, seed, l2: fitted.l2, sets },
    metrics: { measuredOn: how, ...rounded(metrics) },
  };
  const weights = scattered(problem, fitted, bits);
  return { bytes: encodeModel(header, weights), header, weights, metrics };
}

function rounded(metrics: Metrics | null): Record<string, number> {
  const entries = Object.entries(metrics ?? {});
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Number(Number(value).toFixed(4))]),
  );
}

/** Weights by bucket instead of by column. */
function scattered(problem: Problem, { linear }: Fitted, bits: number): Float64Array {
  const outputs = linear.classes;
  const weights = problem.prior?.slice() ?? new Float64Array(outputs << bits);
  for (const [column, bucket] of problem.rows.bucketOf.entries()) {
    for (let k = 0; k < outputs; k++) {
      weights[bucket * outputs + k] = linear.weights[column * outputs + k] ?? 0;
    }
  }
  return weights;
}

const COMPLAINT_KEYS: Readonly<Record<string, string>> = {
  '1': 'complaint',
  true: 'complaint',
  complaint: 'complaint',
  '0': 'other',
  false: 'other',
  other: 'other',
};
const SENTIMENTS = ['negative', 'neutral', 'positive'];

/** The label of a row in the words of the task: a complaint may be given as 1 or 0. */
export function labelFor(task: Task, label: string): string {
  return task === 'complaint' ? (COMPLAINT_KEYS[label] ?? label) : label;
}

function classesOf(
  task: Task,
  rows: readonly LabelledText[],
  dir: string,
): { link: Link; classes: string[] } {
  const found = [
    ...new Set(rows.flatMap((row) => row.labels.map((label) => labelFor(task, label)))),
  ].sort();
  const several = rows.some((row) => row.several);
  if (found.length < 2)
    throw new DatasetError(`${dir}: at least two classes are needed, found ${found.length}`);
  if (task === 'topic') return { link: several ? 'independent' : 'softmax', classes: found };
  if (several)
    throw new DatasetError(`${dir}: labels of task ${task} have to be single, not lists`);
  const allowed =
    task === 'complaint' ? ['other', 'complaint'] : task === 'sentiment' ? SENTIMENTS : null;
  const strange = allowed === null ? [] : found.filter((label) => !allowed.includes(label));
  if (strange.length > 0) {
    throw new DatasetError(
      `${dir}: task ${task} takes the labels ${allowed?.join(', ')}` +
        `${task === 'complaint' ? ' (or 0 and 1)' : ''}, found ${strange.slice(0, 5).join(', ')}`,
    );
  }
  const classes = allowed?.filter((label) => found.includes(label)) ?? found;
  return { link: classes.length === 2 ? 'binary' : 'softmax', classes };
}

function targets(
  task: Task,
  link: Link,
  classes: readonly string[],
  rows: readonly LabelledText[],
): { truth: Int32Array[]; weight: Float64Array[] } {
  const even = new Float64Array(rows.length).fill(1);
  if (link === 'independent') {
    const truth = classes.map((key) =>
      Int32Array.from(rows, (row) => (row.labels.includes(key) ? 1 : 0)),
    );
    return { truth, weight: classes.map(() => even) };
  }
  const truth = Int32Array.from(rows, (row) =>
    classes.indexOf(labelFor(task, row.labels[0] ?? '')),
  );
  return { truth: [truth], weight: [even] };
}

function nameOf(dir: string): string {
  return dir.split(/[\\/]/).findLast(Boolean) ?? dir;
}
