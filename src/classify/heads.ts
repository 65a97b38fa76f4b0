import {
  COMPLAINT_LABELS,
  SENTIMENT_LABELS,
  type Evidence,
  type Reading,
  type SentimentLabel,
} from '../domain/reading.js';
import { quotesFor } from './evidence.js';
import type { Features } from './features/extractor.js';
import type { Model } from './linear/model-file.js';
import { best, contributions, probabilitiesOf, score } from './linear/score.js';

/** What a head with one answer says of a text. */
export interface Answer {
  readonly class: string;
  readonly index: number;
  readonly probabilities: readonly number[];
  /** The best class is at least as probable as the head's limit. */
  readonly sure: boolean;
}

export function answer(model: Model, features: Features): Answer {
  const { header } = model;
  const scores = new Float64Array(model.outputs);
  score(model, features, scores);
  const probabilities = probabilitiesOf(header.link, header.calibration, scores);
  const index = best(probabilities);
  const sure = (probabilities[index] ?? 0) >= header.limit;
  return { class: header.classes[index] ?? '', index, probabilities, sure };
}

/** Words that spoke for the class that won, against the mean of the others. */
function quotes(
  label: string,
  model: Model,
  found: Answer,
  parts: readonly string[],
  features: Features,
): Evidence[] {
  const { outputs } = model;
  const mixture =
    outputs === 1
      ? [found.index === 1 ? 1 : -1]
      : Array.from({ length: outputs }, (_, k) => (k === found.index ? 1 : -1 / (outputs - 1)));
  return quotesFor(label, parts, features.tokens, contributions(model, features, mixture));
}

/** A label that no word carries rests on nothing but what is usual: it is `unsure`. */
export function readComplaint(
  model: Model | null,
  parts: readonly string[],
  features: Features,
  evidence: Evidence[],
): Reading['complaint'] {
  if (model === null) return null;
  const found = answer(model, features);
  const shown = quotes('complaint', model, found, parts, features);
  evidence.push(...shown);
  const named = COMPLAINT_LABELS.find((label) => label === found.class);
  const leaning = named === 'complaint' ? 'complaint' : 'other';
  const at = model.header.classes.indexOf('complaint');
  return {
    label: found.sure && shown.length > 0 ? leaning : 'unsure',
    best: leaning,
    probability: rounded(found.probabilities[at] ?? 0),
  };
}

export function readSentiment(
  model: Model | null,
  parts: readonly string[],
  features: Features,
  evidence: Evidence[],
): Reading['sentiment'] {
  if (model === null) return null;
  const found = answer(model, features);
  const shown = quotes('sentiment', model, found, parts, features);
  evidence.push(...shown);
  const { classes } = model.header;
  const of = (label: SentimentLabel): number => {
    return rounded(found.probabilities[classes.indexOf(label)] ?? 0);
  };
  const named = SENTIMENT_LABELS.find((label) => label === found.class);
  const leaning = named === undefined || named === 'unsure' ? 'neutral' : named;
  return {
    label: found.sure && shown.length > 0 ? leaning : 'unsure',
    best: leaning,
    probabilities: {
      negative: of('negative'),
      neutral: of('neutral'),
      positive: of('positive'),
    },
  };
}

/** Only with a model file of one's own: no shipped head reads leaving yet. */
export function readLeaving(model: Model | null, features: Features): Reading['leaving'] {
  if (model === null) return null;
  const found = answer(model, features);
  const probability = rounded(found.probabilities[found.index] ?? 0);
  return { stage: found.class, direction: null, probability };
}

/** Four digits are more than calibration can promise. */
export function rounded(probability: number): number {
  return Math.round(probability * 10_000) / 10_000;
}
