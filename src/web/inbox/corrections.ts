import type { Correction, Mention, MentionDetail } from '../app/wire.js';

const COMPLAINT = ['complaint', 'other'] as const;
const SENTIMENT = ['negative', 'neutral', 'positive'] as const;

/** The corrections in force, in the form in which they are sent. */
export function correctionOf(corrections: MentionDetail['corrections']): Correction {
  const correction: Correction = {};
  for (const { label, value } of corrections) {
    const complaint = COMPLAINT.find((known) => known === value);
    const sentiment = SENTIMENT.find((known) => known === value);
    if (label === 'complaint' && complaint !== undefined) correction.complaint = complaint;
    if (label === 'sentiment' && sentiment !== undefined) correction.sentiment = sentiment;
    if (label === 'topics' && Array.isArray(value)) {
      correction.topics = value.filter((topic) => typeof topic === 'string');
    }
  }
  return correction;
}

/** The mention as it will read once the correction is saved. */
export function corrected<T extends Mention>(mention: T, correction: Correction): T {
  return {
    ...mention,
    complaint: correction.complaint ?? mention.complaint,
    sentiment: correction.sentiment ?? mention.sentiment,
    topics: correction.topics ?? mention.topics,
    corrected: true,
  };
}
