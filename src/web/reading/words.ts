/** Keys of readings in the words of the product. */
import type { ComplaintLabel, InboxStatus, SentimentLabel, Taxonomy } from '../app/wire.js';
import { sayAgain } from '../language/say-again.js';
import { locale, say } from '../language/say.js';

export const COMPLAINT_WORDS: Record<ComplaintLabel, string> = {
  complaint: say('Complaint'),
  other: say('No complaint'),
  unsure: say('Unsure'),
};

export const SENTIMENT_WORDS: Record<SentimentLabel, string> = {
  negative: say('Negative'),
  neutral: say('Neutral'),
  positive: say('Positive'),
  unsure: say('Feeling unsure'),
};

/** How soon there is harm if nobody acts. */
export const URGENCY_WORDS = {
  none: say('None'),
  soon: say('Within a week'),
  now: say('Within a day'),
} as const;

export function urgencyWords(level: string): string {
  const known: Readonly<Record<string, string>> = URGENCY_WORDS;
  return known[level] ?? inWords(level);
}

export const STATUS_WORDS: Record<InboxStatus, string> = {
  new: say('New'),
  doing: say('Doing'),
  waiting: say('Waiting'),
  done: say('Done'),
  dismissed: say('Dismissed'),
};

const NAMES: Readonly<Record<string, string>> = {
  'website-app': say('Website or app'),
  'product-information': say('Product information'),
  shop: say('Shop'),
  sales: say('Sales'),
  'product-in-use': say('Product in use'),
  invoice: say('Invoice'),
  delivery: say('Delivery'),
  account: say('Account'),
  support: say('Support'),
  contract: say('Contract'),
  'other-customers': say('Other customers'),
  'repeat-contact': say('Contacted before about this'),
  'repeated-information': say('Had to say it again'),
  'channel-switch': say('Had to change channel'),
  transfer: say('Passed on'),
  wait: say('Waited on the provider'),
  'failed-self-service': say('Tried to help themselves, failed'),
  'paid-for-help': say('Paid, or was to pay, for help'),
  'generic-answer': say('Got a canned answer'),
  wavering: say('Wavering'),
  searching: say('Looking for alternatives'),
  decided: say('Has decided to leave'),
  left: say('Has left'),
  'left-and-telling': say('Has left and tells others'),
  safety: say('Safety'),
  deadline: say('A deadline'),
  vulnerable: say('A vulnerable person'),
  'money-at-risk': say('Money at risk'),
  'service-down': say('Service down'),
  complaint: say('Complaint'),
  'no complaint': say('No complaint'),
  sentiment: say('Feeling'),
  negative: say('Negative'),
  neutral: say('Neutral'),
  positive: say('Positive'),
  topic: say('Topic'),
  topics: say('Topics'),
  touchpoint: say('Touchpoint'),
  effort: say('Effort'),
  leaving: say('Leaving'),
  urgency: say('Urgency'),
  none: say('None'),
  unsure: say('Unsure'),
};

/** The same stages of somebody who comes to us from elsewhere. */
const COMING: Readonly<Record<string, string>> = {
  wavering: say('Thinking of coming to us'),
  searching: say('Looking at us among others'),
  decided: say('Has decided to come to us'),
  left: say('Has come to us'),
  'left-and-telling': say('Has come to us and tells others'),
};

/** A stage of leaving as one says it, by its direction. */
export function leavingWords(stage: string, direction: 'from-us' | 'to-us' | null): string {
  if (stage === 'none') return say('Not leaving');
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
  const name = taxonomy?.topics.find((topic) => topic.key === key)?.name;
  return name === undefined ? inWords(key) : sayAgain(name);
}

const amounts = new Intl.NumberFormat(locale());

/** A count in the reader's way of writing it: 1,287. */
export function amount(count: number): string {
  return amounts.format(count);
}

export function percent(share: number): string {
  return `${amounts.format(Math.round(share * 100))} %`;
}
