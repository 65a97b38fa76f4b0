import type { Correction, MentionDetail } from '../app/wire.js';
import { COMPLAINT_WORDS, SENTIMENT_WORDS, URGENCY_WORDS } from '../reading/words.js';

/** A class that one key says. */
export interface Option {
  readonly key: string;
  readonly name: string;
  readonly correction: Correction;
  readonly is: (mention: MentionDetail) => boolean;
}

export const COMPLAINT: readonly Option[] = [
  {
    key: 'y',
    name: COMPLAINT_WORDS.complaint,
    correction: { complaint: 'complaint' },
    is: (mention) => mention.complaint === 'complaint',
  },
  {
    key: 'n',
    name: COMPLAINT_WORDS.other,
    correction: { complaint: 'other' },
    is: (mention) => mention.complaint === 'other',
  },
];

export const SENTIMENT: readonly Option[] = (
  [
    ['1', 'negative'],
    ['2', 'neutral'],
    ['3', 'positive'],
  ] as const
).map(([key, sentiment]) => ({
  key,
  name: SENTIMENT_WORDS[sentiment],
  correction: { sentiment },
  is: (mention) => mention.sentiment === sentiment,
}));

export const URGENCY: readonly Option[] = (
  [
    ['4', 'none'],
    ['5', 'soon'],
    ['6', 'now'],
  ] as const
).map(([key, urgency]) => ({
  key,
  name: URGENCY_WORDS[urgency],
  correction: { urgency },
  is: (mention) => mention.labels.urgency?.level === urgency,
}));

/** The same keys as the API takes; they are in the order in which people think of them. */
export const LEAVING = [
  'none',
  'wavering',
  'searching',
  'decided',
  'left',
  'left-and-telling',
] as const satisfies readonly NonNullable<Correction['leaving']>[];

export const EFFORT = [
  'repeat-contact',
  'repeated-information',
  'channel-switch',
  'transfer',
  'wait',
  'failed-self-service',
  'paid-for-help',
  'generic-answer',
] as const satisfies NonNullable<Correction['effort']>;
