import { DEEPER_LABELS, decidedBy, type DeeperLabel } from '../domain/deeper.js';
import type { Reading } from '../domain/reading.js';
import type { Decision } from './answer.js';
import type { Trust } from './trust.js';

/** The labels of a reading that the deeper model may decide. */
export function openLabels({ complaint, sentiment }: Reading, trust: Trust): DeeperLabel[] {
  const said = { complaint: complaint?.label, sentiment: sentiment?.label };
  return DEEPER_LABELS.filter((label) => said[label] === 'unsure' && trust[label] !== null);
}

/**
 * The reading with what was decided: the label, its quote in place of the reader's, the probability
 * that people's judgements give it, and who decided. Everything else stays as it was read.
 *
 * @param model the deeper model, as the settings name it
 */
export function decided(
  reading: Reading,
  decisions: readonly Decision[],
  trust: Trust,
  model: string,
): Reading {
  if (decisions.length === 0) return reading;
  const labels = decisions.map((decision) => decision.for);
  return {
    ...decisions.reduce((read, decision) => withDecision(read, decision, trust), reading),
    evidence: [
      ...decisions.map(({ for: label, quote }) => ({ for: label, quote })),
      ...reading.evidence.filter((shown) => labels.every((label) => label !== shown.for)),
    ],
    model: decidedBy(reading.model, labels, model),
  };
}

function withDecision(reading: Reading, decision: Decision, trust: Trust): Reading {
  const sure = trust[decision.for] ?? 0;
  if (decision.for === 'complaint') {
    const { label } = decision;
    const probability = rounded(label === 'complaint' ? sure : 1 - sure);
    return { ...reading, complaint: { label, best: label, probability } };
  }
  const { label } = decision;
  const probabilities = shared(reading.sentiment?.probabilities ?? null, label, sure);
  return { ...reading, sentiment: { label, best: label, probabilities } };
}

type Feelings = NonNullable<Reading['sentiment']>['probabilities'];

/** What one feeling leaves, the others share as the reader would have it. */
function shared(read: Feelings | null, label: keyof Feelings, sure: number): Feelings {
  const even = { negative: 1, neutral: 1, positive: 1 };
  const before = read !== null && read[label] < 1 ? read : even;
  const rest = before.negative + before.neutral + before.positive - before[label];
  const of = (feeling: keyof Feelings): number =>
    rounded(feeling === label ? sure : ((1 - sure) * before[feeling]) / rest);
  return { negative: of('negative'), neutral: of('neutral'), positive: of('positive') };
}

const rounded = (probability: number): number => Math.round(probability * 10_000) / 10_000;
