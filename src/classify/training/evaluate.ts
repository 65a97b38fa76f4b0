import { Extractor } from '../features/extractor.js';
import type { Model } from '../linear/model-file.js';
import { probabilitiesOf, score } from '../linear/score.js';
import { DatasetError, hasPart, PARTS, readPart, type LabelledText, type Part } from './dataset.js';
import { coverage } from './fit.js';
import {
  bootstrap,
  choicesOf,
  countAll,
  f1,
  hitRates,
  measure,
  type Choice,
  type Judged,
  type Metrics,
} from './metrics.js';
import { labelFor } from './train.js';

export interface EvaluateOptions {
  readonly dir: string;
  readonly field?: string;
  /** Parts to measure on; the last of train, dev and test that there is, if not given. */
  readonly parts?: readonly Part[];
  readonly seed?: number;
  readonly onProgress?: (done: number) => void;
}

export interface Evaluation extends Metrics {
  readonly parts: readonly Part[];
  /** 95 % intervals by bootstrap. */
  readonly intervals: Readonly<Record<'accuracy' | 'macroF1', readonly [number, number]>>;
  /** Share of texts that get a label other than unsure, and how many of those are right. */
  readonly decided: { readonly limit: number; readonly covered: number; readonly accuracy: number };
  readonly perClass: Readonly<
    Record<string, { precision: number; recall: number; f1: number; rows: number }>
  >;
}

/** Where several classes may hold at once: F1 of each and over all. */
export interface SeveralEvaluation {
  readonly parts: readonly Part[];
  readonly rows: number;
  readonly macroF1: number;
  readonly microF1: number;
  readonly perClass: Evaluation['perClass'];
}

/**
 * Measures a model on labelled texts. The same data and seed give the same figures.
 *
 * @throws DatasetError if the set is missing or its labels are not the model's
 */
export function evaluate(model: Model, options: EvaluateOptions): Evaluation | SeveralEvaluation {
  const { dir, field = 'label', seed = 1, onProgress } = options;
  const parts = options.parts ?? lastPart(dir);
  const rows = parts.flatMap((part) => readPart(dir, part, field));
  if (rows.length === 0) throw new DatasetError(`${dir}: no row has a label "${field}"`);
  const said = answers(model, rows, onProgress);
  if (model.header.link === 'independent') return several(model, rows, said, parts);
  const judged = rows.map((row, i) => ({
    truth: truthOf(model, row, dir),
    probabilities: said[i] ?? [],
  }));
  return single(model, judged, parts, seed);
}

function lastPart(dir: string): Part[] {
  const found = PARTS.findLast((part) => hasPart(dir, part));
  if (found === undefined)
    throw new DatasetError(`there is no train, dev or test.jsonl.gz in ${dir}`);
  return [found];
}

function answers(
  model: Model,
  rows: readonly LabelledText[],
  onProgress?: (done: number) => void,
): number[][] {
  const extractor = new Extractor();
  const scores = new Float64Array(model.outputs);
  return rows.map((row, i) => {
    if (i % 500 === 0) onProgress?.(i / rows.length);
    score(model, extractor.extract([row.text]), scores);
    return probabilitiesOf(model.header.link, model.header.calibration, scores);
  });
}

function truthOf({ header }: Model, row: LabelledText, dir: string): number {
  const label = labelFor(header.task, row.labels[0] ?? '');
  const truth = row.several ? -1 : header.classes.indexOf(label);
  if (truth >= 0) return truth;
  throw new DatasetError(
    `${dir}: row ${row.id} has the label ${row.labels.join(', ')}, the model knows ${header.classes.join(', ')}`,
  );
}

function single(
  { header }: Model,
  judged: readonly Judged[],
  parts: readonly Part[],
  seed: number,
): Evaluation {
  const { classes, limit } = header;
  const of =
    (name: 'accuracy' | 'macroF1') =>
    (sample: readonly Choice[]): number =>
      hitRates(sample, classes.length)[name];
  const choices = choicesOf(judged);
  const counts = countAll(choices, classes.length);
  return {
    parts,
    ...measure(judged, classes.length),
    intervals: {
      accuracy: bootstrap(choices, of('accuracy'), seed),
      macroF1: bootstrap(choices, of('macroF1'), seed),
    },
    decided: { limit, ...coverage(judged, limit) },
    perClass: Object.fromEntries(
      classes.map((name, k) => [name, perClass(counts[k] ?? { hit: 0, actual: 0, said: 0 })]),
    ),
  };
}

function several(
  { header }: Model,
  rows: readonly LabelledText[],
  said: readonly number[][],
  parts: readonly Part[],
): SeveralEvaluation {
  const counts = header.classes.map((name, k) => {
    const actual = rows.filter((row) => row.labels.includes(name)).length;
    const chosen = said.map((row) => (row[k] ?? 0) >= header.limit);
    const hit = rows.filter((row, i) => chosen[i] === true && row.labels.includes(name)).length;
    return { actual, said: chosen.filter(Boolean).length, hit };
  });
  const all = { hit: 0, actual: 0, said: 0 };
  for (const one of counts) {
    all.hit += one.hit;
    all.actual += one.actual;
    all.said += one.said;
  }
  return {
    parts,
    rows: rows.length,
    macroF1: counts.reduce((sum, one) => sum + f1(one), 0) / counts.length,
    microF1: f1(all),
    perClass: Object.fromEntries(
      header.classes.map((name, k) => [name, perClass(counts[k] ?? all)]),
    ),
  };
}

function perClass(counts: {
  hit: number;
  actual: number;
  said: number;
}): Evaluation['perClass'][string] {
  const { hit, actual, said } = counts;
  return {
    precision: said === 0 ? 0 : hit / said,
    recall: actual === 0 ? 0 : hit / actual,
    f1: f1(counts),
    rows: actual,
  };
}
