import type { Correction, MentionDetail } from '../app/wire.js';
import { URGENCY_WORDS } from '../reading/words.js';

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
    name: 'Complaint',
    correction: { complaint: 'complaint' },
    is: (mention) => mention.complaint === 'complaint',
  },
  {
    key: 'n',
    name: 'No complaint',
    correction: { complaint: 'other' },
    is: (mention) => mention.complaint === 'other',
  },
];

export const SENTIMENT: readonly Option[] = (
  [
    ['1', 'Negative', 'negative'],
    ['2', 'Neutral', 'neutral'],
    ['3', 'Positive', 'positive'],
  ] as const
).map(([key, name, sentiment]) => ({
  key,
  name,
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
