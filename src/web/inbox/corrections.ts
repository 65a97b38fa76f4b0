import type { Correction, MentionDetail } from '../app/wire.js';

/** The corrections in force, in the form in which they are sent. */
export function correctionOf(corrections: MentionDetail['corrections']): Correction {
  // Each of them was sent in this form before: the server keeps nothing else.
  return Object.fromEntries(corrections.map(({ label, value }) => [label, value])) as Correction;
}

/** The mention as it will read once the correction is saved. */
export function corrected(mention: MentionDetail, correction: Correction): MentionDetail {
  const { labels } = mention;
  const { effort, leaving, urgency, touchpoint = labels.touchpoint } = correction;
  return {
    ...mention,
    complaint: correction.complaint ?? mention.complaint,
    sentiment: correction.sentiment ?? mention.sentiment,
    topics: correction.topics ?? mention.topics,
    labels: {
      touchpoint,
      effort: effort === undefined ? labels.effort : effort.map(said(labels.effort)),
      leaving:
        leaving === undefined
          ? labels.leaving
          : { stage: leaving, best: leaving, direction: awayFromUs(leaving), probability: 1 },
      urgency:
        urgency === undefined
          ? labels.urgency
          : { level: urgency, best: urgency, reason: null, probability: 1 },
    },
    corrected: true,
  };
}

type Effort = NonNullable<MentionDetail['labels']['effort']>[number];

/** A kind that a person named, with the words that the reading had for it. */
function said(read: MentionDetail['labels']['effort']): (kind: Effort['kind']) => Effort {
  return (kind) => ({
    kind,
    quote: read?.find((event) => event.kind === kind)?.quote ?? '',
    probability: 1,
  });
}

const awayFromUs = (leaving: string): 'from-us' | null => (leaving === 'none' ? null : 'from-us');
