import type { Model } from '../linear/model-file.js';
import type { Meanings } from '../meaning.js';
import { DatasetError } from './dataset.js';
import {
  answers,
  readLabelled,
  scorerOf,
  type EvaluateOptions,
  type Evaluation,
} from './evaluate.js';
import { reportOf, SEED } from './report.js';
import { differences, mcNemar, type Difference } from './resampling.js';

/** Two models on the same texts. */
export interface Comparison {
  readonly first: Evaluation;
  readonly second: Evaluation;
  /** How much higher each figure is for the second. */
  readonly differences: Readonly<Record<string, Difference>>;
  /** Texts that only one of them answers rightly, and how likely chance alone makes that as uneven. */
  readonly mcNemar: ReturnType<typeof mcNemar>;
}

/**
 * Measures two models on the same labelled texts, and what lies between them.
 *
 * @throws DatasetError if the set is missing, or the models' classes are not the same
 */
export async function compare(
  models: readonly [Model, Model],
  meanings: Meanings | null,
  options: EvaluateOptions,
): Promise<Comparison> {
  const [model, other] = models;
  const { parts, rows } = readLabelled(options);
  const { classes } = model.header;
  const places = placesOf(classes, other.header.classes);
  const { onProgress, dir, seed = SEED, resamples } = options;
  const half = (from: number): EvaluateOptions => ({
    ...options,
    onProgress: (done) => onProgress?.(from + done / 2),
  });
  const answered = await answers(model, meanings, rows, half(0));
  const others = await answers(other, meanings, rows, half(0.5));
  const inOrder = others.said.map((row) => places.map((at) => row[at] ?? 0));
  const scorer = scorerOf(model, rows, answered.said, dir);
  const header = { ...model.header, limit: other.header.limit };
  const second = scorerOf({ header }, rows, inOrder, dir);
  const how = { seed, ...(resamples === undefined ? {} : { resamples }) };
  return {
    first: { parts, second: answered.second, ...reportOf(classes, scorer, how) },
    second: { parts, second: others.second, ...reportOf(classes, second, how) },
    differences: Object.fromEntries(differences(scorer, second, how)),
    mcNemar: mcNemar(scorer, second),
  };
}

/** Where each class stands among those of the other model. */
function placesOf(classes: readonly string[], others: readonly string[]): number[] {
  const places = classes.map((name) => others.indexOf(name));
  if (classes.length === others.length && !places.includes(-1)) return places;
  throw new DatasetError(
    `the models cannot be compared: one knows ${classes.join(', ')}, the other ${others.join(', ')}`,
  );
}
