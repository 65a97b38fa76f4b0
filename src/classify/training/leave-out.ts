import { decodeModel, type Model, type Task } from '../linear/model-file.js';
import { Meanings, type Meaning } from '../meaning.js';
import { DatasetError, hasPart, PARTS, readPart, type LabelledText, type Part } from './dataset.js';
import { answers, scorerOf, type Way } from './evaluate.js';
import { shuffled } from './random.js';
import { reportOf, SEED, type Report } from './report.js';
import type { Resampling } from './resampling.js';
import { labelFor, trainOn } from './train.js';

export interface LeaveOutOptions extends Partial<Resampling> {
  readonly task: Task;
  readonly dir: string;
  readonly field?: string;
  /** The field by whose values the texts are kept apart, e.g. `domain`. */
  readonly leaveOut: string;
  /** Parts to measure on: test where there is one, else train and dev. */
  readonly parts?: readonly Part[];
  readonly way?: Way;
  /** Hears the share of the work that is done (0..1), and which value is left out. */
  readonly onProgress?: (done: number, value: string) => void;
}

/** How good models are where they were never trained. */
export interface LeaveOutEvaluation {
  readonly parts: readonly Part[];
  /** All texts, each judged by the model that has seen none of its value. */
  readonly together: Report;
  /** The same without the texts that were spread. */
  readonly alone: Report;
  readonly perValue: Readonly<Record<string, Report>>;
  /** Values that hold one class only: they cannot be measured by themselves, so they were spread over the others. */
  readonly spread: readonly string[];
  /** Share of the texts that the second stage answered (0..1). */
  readonly second: number;
}

/**
 * For each value of a field, trains on the texts with other values, and measures on those with it:
 * what to expect of a sector that no training data is from.
 *
 * @throws DatasetError if the set does not fit the task, or fewer than two values can be left out
 */
export async function leaveOut(
  options: LeaveOutOptions,
  meanings: Meanings | null,
): Promise<LeaveOutEvaluation> {
  const { dir, seed = SEED } = options;
  const { learn, measured, parts } = readRows(options);
  const folds = foldsOf([...new Set([...learn, ...measured])], options, seed);
  const remembered = meanings === null ? null : new RememberedMeanings(meanings);
  const found: Held[] = [];
  for (const [at, value] of folds.values.entries()) {
    const held = measured.filter((row) => folds.of.get(row) === value);
    if (held.length === 0) continue;
    const onProgress = (done: number): void =>
      options.onProgress?.((at + done) / folds.values.length, value);
    const rest = learn.filter((row) => folds.of.get(row) !== value);
    const set = { name: dir, learn: rest, dev: [] };
    const { bytes } = await trainOn(set, { ...options, seed, onProgress }, remembered);
    const model = decodeModel(bytes, `the model without ${value}`);
    const way = options.way ?? 'cascade';
    found.push({ value, rows: held, model, ...(await answers(model, remembered, held, { way })) });
  }
  return { parts, spread: folds.spread, ...reports(found, folds, options) };
}

function readRows({ dir, field = 'label', parts }: LeaveOutOptions): {
  learn: LabelledText[];
  measured: LabelledText[];
  parts: readonly Part[];
} {
  const byPart = new Map(
    PARTS.filter((part) => hasPart(dir, part)).map((part) => [part, readPart(dir, part, field)]),
  );
  const of = (part: Part): LabelledText[] => byPart.get(part) ?? [];
  const chosen = parts ?? (byPart.has('test') ? ['test' as const] : [...byPart.keys()]);
  return { learn: [...of('train'), ...of('dev')], measured: chosen.flatMap(of), parts: chosen };
}

interface Folds {
  readonly values: readonly string[];
  readonly spread: readonly string[];
  /** The value with which a text is left out. */
  readonly of: ReadonlyMap<LabelledText, string>;
}

function foldsOf(
  rows: readonly LabelledText[],
  { leaveOut: field, dir, task }: LeaveOutOptions,
  seed: number,
): Folds {
  const byValue = new Map<string, LabelledText[]>();
  for (const row of rows) {
    const value = valueOf(row, field);
    byValue.set(value, [...(byValue.get(value) ?? []), row]);
  }
  const classes = (value: string): number =>
    new Set(
      byValue.get(value)?.map(({ labels }) => labels.map((one) => labelFor(task, one)).join()),
    ).size;
  const names = [...byValue.keys()].sort();
  const values = names.filter((value) => classes(value) > 1);
  const spread = names.filter((value) => classes(value) === 1);
  if (values.length < 2)
    throw new DatasetError(
      `${dir}: "${field}" has to have at least two values with several classes each`,
    );
  const of = new Map(
    values.flatMap((value) => (byValue.get(value) ?? []).map((row) => [row, value])),
  );
  const others = spread.flatMap((value) => byValue.get(value) ?? []);
  for (const [place, at] of shuffled(others.length, seed).entries()) {
    const row = others[at];
    if (row !== undefined) of.set(row, values[place % values.length] ?? '');
  }
  return { values, spread, of };
}

function valueOf({ row }: LabelledText, field: string): string {
  const value = row[field];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'none';
}

/** What the model without a value says of the texts with it. */
interface Held {
  readonly value: string;
  readonly rows: readonly LabelledText[];
  readonly model: Model;
  readonly said: readonly (readonly number[])[];
  readonly second: number;
}

function reports(
  found: readonly Held[],
  { spread }: Folds,
  options: LeaveOutOptions,
): Omit<LeaveOutEvaluation, 'parts' | 'spread'> {
  const classes = [...new Set(found.flatMap(({ model }) => model.header.classes))];
  const pooled = found.flatMap(({ rows, said, model }) =>
    rows.map((row, at) => ({ row, said: inOrder(classes, model, said[at] ?? []) })),
  );
  const isSpread = (row: LabelledText): boolean => spread.includes(valueOf(row, options.leaveOut));
  const [some] = found;
  const report = (of: typeof pooled): Report => {
    const header = { ...(some as Held).model.header, classes };
    const said = of.map((one) => one.said);
    const scorer = scorerOf(
      { header },
      of.map(({ row }) => row),
      said,
      options.dir,
    );
    return reportOf(classes, scorer, options);
  };
  const open = found.reduce((sum, { second, rows }) => sum + second * rows.length, 0);
  return {
    together: report(pooled),
    alone: report(pooled.filter(({ row }) => !isSpread(row))),
    perValue: Object.fromEntries(
      found.map(({ value, rows }) => {
        const own = new Set(rows);
        return [value, report(pooled.filter(({ row }) => own.has(row)))];
      }),
    ),
    second: open / pooled.length,
  };
}

/** A model that was taught without a class gives it no probability. */
function inOrder(classes: readonly string[], { header }: Model, said: readonly number[]): number[] {
  return classes.map((name) => said[header.classes.indexOf(name)] ?? 0);
}

/** Gives each text its meaning once, however many models learn from it. */
class RememberedMeanings extends Meanings {
  private readonly remembered = new Map<string, Meaning>();

  constructor(private readonly from: Meanings) {
    super();
  }

  override async of(texts: readonly string[]): Promise<Meaning[]> {
    const fresh = [...new Set(texts)].filter((text) => !this.remembered.has(text));
    for (const [at, meaning] of (await this.from.of(fresh)).entries())
      this.remembered.set(fresh[at] ?? '', meaning);
    return texts.map((text) => this.remembered.get(text) as Meaning);
  }
}
