import type { TopicScores, Touchpoint } from '../../domain/reading.js';
import { readTouchpoint, rounded, type Answered } from '../heads.js';
import type { Model } from '../linear/model-file.js';

/** Names the heads that read topics, by their weights. */
export function headsNamed(topic: Model | null, touchpoint: Model | null): string {
  return [topic, touchpoint].map((head) => head?.header.digest.slice(0, 12) ?? '').join('+');
}

/**
 * What the heads say of the topics of a text. It does not depend on the taxonomy: kept beside the
 * reading, no text has to be encoded again because a topic was edited.
 *
 * @param touchpoint null: there is no such head, or the text is no complaint
 */
export function scoresOf(topic: Answered | null, touchpoint: Answered | null): TopicScores {
  const named: Touchpoint | null = touchpoint && readTouchpoint(touchpoint);
  return {
    heads: headsNamed(topic?.model ?? null, touchpoint?.model ?? null),
    topic: topic?.answer.probabilities.map(rounded) ?? [],
    touchpoint: named,
  };
}
