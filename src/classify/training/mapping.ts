import type { LabelledText } from './dataset.js';

/**
 * How the labels of the permissively licensed sets are read for the shipped models.
 * None of these sets has a label "complaint": what is not clear by the label is left out
 * (null), never guessed. docs/reading.md gives the reasons and the limits.
 */
export interface Mapped {
  readonly complaint: 'complaint' | 'other' | null;
  readonly sentiment: 'negative' | 'neutral' | 'positive' | null;
  /** Topics of the text; null where the set's labels do not say. */
  readonly topics: readonly string[] | null;
  /** Topics that the set's labels can neither affirm nor deny. */
  readonly topicsUnknown: readonly string[];
}

type Feeling = NonNullable<Mapped['sentiment']>;

const NOTHING: Mapped = { complaint: null, sentiment: null, topics: null, topicsUnknown: [] };

/** Intents of banking77 that presuppose a failure, by topic. */
const BANK_FAILURES: Record<string, readonly string[]> = {
  refund: ['Refund_not_showing_up'],
  'billing-charges': [
    'card_payment_not_recognised',
    'cash_withdrawal_not_recognised',
    'direct_debit_payment_not_recognised',
    'extra_charge_on_statement',
    'transaction_charged_twice',
  ],
  fees: [
    'card_payment_fee_charged',
    'cash_withdrawal_charge',
    'transfer_fee_charged',
    'card_payment_wrong_exchange_rate',
    'wrong_exchange_rate_for_cash_withdrawal',
  ],
  'card-payment': [
    'balance_not_updated_after_bank_transfer',
    'balance_not_updated_after_cheque_or_cash_deposit',
    'beneficiary_not_allowed',
    'card_not_working',
    'card_swallowed',
    'contactless_not_working',
    'declined_card_payment',
    'declined_cash_withdrawal',
    'declined_transfer',
    'failed_transfer',
    'pending_card_payment',
    'pending_cash_withdrawal',
    'pending_top_up',
    'top_up_failed',
    'top_up_reverted',
    'transfer_not_received_by_recipient',
    'virtual_card_not_working',
    'wrong_amount_of_cash_received',
  ],
  'account-access': ['unable_to_verify_identity'],
};
/** Intents that ask or tell without a failed expectation of the bank. */
const BANK_QUESTIONS: Record<string, readonly string[]> = {
  none: [
    'activate_my_card',
    'age_limit',
    'apple_pay_or_google_pay',
    'atm_support',
    'automatic_top_up',
    'card_about_to_expire',
    'card_acceptance',
    'card_linking',
    'change_pin',
    'country_support',
    'disposable_card_limits',
    'edit_personal_details',
    'exchange_via_app',
    'fiat_currency_support',
    'get_disposable_virtual_card',
    'get_physical_card',
    'getting_spare_card',
    'getting_virtual_card',
    'order_physical_card',
    'receiving_money',
    'supported_cards_and_currencies',
    'top_up_by_cash_or_cheque',
    'top_up_limits',
    'topping_up_by_card',
    'transfer_into_account',
    'verify_source_of_funds',
    'verify_top_up',
    'visa_or_mastercard',
  ],
  fees: [
    'exchange_charge',
    'exchange_rate',
    'top_up_by_bank_transfer_charge',
    'top_up_by_card_charge',
  ],
  delivery: ['card_delivery_estimate'],
  'card-payment': ['cancel_transfer', 'transfer_timing'],
  'account-access': [
    'lost_or_stolen_card',
    'lost_or_stolen_phone',
    'passcode_forgotten',
    'verify_my_identity',
    'why_verify_identity',
  ],
};
/** Intents whose texts are mixed: the topic is clear, a complaint is not. */
const BANK_MIXED: Record<string, readonly string[]> = {
  refund: ['request_refund'],
  'billing-charges': ['compromised_card'],
  'card-payment': ['pending_transfer', 'reverted_card_payment?'],
  'account-access': ['pin_blocked'],
  delivery: ['card_arrival'],
  cancellation: ['terminate_account'],
};

/** NLU++ intents that name a topic. */
const CHAT_TOPICS: Record<string, string> = {
  refund: 'refund',
  fees_interests: 'fees',
  arrival: 'delivery',
  cancel_close_leave_freeze: 'cancellation',
  mortgage: 'mortgage-loan',
  loan: 'mortgage-loan',
};
/** NLU++ intents that may come with a grievance or without one. */
const CHAT_MIXED = new Set(['refund', 'lost_stolen', 'why', 'handoff']);

const EMOTIONS = {
  negative:
    'anger annoyance disappointment disapproval disgust embarrassment fear grief nervousness remorse sadness',
  neutral: 'neutral curiosity confusion',
  positive:
    'admiration amusement approval caring excitement gratitude joy love optimism pride relief',
} as const;
const FEELING_OF = new Map<string, Feeling>(
  (['negative', 'neutral', 'positive'] as const).flatMap((feeling) =>
    EMOTIONS[feeling].split(' ').map((name): [string, Feeling] => [name, feeling]),
  ),
);
/** Emotions that may well be a complaint about a provider. */
const MAYBE_COMPLAINT = new Set(['anger', 'annoyance', 'disappointment', 'disapproval', 'disgust']);

const NARRATIVE_TOPICS: Record<string, string | null> = {
  credit_reporting: 'credit-report',
  debt_collection: 'debt-collection',
  mortgages_and_loans: 'mortgage-loan',
  credit_card: null,
  retail_banking: null,
};
const BANK_TOPICS = [
  'refund',
  'billing-charges',
  'fees',
  'card-payment',
  'account-access',
  'delivery',
  'cancellation',
];

/** Reviews of vader_amazon that the demo plays: a model that has seen them must not read them there. */
export function playedByDemo(id: string): boolean {
  const review = Number(id.split('_')[0]);
  return review <= 100 || review >= 215;
}

/** What the label of one row says, by the set it comes from. */
export function mapRow(set: string, row: LabelledText): Mapped {
  switch (set) {
    case 'goemotions':
      return emotion(row.labels);
    case 'banking77':
      return bankIntent(row.labels[0] ?? '');
    case 'nlupp_banking':
    case 'nlupp_hotels':
      return chatIntents(row.labels);
    case 'cfpb_1k':
      return narrative(row.labels[0] ?? '');
    case 'uci_sentences':
      return reviewSentence(row);
    case 'vader_amazon':
      return playedByDemo(row.id) ? NOTHING : rated(row, true);
    case 'vader_movie':
      return rated(row, true);
    case 'vader_tweets':
      return rated(row, false);
    case 'vader_nyt':
      return { ...rated(row, false), complaint: 'other' };
    default:
      return NOTHING;
  }
}

function emotion(labels: readonly string[]): Mapped {
  const feelings = new Set(labels.map((label) => FEELING_OF.get(label) ?? null));
  const [only] = feelings;
  if (feelings.size !== 1 || only === undefined || only === null) return NOTHING;
  const maybe = labels.some((label) => MAYBE_COMPLAINT.has(label));
  return { complaint: maybe ? null : 'other', sentiment: only, topics: [], topicsUnknown: [] };
}

function bankIntent(intent: string): Mapped {
  const rest = ['credit-report', 'debt-collection', 'mortgage-loan'];
  const failed = topicOf(BANK_FAILURES, intent);
  if (failed !== null) {
    return { complaint: 'complaint', sentiment: 'negative', topics: [failed], topicsUnknown: [] };
  }
  const asked = topicOf(BANK_QUESTIONS, intent);
  const mixed = topicOf(BANK_MIXED, intent);
  const topic = asked ?? mixed;
  const topics = topic === null || topic === 'none' ? [] : [topic];
  if (asked !== null)
    return { complaint: 'other', sentiment: 'neutral', topics, topicsUnknown: [] };
  return {
    ...NOTHING,
    topics: mixed === null ? null : topics,
    topicsUnknown: mixed === null ? rest : [],
  };
}

function topicOf(table: Record<string, readonly string[]>, intent: string): string | null {
  const found = Object.entries(table).find(([, intents]) => intents.includes(intent));
  return found?.[0] ?? null;
}

function chatIntents(labels: readonly string[]): Mapped {
  const topics = [...new Set(labels.flatMap((label) => CHAT_TOPICS[label] ?? []))];
  const topicsUnknown = ['card-payment', 'account-access', 'billing-charges'];
  if (labels.includes('wrong_notworking_notshowing')) {
    return { complaint: 'complaint', sentiment: 'negative', topics, topicsUnknown };
  }
  if (labels.some((label) => CHAT_MIXED.has(label))) return { ...NOTHING, topics, topicsUnknown };
  const sentiment = labels.includes('thank') ? 'positive' : 'neutral';
  return { complaint: 'other', sentiment, topics, topicsUnknown };
}

function narrative(label: string): Mapped {
  const topic = NARRATIVE_TOPICS[label];
  const topics = topic === undefined || topic === null ? [] : [topic];
  return { complaint: 'complaint', sentiment: 'negative', topics, topicsUnknown: BANK_TOPICS };
}

function reviewSentence(row: LabelledText): Mapped {
  // The published copy holds a few rows of Vietnamese chat.
  if (/[\u0102\u0103\u0110\u0111\u01a0-\u01b0\u1ea0-\u1ef9]/.test(row.text)) return NOTHING;
  const sentiment = row.labels[0] === 'positive' ? 'positive' : 'negative';
  const complaint = sentiment === 'positive' ? 'other' : 'complaint';
  return { complaint, sentiment, topics: [], topicsUnknown: [] };
}

/** Rows with a mean rating; in a `review` a negative one finds fault with the thing that is reviewed. */
function rated(row: LabelledText, review: boolean): Mapped {
  const sentiment = sentimentOf(row.labels[0]);
  const rest = { sentiment, topics: [], topicsUnknown: [] };
  if (sentiment === 'negative') return { complaint: review ? 'complaint' : null, ...rest };
  return { complaint: review && sentiment === 'neutral' ? null : 'other', ...rest };
}

function sentimentOf(label: string | undefined): Mapped['sentiment'] {
  return label === 'negative' || label === 'neutral' || label === 'positive' ? label : null;
}
