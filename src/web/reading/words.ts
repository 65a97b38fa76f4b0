/** Keys of readings in the words of the product. */
import type { ComplaintLabel, InboxStatus, SentimentLabel, Taxonomy } from '../app/wire.js';

export const COMPLAINT_WORDS: Record<ComplaintLabel, string> = {
  complaint: 'Complaint',
  other: 'No complaint',
  unsure: 'Unsure',
};

export const SENTIMENT_WORDS: Record<SentimentLabel, string> = {
  negative: 'Negative',
  neutral: 'Neutral',
  positive: 'Positive',
  unsure: 'Feeling unsure',
};

/** How soon there is harm if nobody acts. */
export const URGENCY_WORDS = {
  none: 'None',
  soon: 'Within a week',
  now: 'Within a day',
} as const;

export function urgencyWords(level: string): string {
  const known: Readonly<Record<string, string>> = URGENCY_WORDS;
  return known[level] ?? inWords(level);
}

export const STATUS_WORDS: Record<InboxStatus, string> = {
  new: 'New',
  doing: 'Doing',
  done: 'Done',
  dismissed: 'Dismissed',
};

const NAMES: Readonly<Record<string, string>> = {
  'website-app': 'Website or app',
  'product-in-use': 'Product in use',
  'repeat-contact': 'Contacted before about this',
  'repeated-information': 'Had to say it again',
  'channel-switch': 'Had to change channel',
  transfer: 'Passed on',
  wait: 'Waited on the provider',
  'failed-self-service': 'Tried to help themselves, failed',
  'paid-for-help': 'Paid, or was to pay, for help',
  'generic-answer': 'Got a canned answer',
  wavering: 'Wavering',
  searching: 'Looking for alternatives',
  decided: 'Has decided to leave',
  left: 'Has left',
  'left-and-telling': 'Has left and tells others',
  'money-at-risk': 'Money at risk',
  'service-down': 'Service down',
};

/** The same stages of somebody who comes to us from elsewhere. */
const COMING: Readonly<Record<string, string>> = {
  wavering: 'Thinking of coming to us',
  searching: 'Looking at us among others',
  decided: 'Has decided to come to us',
  left: 'Has come to us',
  'left-and-telling': 'Has come to us and tells others',
};

/** A stage of leaving as one says it, by its direction. */
export function leavingWords(stage: string, direction: 'from-us' | 'to-us' | null): string {
  if (stage === 'none') return 'Not leaving';
  return (direction === 'to-us' ? COMING[stage] : undefined) ?? inWords(stage);
}

/** A key as words: known ones by name, others with their dashes opened. */
export function inWords(key: string): string {
  const known = NAMES[key];
  if (known !== undefined) return known;
  const open = key.replaceAll(/[-_]/g, ' ');
  return open.charAt(0).toUpperCase() + open.slice(1);
}

/** The topic's name in the taxonomy; its key as words when the taxonomy no longer holds it. */
export function topicName(taxonomy: Taxonomy | undefined, key: string): string {
  return taxonomy?.topics.find((topic) => topic.key === key)?.name ?? inWords(key);
}

const amounts = new Intl.NumberFormat();

/** A count in the reader's way of writing it: 1,287. */
export function amount(count: number): string {
  return amounts.format(count);
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
