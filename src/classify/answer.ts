import { Extractor, type Features } from './features/extractor.js';
import type { Model, Stage } from './linear/model-file.js';
import { best, probabilitiesOf, score, sureness } from './linear/score.js';
import type { Meanings } from './meaning.js';

/** What a head says of a text. */
export interface Answer {
  /** The stage that answered. */
  readonly stage: Stage;
  /** Of each class, in the order of the head's classes. */
  readonly probabilities: readonly number[];
  /** The most probable class. */
  readonly class: string;
  readonly index: number;
  /** It is at least as probable as the head's limit. */
  readonly sure: boolean;
}

/**
 * A head's answer: by its second stage where the text's meaning is known, else by its first.
 *
 * @param vector `Meaning.features`, or null
 * @param known raw scores of the first stage, where they were worked out already
 */
export function answer(
  model: Model,
  features: Features,
  vector: Float32Array | null,
  known?: Float64Array,
): Answer {
  const { header, outputs } = model;
  const stage = vector !== null && model.second !== null ? model.second : model.first;
  const scores = stage === model.first && known ? known : new Float64Array(outputs);
  if (scores !== known) score(model, stage, features, vector, scores);
  const probabilities = probabilitiesOf(header.link, stage.calibration, scores);
  const index = best(probabilities);
  const sure = (probabilities[index] ?? 0) >= header.limit;
  return { stage, probabilities, class: header.classes[index] ?? '', index, sure };
}

/** Whether the head would have its second stage look at the text. */
export function isOpen({ header, second }: Model, { stage, probabilities }: Answer): boolean {
  return second !== null && stage !== second && sureness(header.link, probabilities) < header.open;
}

/** How many texts are looked at together. */
const PAGE = 256;

/**
 * What one head says of many texts, as the reader would have it: those that the first stage
 * leaves open are answered by the second.
 *
 * @param meanings null: the first stage answers for all
 * @param all whether the second stage is to answer for all
 */
export async function answersOf(
  model: Model,
  texts: readonly string[],
  meanings: Meanings | null,
  { all = false, onProgress }: { all?: boolean; onProgress?: (done: number) => void } = {},
): Promise<(readonly number[])[]> {
  const extractor = new Extractor();
  const found: (readonly number[])[] = [];
  for (let from = 0; from < texts.length; from += PAGE) {
    onProgress?.(from / texts.length);
    const page = texts.slice(from, from + PAGE);
    const firsts = page.map((text) => answer(model, extractor.extract([text]), null));
    const open = page
      .map((text, at) => ({ text, at }))
      .filter(({ at }) => model.second !== null && (all || isOpen(model, firsts[at] as Answer)));
    const meant = (await meanings?.of(open.map(({ text }) => text))) ?? [];
    found.push(...firsts.map(({ probabilities }) => probabilities));
    for (const [i, { features }] of meant.entries()) {
      const { text = '', at = 0 } = open[i] ?? {};
      const deeper = answer(model, extractor.extract([text]), features);
      found[from + at] = deeper.probabilities;
    }
  }
  return found;
}
