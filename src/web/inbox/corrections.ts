import type { Correction, Mention, MentionDetail } from '../app/wire.js';

/** The corrections in force, in the form in which they are sent. */
export function correctionOf(corrections: MentionDetail['corrections']): Correction {
  // Each of them was sent in this form before: the server keeps nothing else.
  return Object.fromEntries(corrections.map(({ label, value }) => [label, value])) as Correction;
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
