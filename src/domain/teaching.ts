import type {
  ComplaintLabel,
  EffortKind,
  LeavingStage,
  SentimentLabel,
  Touchpoint,
  UrgencyLevel,
} from './reading.js';

/** Labels of a mention on which a person's word counts more than the reading. */
export const CORRECTABLE = [
  'complaint',
  'sentiment',
  'topics',
  'touchpoint',
  'effort',
  'leaving',
  'urgency',
] as const;
export type Correctable = (typeof CORRECTABLE)[number];

/** What a person says of the labels; one that is absent is the reading's. */
export interface GivenLabels {
  readonly complaint?: Exclude<ComplaintLabel, 'unsure'> | undefined;
  readonly sentiment?: Exclude<SentimentLabel, 'unsure'> | undefined;
  /** Most important first. */
  readonly topics?: readonly string[] | undefined;
  /** null: it is about none, or nobody can tell. */
  readonly touchpoint?: Touchpoint | null | undefined;
  readonly effort?: readonly EffortKind[] | undefined;
  readonly leaving?: LeavingStage | undefined;
  readonly urgency?: UrgencyLevel | undefined;
}

/**
 * How a mention came before the person who judged it. `inbox`: while triaging, where mostly errors
 * are put right; `unsure`: it was asked for because it teaches most; `sample`: it was drawn by lot,
 * so these alone say how often the reading is right.
 */
export const DRAWN = ['inbox', 'unsure', 'sample'] as const;
export type Drawn = (typeof DRAWN)[number];

/** Tasks whose model learns from corrections, and the label that teaches each. */
export const LABEL_OF = {
  complaint: 'complaint',
  sentiment: 'sentiment',
  topic: 'topics',
  leaving: 'leaving',
  urgency: 'urgency',
} as const satisfies Record<string, Correctable>;
export type TaughtTask = keyof typeof LABEL_OF;
export const TAUGHT_TASKS = Object.keys(LABEL_OF) as readonly TaughtTask[];

/** One corrected text, as a model learns from it or is tested with it. */
export interface Lesson {
  /** Names the text: copies of it are one lesson. */
  readonly contentHash: string;
  readonly title: string | null;
  readonly text: string;
  readonly language: string | null;
  /** The class that holds; of several topics each, most important first. */
  readonly labels: readonly string[];
  /** Drawn by lot, so that it says how often a model is right: never learnt from. */
  readonly byLot: boolean;
}

/** A text that nobody has judged, of the ones that are read here. */
export type UnjudgedText = Pick<Lesson, 'title' | 'text' | 'language'>;

/** What a model can be taught. */
export interface Scope {
  /** ISO 639-1. */
  readonly languages: readonly string[];
  readonly classes: readonly string[];
  /** Any number of its classes may hold, also none. */
  readonly several: boolean;
}

/**
 * Lessons that a model can learn: in its languages, and with no label that it has not. A text whose
 * language nobody knows goes by what the model reads.
 */
export function teachable<T extends { language: string | null; labels: readonly string[] }>(
  { languages, classes, several }: Scope,
  lessons: readonly T[],
): T[] {
  const reads = (language: string): boolean =>
    languages.includes(language.toLowerCase().split(/[-_]/)[0] ?? '');
  return lessons.filter(
    ({ language, labels }) =>
      (language === null || reads(language)) &&
      (several || labels.length === 1) &&
      labels.every((label) => classes.includes(label)),
  );
}

/** Of so many texts, one is never learnt from. */
const HELD_BACK_ONE_IN = 5;

/**
 * Whether a corrected text is held back: no model learns from it, and each is tested with it.
 * Depends on the text alone (FNV-1a of its digest), so that it stays on its side for good.
 */
export function isHeldBack(contentHash: string): boolean {
  let hash = 0x811c9dc5;
  for (let at = 0; at < contentHash.length; at++) {
    hash ^= contentHash.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash % HELD_BACK_ONE_IN === 0;
}

/** How many corrected texts there are for one task. */
export interface LessonCount {
  readonly learnt: number;
  readonly heldBack: number;
}

/**
 * Below these nothing is trained. Thirty texts are few, but a model only moves away from the shipped
 * one as far as they carry; with fewer than eight held back, no candidate could show that it is
 * better (see `gate.ts`: five put right and none spoilt are the least).
 */
const LEAST_LEARNT = 30;
const LEAST_HELD_BACK = 8;

/**
 * How many more corrections it takes until a model can be trained; 0 when there are enough. An
 * estimate, as each of them falls to one side or the other by its text.
 */
export function stillNeeded({ learnt, heldBack }: LessonCount): number {
  const toLearn = (Math.max(0, LEAST_LEARNT - learnt) * HELD_BACK_ONE_IN) / (HELD_BACK_ONE_IN - 1);
  const toHoldBack = Math.max(0, LEAST_HELD_BACK - heldBack) * HELD_BACK_ONE_IN;
  return Math.ceil(Math.max(toLearn, toHoldBack));
}

/** "about 12 more corrections until the first lesson"; null when there are enough. */
export function neededInWords(count: LessonCount): string | null {
  const needed = stillNeeded(count);
  if (needed === 0) return null;
  return `about ${needed} more ${needed === 1 ? 'correction' : 'corrections'} until the first lesson`;
}
