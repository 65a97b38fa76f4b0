import { Extractor, FEATURE_BITS } from '../features/extractor.js';
import type { Linear } from '../linear/logistic.js';
import {
  encodeModel,
  type Link,
  type NewHeader,
  type NewStage,
  type Task,
} from '../linear/model-file.js';
import { featureRows } from '../linear/rows.js';
import type { Meanings } from '../meaning.js';
import { DatasetError, hasPart, readPart, type LabelledText } from './dataset.js';
import { judge, type Fitted, type Problem } from './fit.js';
import { measure, type Judged, type Metrics } from './metrics.js';
import { fitStages, type Stages } from './stages.js';

/** Below this many rows the set is cross-validated: its dev part alone would say too little. */
const FEW_ROWS = 5000;
const FOLDS = 5;
const MAX_STEPS = 70;
/** Penalties to choose from, strongest first. */
const PENALTIES = [3e-4, 1e-4, 3e-5];
const PENALTIES_OF_SECOND = [4e-4, 2e-4, 1e-4];
/**
 * How much the classes are made to count alike (1: all alike, 0: as they come), but for complaint,
 * whose probability is to be right as it is: found by cross-validation on the airline set, where it
 * gives 0.8 points of macro-F1.
 */
const EVEN = 0.5;
/** Share of the work that giving the texts their meaning is, about. */
const MEANING_SHARE = 0.3;
/** Texts that are given their meaning at once. */
const PAGE = 256;
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
  readonly stages: readonly NewStage[];
  readonly metrics: Metrics | null;
  /** What it says of the rows it was tuned on, by weights that have not learnt from them; empty where several classes may hold. */
  readonly judged: readonly Judged[];
}

/**
 * Trains one head on a labelled set: `train.jsonl.gz` to learn from, `dev.jsonl.gz` to choose
 * the penalty and to calibrate. Small sets, and sets without a dev part, are cross-validated
 * over both instead. The same data and seed give the same bytes on the same kind of machine.
 *
 * @param meanings for the second stage, which reads English; null: words alone
 * @throws DatasetError if the set does not fit the task
 */
export async function train(options: TrainOptions, meanings: Meanings | null): Promise<Trained> {
  const { dir, field = 'label' } = options;
  const learn = readPart(dir, 'train', field);
  const dev = hasPart(dir, 'dev') ? readPart(dir, 'dev', field) : [];
  return trainOn({ name: nameOf(dir), learn, dev }, options, meanings);
}

/** A labelled set in memory. */
export interface TrainingSet {
  readonly name: string;
  readonly learn: readonly LabelledText[];
  readonly dev: readonly LabelledText[];
}

/** As `train`, on rows that were read already. */
export async function trainOn(
  { name, learn, dev }: TrainingSet,
  { task, field = 'label', seed = 1, onProgress }: Omit<TrainOptions, 'dir'>,
  meanings: Meanings | null,
): Promise<Trained> {
  const all = [...learn, ...dev];
  const { link, classes } = classesOf(task, all, name);
  const crossed = all.length < FEW_ROWS || dev.length === 0;
  const everything = all.map((_, i) => i);
  const texts = all.map((row) => row.text);
  const languages = [...new Set(all.map((row) => row.language))].sort();
  const problem: Problem = {
    link,
    classes,
    rows: featureRows(texts, new Extractor()),
    ...targets(task, link, classes, all, field),
    learn: crossed ? everything : everything.slice(0, learn.length),
    tune: crossed ? everything : everything.slice(learn.length),
  };
  const english = languages.length === 1 && languages[0] === 'en';
  const vectors = english ? await meaningOf(texts, meanings, onProgress) : null;
  const fitted = fitStages(problem, vectors, settings(seed, vectors !== null, onProgress));
  return finish(problem, fitted, {
    task,
    version: '1',
    languages,
    seed,
    how: crossed ? `${FOLDS}-fold cross-validation` : 'dev part',
    sets: [{ name, rows: problem.learn.length, licence: 'not stated to earshot train' }],
  });
}

/** `Meaning.features` of all texts, one after the other. */
export async function meaningOf(
  texts: readonly string[],
  meanings: Meanings | null,
  onProgress?: (done: number) => void,
): Promise<Float32Array | null> {
  if (meanings === null) return null;
  let all: Float32Array | null = null;
  for (let from = 0; from < texts.length; from += PAGE) {
    const page = await meanings.of(texts.slice(from, from + PAGE));
    for (const [i, { features }] of page.entries()) {
      all ??= new Float32Array(texts.length * features.length);
      all.set(features, (from + i) * features.length);
    }
    onProgress?.((MEANING_SHARE * from) / texts.length);
  }
  return all;
}

function settings(
  seed: number,
  encoded: boolean,
  onProgress: TrainOptions['onProgress'],
): Parameters<typeof fitStages>[2] {
  const before = encoded ? MEANING_SHARE : 0;
  const fixed = {
    seed,
    folds: FOLDS,
    maxSteps: MAX_STEPS,
    onProgress: (done: number) => onProgress?.(before + done * (1 - before)),
  };
  return {
    first: { ...fixed, l2: PENALTIES },
    second: { ...fixed, l2: PENALTIES_OF_SECOND },
    tolerance: { macroF1: 0.001, logLoss: 0.01 },
  };
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
  field: string,
): { truth: Int32Array[]; weight: Float64Array[] } {
  const sure = Float64Array.from(rows, ({ row }) => agreement(row, field) ** 2);
  if (link === 'independent') {
    const truth = classes.map((key) =>
      Int32Array.from(rows, (row) => (row.labels.includes(key) ? 1 : 0)),
    );
    return { truth, weight: classes.map(() => sure) };
  }
  const truth = Int32Array.from(rows, (row) =>
    classes.indexOf(labelFor(task, row.labels[0] ?? '')),
  );
  const size = classes.map((_, k) => truth.filter((one) => one === k).length);
  const even = task === 'complaint' ? 0 : EVEN;
  const weight = sure.map((one, row) => one * (size[truth[row] ?? 0] ?? 1) ** -even);
  return { truth: [truth], weight: [weight] };
}

/**
 * How far those who labelled the row agreed (0..1), where it says so: `conf` beside `label`,
 * `<field>_conf` beside another field. A label that half of them would not give teaches little.
 */
function agreement(row: LabelledText['row'], field: string): number {
  const said = row[field === 'label' ? 'conf' : `${field}_conf`];
  return typeof said === 'number' && said >= 0 && said <= 1 ? said : 1;
}

function nameOf(dir: string): string {
  return dir.split(/[\\/]/).findLast(Boolean) ?? dir;
}
