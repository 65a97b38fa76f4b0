import type { DismissReason, InboxStatus, Want } from '../mention.js';
import type {
  ComplaintLabel,
  EffortKind,
  LeavingStage,
  SentimentLabel,
  Touchpoint,
  UrgencyLevel,
} from '../reading.js';

export const STATES = [
  'unfinished',
  'finished',
  'mine',
  'owned',
  'unowned',
  'overdue',
  'returned',
  'claimed',
  'copy',
  'gone',
  'erased',
  'corrected',
  'edited',
  'ours',
  'unsure',
] as const;
export type State = (typeof STATES)[number];

export const HELD = [
  'title',
  'author',
  'link',
  'rating',
  'topic',
  'label',
  'note',
  'task',
  'copies',
  'due',
  'want',
] as const;
export type Held = (typeof HELD)[number];

/** Both ends inclusive; null: no end there. */
export interface RatingRange {
  readonly from: number | null;
  readonly to: number | null;
}

/** ISO 8601 in UTC; `from` inclusive, `to` exclusive, null: no end there. */
export interface TimeRange {
  readonly from: string | null;
  readonly to: string | null;
}

/** What a field asks for; any of its values will do. */
export type Asked =
  | { readonly field: 'author'; readonly names: readonly AuthorName[] }
  | { readonly field: 'source' | 'monitor'; readonly ids: readonly string[] }
  | { readonly field: 'topic'; readonly keys: readonly string[]; readonly none: boolean }
  | { readonly field: 'owner'; readonly ids: readonly string[]; readonly nobody: boolean }
  | { readonly field: 'label'; readonly labels: readonly string[] }
  | { readonly field: 'status'; readonly of: readonly InboxStatus[] }
  | { readonly field: 'dismissed'; readonly of: readonly DismissReason[] }
  | { readonly field: 'is'; readonly of: readonly State[] }
  | { readonly field: 'has'; readonly of: readonly Held[] }
  | { readonly field: 'complaint'; readonly of: readonly ComplaintLabel[] }
  | { readonly field: 'sentiment'; readonly of: readonly SentimentLabel[] }
  | { readonly field: 'effort'; readonly of: readonly EffortKind[] }
  | { readonly field: 'leaving'; readonly of: readonly LeavingStage[] }
  | { readonly field: 'urgency'; readonly of: readonly UrgencyLevel[] }
  | { readonly field: 'touchpoint'; readonly of: readonly Touchpoint[] }
  | { readonly field: 'want'; readonly of: readonly Want['kind'][] }
  | { readonly field: 'lang'; readonly codes: readonly string[] }
  | { readonly field: 'rating'; readonly ranges: readonly RatingRange[] }
  | { readonly field: 'posted'; readonly range: TimeRange }
  | { readonly field: 'due'; readonly ranges: readonly TimeRange[]; readonly none: boolean };

/** Handle or name in lower case. */
export interface AuthorName {
  readonly name: string;
  /** It is the beginning of one. */
  readonly begins: boolean;
}

/** Words in a row, as `placedWords` cuts them; an emoji stands where the word before it does. */
export interface Phrase {
  readonly words: readonly { readonly word: string; readonly place: number }[];
  /** The last of them may be the beginning of a word. */
  readonly begins: boolean;
}

/** What a mention must be like. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'words'; readonly phrase: Phrase }
  | { readonly kind: 'field'; readonly asked: Asked };
