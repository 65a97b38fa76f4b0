import { answersOf } from '../answer.js';
import type { Model } from '../linear/model-file.js';
import { sureness } from '../linear/score.js';
import type { Meanings } from '../meaning.js';
import { DatasetError, hasPart, PARTS, readPart, type LabelledText, type Part } from './dataset.js';
import type { Metrics } from './metrics.js';
import { reportOf, type Report } from './report.js';
import type { Resampling } from './resampling.js';
import { oneClass, severalClasses, type Scorer } from './scorers.js';
import { labelFor } from './train.js';

/** Which stage answers: `cascade` as the reader has it, `words` the first for all, `deep` the second for all. */
export type Way = 'cascade' | 'words' | 'deep';

export interface EvaluateOptions extends Partial<Resampling> {
  readonly dir: string;
  readonly field?: string;
  /** Parts to measure on; the last of train, dev and test that there is, if not given. */
  readonly parts?: readonly Part[];
  readonly way?: Way;
  readonly onProgress?: (done: number) => void;
}

/** How good a model is on labelled texts. */
export interface Evaluation extends Metrics, Report {
  readonly parts: readonly Part[];
  /** Share of the texts that the second stage answered (0..1). */
  readonly second: number;
}

/**
 * Measures a model on labelled texts. The same data and seed give the same figures.
 *
 * @param meanings for the second stage; null: the first answers for all
 * @throws DatasetError if the set is missing or its labels are not the model's
 */
export async function evaluate(
  model: Model,
  meanings: Meanings | null,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const { parts, rows } = readLabelled(options);
  return { parts, ...(await evaluateRows(model, meanings, rows, options)) };
}

/** As `evaluate`, on rows that were read already; `dir` names where they are from. */
export async function evaluateRows(
  model: Model,
  meanings: Meanings | null,
  rows: readonly LabelledText[],
  options: EvaluateOptions,
): Promise<Omit<Evaluation, 'parts'>> {
  const { said, second } = await answers(model, meanings, rows, options);
  const scorer = scorerOf(model, rows, said, options.dir);
  return { second, ...reportOf(model.header.classes, scorer, options) };
}

/** @throws DatasetError if there is nothing to measure on */
export function readLabelled({ dir, field = 'label', parts = lastPart(dir) }: EvaluateOptions): {
  readonly parts: readonly Part[];
  readonly rows: readonly LabelledText[];
} {
  const rows = parts.flatMap((part) => readPart(dir, part, field));
  if (rows.length === 0) throw new DatasetError(`${dir}: no row has a label "${field}"`);
  return { parts, rows };
}

function lastPart(dir: string): Part[] {
  const found = PARTS.findLast((part) => hasPart(dir, part));
  if (found === undefined)
    throw new DatasetError(`there is no train, dev or test.jsonl.gz in ${dir}`);
  return [found];
}

export interface Answers {
  /** Probabilities of the classes of each text. */
  readonly said: readonly (readonly number[])[];
  /** Share of the texts that the second stage answered (0..1). */
  readonly second: number;
}

/** What a model says of the texts. */
export async function answers(
  model: Model,
  meanings: Meanings | null,
  rows: readonly Pick<LabelledText, 'text'>[],
  { way = 'cascade', onProgress }: Pick<EvaluateOptions, 'way' | 'onProgress'>,
): Promise<Answers> {
  const texts = rows.map(({ text }) => text);
  const { header, second } = model;
  const firsts = await answersOf(model, texts, null);
  if (way === 'words' || meanings === null || second === null) return { said: firsts, second: 0 };
  const said = await answersOf(model, texts, meanings, {
    all: way === 'deep',
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const open = firsts.filter((row) => sureness(header.link, row) < header.open).length;
  return { said, second: way === 'deep' ? 1 : open / texts.length };
}

/** @throws DatasetError if the labels are not the model's */
export function scorerOf(
  { header }: Pick<Model, 'header'>,
  rows: readonly LabelledText[],
  said: Answers['said'],
  dir: string,
): Scorer {
  const { classes, link, limit } = header;
  const truths = rows.map((row) => truthsOf(header, row, dir));
  const each = truths.map((truth, row) => ({ truths: truth, probabilities: said[row] ?? [] }));
  if (link === 'independent') return severalClasses(each, classes, limit);
  return oneClass(
    each.map(({ truths: [truth = 0], probabilities }) => ({ truth, probabilities })),
    classes,
    limit,
  );
}

/** Where several classes may hold, labels that the model does not know are no fault: it may have been taught fewer. */
function truthsOf(
  { task, classes, link }: Model['header'],
  row: LabelledText,
  dir: string,
): number[] {
  const found = row.labels.map((label) => classes.indexOf(labelFor(task, label)));
  if (link === 'independent') return found.filter((at) => at >= 0);
  if (!row.several && found.length === 1 && found[0] !== -1) return found;
  throw new DatasetError(
    `${dir}: row ${row.id} has the label ${row.labels.join(', ')}, the model knows ${classes.join(', ')}`,
  );
}
