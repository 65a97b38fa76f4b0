import {
  COMPLAINT_LABELS,
  EFFORT_KINDS,
  SENTIMENT_LABELS,
  TOUCHPOINTS,
  URGENCY_LEVELS,
  URGENCY_REASONS,
  type Evidence,
  type LeavingDirection,
  type Reading,
  type SentimentLabel,
  type Touchpoint,
} from '../domain/reading.js';
import type { Answer } from './answer.js';
import { phraseOf } from './effort-cues.js';
import { quotesFor } from './evidence.js';
import { leavingPhrase, type Shown } from './leaving-phrases.js';
import type { Features } from './features/extractor.js';
import type { Model } from './linear/model-file.js';
import { contributions } from './linear/score.js';
import { phraseFor } from './phrases.js';

/** A head with its answer to the text that is being read. */
export interface Answered {
  readonly model: Model;
  readonly answer: Answer;
}

/** The text that is being read, and what was quoted from it so far. */
export interface Look {
  readonly parts: readonly string[];
  readonly features: Features;
  readonly evidence: Evidence[];
}

/**
 * Quotes the words that spoke for a class, against the mean of the others. Where only the meaning
 * of the whole spoke for it, what the words say by themselves.
 */
function quotes(label: string, { model, answer }: Answered, index: number, look: Look): Evidence[] {
  const { outputs, header, first } = model;
  const against = header.link === 'independent' ? 0 : -1 / (outputs - 1);
  const mixture =
    outputs === 1
      ? [index === 1 ? 1 : -1]
      : Array.from({ length: outputs }, (_, k) => (k === index ? 1 : against));
  for (const stage of new Set([answer.stage, first])) {
    const weights = contributions(model, stage, look.features, mixture);
    const found = quotesFor(label, look.parts, look.features.tokens, weights);
    if (found.length > 0) return found;
  }
  return [];
}

function quote(label: string, head: Answered, look: Look): boolean {
  const shown = quotes(label, head, head.answer.index, look);
  look.evidence.push(...shown);
  return shown.length > 0;
}

/** A label that no word carries rests on nothing but what is usual: it is `unsure`. */
export function readComplaint(head: Answered | null, look: Look): Reading['complaint'] {
  if (head === null) return null;
  const { answer, model } = head;
  const shown = quote('complaint', head, look);
  const named = COMPLAINT_LABELS.find((label) => label === answer.class);
  const leaning = named === 'complaint' ? 'complaint' : 'other';
  const at = model.header.classes.indexOf('complaint');
  return {
    label: answer.sure && shown ? leaning : 'unsure',
    best: leaning,
    probability: rounded(answer.probabilities[at] ?? 0),
  };
}

export function readSentiment(head: Answered | null, look: Look): Reading['sentiment'] {
  if (head === null) return null;
  const { answer, model } = head;
  const shown = quote('sentiment', head, look);
  const of = (label: SentimentLabel): number => {
    return rounded(answer.probabilities[model.header.classes.indexOf(label)] ?? 0);
  };
  const named = SENTIMENT_LABELS.find((label) => label === answer.class);
  const leaning = named === undefined || named === 'unsure' ? 'neutral' : named;
  return {
    label: answer.sure && shown ? leaning : 'unsure',
    best: leaning,
    probabilities: {
      negative: of('negative'),
      neutral: of('neutral'),
      positive: of('positive'),
    },
  };
}

export function readTouchpoint(head: Answered | null): Touchpoint | null {
  if (head === null || !head.answer.sure) return null;
  return TOUCHPOINTS.find((key) => key === head.answer.class) ?? null;
}

/**
 * A phrase that shows a kind of effort in a complaint outweighs a head that is below its limit, but
 * not below this: of 15 such in real and written texts 12 were right (rule of succession).
 */
const HINTED = 0.03;
const BY_PHRASE = 13 / 17;

/** The kinds of effort that are shown, surest first, each with the words that show it. */
export function readEffort(
  head: Answered | null,
  look: Look,
  complains: boolean,
): Reading['effort'] {
  if (head === null) return null;
  const { answer, model } = head;
  return EFFORT_KINDS.flatMap((kind) => {
    const index = model.header.classes.indexOf(kind);
    const read = answer.probabilities[index] ?? 0;
    const sure = read >= model.header.limit;
    if (!sure && (!complains || read < HINTED)) return [];
    const phrase = phraseOf(kind, look.parts);
    const quote = phrase ?? (sure ? clauseFor(head, index, look) : null);
    const probability = rounded(sure ? read : BY_PHRASE);
    return quote === null ? [] : [{ kind, quote, probability }];
  }).sort((a, b) => b.probability - a.probability);
}

/** The clause that carried a kind; where only the meaning did, what its words say by themselves. */
function clauseFor({ model, answer }: Answered, index: number, look: Look): string | null {
  const mixture = Array.from({ length: model.outputs }, (_, k) => (k === index ? 1 : 0));
  for (const stage of new Set([answer.stage, model.first])) {
    const weights = contributions(model, stage, look.features, mixture);
    const found = phraseFor(look.parts, look.features.tokens, weights);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Phrases of leaving outweigh a head that is not sure that somebody leaves, in what may be a
 * complaint: of 33 such in real texts 26 were right (rule of succession).
 */
const LEAVING_BY_PHRASE = 27 / 35;
const COMPLAINS = 0.3;
const SURELY_STAYS = 0.98;

function leavingByPhrase({ model, answer }: Answered, look: Look, complains: number): Shown | null {
  const stays = answer.probabilities[model.header.classes.indexOf('none')] ?? 1;
  if (answer.class !== 'none' && answer.sure) return null;
  if (complains < COMPLAINS || stays > SURELY_STAYS) return null;
  const shown = leavingPhrase(look.parts);
  return shown !== null && model.header.classes.includes(shown.stage) ? shown : null;
}

/**
 * Only a stage that somebody could take up is quoted: `none` is no finding.
 *
 * @param complains probability that the text is a complaint
 */
export function readLeaving(
  head: Answered | null,
  look: Look,
  complains: number,
  direction: () => LeavingDirection | null,
): Reading['leaving'] {
  if (head === null) return null;
  const { answer } = head;
  const probability = rounded(answer.probabilities[answer.index] ?? 0);
  const phrase = leavingByPhrase(head, look, complains);
  if (phrase === null && answer.class === 'none') {
    return { stage: answer.sure ? 'none' : 'unsure', best: 'none', direction: null, probability };
  }
  const towards = direction();
  // Somebody leaves, but neither us nor for us.
  if (towards === null) return { stage: 'none', best: 'none', direction: null, probability };
  if (phrase !== null) {
    const { stage, quote: words } = phrase;
    look.evidence.push({ for: 'leaving', quote: words });
    return { stage, best: stage, direction: towards, probability: rounded(LEAVING_BY_PHRASE) };
  }
  const shown = quote('leaving', head, look);
  const stage = answer.sure && shown ? answer.class : 'unsure';
  return { stage, best: answer.class, direction: towards, probability };
}

/** @param why names the reason, asked only where there is some urgency */
export function readUrgency(
  head: Answered | null,
  look: Look,
  why: () => Answered | null,
): Reading['urgency'] {
  if (head === null) return null;
  const { answer } = head;
  const level = URGENCY_LEVELS.find((known) => known === answer.class) ?? 'none';
  const probability = rounded(answer.probabilities[answer.index] ?? 0);
  if (level === 'none') {
    return { level: answer.sure ? level : 'unsure', best: level, reason: null, probability };
  }
  const shown = quote('urgency', head, look);
  const named = why()?.answer.class;
  const reason = URGENCY_REASONS.find((known) => known === named) ?? null;
  return { level: answer.sure && shown ? level : 'unsure', best: level, reason, probability };
}

/** Four digits are more than calibration can promise. */
export function rounded(probability: number): number {
  return Math.round(probability * 10_000) / 10_000;
}
