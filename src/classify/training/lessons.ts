import {
  EFFORT_KINDS,
  LEAVING_STAGES,
  SENTIMENT_LABELS,
  TOUCHPOINTS,
  URGENCY_LEVELS,
  URGENCY_REASONS,
} from '../../domain/reading.js';
import { FEATURE_BITS } from '../features/extractor.js';
import type { Link, Task } from '../linear/model-file.js';
import { EUROPEAN, type Example } from './examples.js';

/** Topics that the labels can teach; the others of the taxonomy are read by their seed phrases. */
export const TAUGHT_TOPICS = [
  'account-access',
  'billing-charges',
  'cancellation',
  'card-payment',
  'credit-report',
  'debt-collection',
  'delivery',
  'fees',
  'misleading-information',
  'missing-parts',
  'mortgage-loan',
  'price-value',
  'product-quality',
  'refund',
  'software',
  'support-quality',
  'support-reach',
];

/** What one shipped head is trained on. */
export interface Lesson {
  readonly task: Task;
  /** Ending of the file's name. */
  readonly suffix?: '-european';
  readonly languages: readonly string[];
  readonly link: Link;
  readonly classes: readonly string[];
  /** Class of an example; null: it says nothing of this task. */
  readonly of?: (example: Example) => string | null;
  /** How much a set counts by its size: n to this power. */
  readonly power: number;
  /** How much the classes are made to count alike: 1 all alike, 0 as they come. */
  readonly even: number;
  readonly bits: number;
  /**
   * The first stage alone answers only where it is at least this sure, whatever was measured: posts in
   * the world differ from those it learnt from, and there it is too sure of itself.
   */
  readonly sureFrom?: number;
  /** It answers only where another head has found something: its doubt sends no text to the second stage. */
  readonly quiet?: true;
}

/** The language whose texts the second stage can look at. */
export const EN = ['en'];
const FEELINGS = SENTIMENT_LABELS.filter((label) => label !== 'unsure');
/** Settings found on the dev part of the project's labels; no set that is only measured had a say. */
const COMPLAINT = {
  task: 'complaint',
  link: 'binary',
  classes: ['other', 'complaint'],
  of: ({ complaint }: Example) => complaint,
  even: 1,
} as const;
const SENTIMENT = {
  task: 'sentiment',
  link: 'softmax',
  classes: FEELINGS,
  of: ({ sentiment }: Example) => sentiment,
  even: 1,
} as const;

export const LESSONS: readonly Lesson[] = [
  { ...COMPLAINT, languages: EN, sureFrom: 0.95, power: 0.5, bits: FEATURE_BITS },
  { ...SENTIMENT, languages: EN, sureFrom: 0.85, power: 0.5, bits: FEATURE_BITS },
  {
    task: 'topic',
    languages: EN,
    link: 'independent',
    classes: TAUGHT_TOPICS,
    power: 1,
    even: 0,
    quiet: true,
    bits: 16,
  },
  {
    task: 'touchpoint',
    languages: EN,
    link: 'softmax',
    classes: TOUCHPOINTS,
    of: ({ touchpoint }) => touchpoint,
    power: 1,
    even: 0.5,
    quiet: true,
    bits: 15,
  },
  {
    task: 'effort',
    languages: EN,
    link: 'independent',
    classes: EFFORT_KINDS,
    power: 1,
    even: 0,
    bits: 15,
  },
  {
    task: 'leaving',
    languages: EN,
    link: 'softmax',
    classes: LEAVING_STAGES,
    of: ({ leaving }) => leaving,
    power: 1,
    even: 0.3,
    bits: 15,
  },
  {
    task: 'urgency',
    languages: EN,
    link: 'softmax',
    classes: URGENCY_LEVELS,
    of: ({ urgency }) => urgency,
    power: 1,
    even: 0.3,
    bits: 15,
  },
  {
    task: 'urgency-reason',
    languages: EN,
    link: 'softmax',
    classes: URGENCY_REASONS,
    of: ({ urgencyReason }) => urgencyReason,
    power: 1,
    even: 0.5,
    quiet: true,
    bits: 14,
  },
  { ...COMPLAINT, suffix: '-european', languages: EUROPEAN, power: 1, bits: 17 },
  { ...SENTIMENT, suffix: '-european', languages: EUROPEAN, power: 1, bits: 17 },
];
