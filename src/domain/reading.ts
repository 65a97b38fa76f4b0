/** Keys and definitions are the product's labelling guideline; see docs/reading.md. */
export const COMPLAINT_LABELS = ['complaint', 'other', 'unsure'] as const;
export const SENTIMENT_LABELS = ['negative', 'neutral', 'positive', 'unsure'] as const;
export type ComplaintLabel = (typeof COMPLAINT_LABELS)[number];
export type SentimentLabel = (typeof SENTIMENT_LABELS)[number];

export const TOUCHPOINTS = [
  'website-app',
  'product-information',
  'shop',
  'sales',
  'product-in-use',
  'invoice',
  'delivery',
  'account',
  'support',
  'contract',
  'other-customers',
] as const;
export type Touchpoint = (typeof TOUCHPOINTS)[number];

export const EFFORT_KINDS = [
  'repeat-contact',
  'repeated-information',
  'channel-switch',
  'transfer',
  'wait',
  'failed-self-service',
  'paid-for-help',
  'generic-answer',
] as const;
export type EffortKind = (typeof EFFORT_KINDS)[number];

/** From staying to gone; the highest stage that a text shows is its stage. */
export const LEAVING_STAGES = [
  'none',
  'wavering',
  'searching',
  'decided',
  'left',
  'left-and-telling',
] as const;
export type LeavingStage = (typeof LEAVING_STAGES)[number];
/** Away from the brand, or towards it. */
export type LeavingDirection = 'from-us' | 'to-us';

/** `now`: harm within about a day if nobody acts; `soon`: within about a week. */
export const URGENCY_LEVELS = ['none', 'soon', 'now'] as const;
export type UrgencyLevel = (typeof URGENCY_LEVELS)[number];
export const URGENCY_REASONS = [
  'safety',
  'money-at-risk',
  'deadline',
  'service-down',
  'vulnerable',
] as const;
export type UrgencyReason = (typeof URGENCY_REASONS)[number];

/** Words of the text that carried a label: `for` names it, `complaint` or `topic:delivery` for example. */
export interface Evidence {
  readonly for: string;
  /** An exact substring of the title or the text. */
  readonly quote: string;
}

export interface TopicReading {
  readonly key: string;
  readonly probability: number;
}

/**
 * What Earshot understood of one text. A part that no model can read yet is null:
 * null is "not looked at", an empty list is "looked and found none", `unsure` is a reading.
 * Probabilities are in 0..1.
 */
export interface Reading {
  readonly language: {
    /** ISO 639-1. */
    readonly code: string;
    readonly probability: number;
    /** Whether any model reads this language; if not, the labels are null. */
    readonly supported: boolean;
  } | null;
  readonly complaint: {
    readonly label: ComplaintLabel;
    /** Most likely class, also when the label is `unsure`. */
    readonly best: Exclude<ComplaintLabel, 'unsure'>;
    /** Probability that the text is a complaint. */
    readonly probability: number;
  } | null;
  readonly sentiment: {
    readonly label: SentimentLabel;
    readonly best: Exclude<SentimentLabel, 'unsure'>;
    readonly probabilities: Readonly<Record<Exclude<SentimentLabel, 'unsure'>, number>>;
  } | null;
  readonly topics: readonly TopicReading[] | null;
  readonly touchpoint: Touchpoint | null;
  readonly effort:
    | readonly {
        readonly kind: EffortKind;
        readonly quote: string;
        readonly probability: number;
      }[]
    | null;
  readonly leaving: {
    /** One of `LEAVING_STAGES`, or `unsure`; a model of one's own may have other stages. */
    readonly stage: string;
    readonly best: string;
    readonly direction: LeavingDirection | null;
    /** Probability of `best`. */
    readonly probability: number;
  } | null;
  readonly urgency: {
    readonly level: UrgencyLevel | 'unsure';
    readonly best: UrgencyLevel;
    readonly reason: UrgencyReason | null;
    /** Probability of `best`. */
    readonly probability: number;
  } | null;
  readonly evidence: readonly Evidence[];
  /** Name and version of the model that read it. */
  readonly model: string;
}

/** Whose side the reader is on: names as they occur in texts. */
export interface Brand {
  readonly names: readonly string[];
  readonly competitors: readonly string[];
  /** The place is all about us, as our own review page: a text there that names nobody speaks of us. */
  readonly home?: boolean;
}

/** What a reader is given. */
export interface ReadInput {
  readonly text: string;
  readonly title?: string | null | undefined;
  /** ISO 639-1 code, when it is known. */
  readonly language?: string | null | undefined;
  readonly rating?: number | null | undefined;
  readonly brand?: Brand | null | undefined;
}

/** What the heads said of the topics of a text. No taxonomy changes it. */
export interface TopicScores {
  /** Names the heads that said it. */
  readonly heads: string;
  /** Of each class of the topic head, in its order, rounded to four digits. */
  readonly topic: readonly number[];
  readonly touchpoint: Touchpoint | null;
}

/** A reading, and what is kept beside it to find texts that mean much the same. */
export interface Read {
  readonly reading: Reading;
  /** Sentence vector of length about 127, of the texts that the second stage looked at; else null. */
  readonly vector: Int8Array | null;
  /** For giving it its topics anew when the taxonomy changes; absent: it is found out then. */
  readonly topicScores?: TopicScores | null;
}

/** Reads texts. Pure: the same text gives the same reading, alone or in a page. */
export interface Reader {
  /** Name and version of the model, as stored with each reading. */
  readonly model: string;
  /** @returns one per text, in their order */
  read(inputs: readonly ReadInput[]): Promise<Read[]>;
}
