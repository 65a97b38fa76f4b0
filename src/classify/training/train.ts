import { Extractor } from '../features/extractor.js';
import type { Link, Task } from '../linear/model-file.js';
import { featureRows } from '../linear/rows.js';
import type { Meanings } from '../meaning.js';
import { DatasetError, hasPart, readPart, type LabelledText } from './dataset.js';
import { finish, type Trained } from './finish.js';
import type { Problem } from './fit.js';
import { fitStages } from './stages.js';

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

export interface TrainOptions {
  readonly task: Task;
  readonly dir: string;
  readonly field?: string;
  readonly seed?: number;
  readonly onProgress?: (done: number) => void;
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
