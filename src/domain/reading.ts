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
  readonly language: { readonly code: string; readonly probability: number } | null;
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
  readonly effort: readonly { readonly kind: string; readonly quote: string }[] | null;
  readonly leaving: {
    readonly stage: string;
    readonly direction: 'from-us' | 'to-us' | null;
    readonly probability: number;
  } | null;
  readonly urgency: { readonly level: string; readonly probability: number } | null;
  readonly evidence: readonly Evidence[];
  /** Name and version of the model that read it. */
  readonly model: string;
}

/** What a reader is given. */
export interface ReadInput {
  readonly text: string;
  readonly title?: string | null;
  /** ISO 639-1 code, when it is known. */
  readonly language?: string | null;
  readonly rating?: number | null;
}

/** Reads texts. Pure: the same text gives the same reading, alone or in a page. */
export interface Reader {
  /** Name and version of the model, as stored with each reading. */
  readonly model: string;
  read(input: ReadInput): Reading;
}
