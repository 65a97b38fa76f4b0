/** Who wrote a post, as the place itself names them. */
export interface ItemAuthor {
  /** Display name, as shown at the place. */
  readonly name: string | null;
  /** The name that identifies the account at the place, without a leading @. */
  readonly handle: string | null;
  readonly url: string | null;
}

/**
 * One public post as a connector understood it, before anything is matched or stored.
 * Times are ISO 8601 in UTC, texts are plain text, urls are absolute; absent is null.
 */
export interface Item {
  /** The place's own id, always as text (ids of several places exceed 2^53). */
  readonly externalId: string;
  readonly url: string | null;
  readonly title: string | null;
  readonly text: string;
  readonly author: ItemAuthor | null;
  readonly publishedAt: string | null;
  readonly updatedAt: string | null;
  /** Stars or points as given by the place; the scale is the place's own. */
  readonly rating: number | null;
  readonly tags: readonly string[];
  /** External id of the post that this one answers. */
  readonly parentId: string | null;
  /** ISO 639-1 code when the place states it. */
  readonly language: string | null;
}

/**
 * How far the pipeline has come with a mention: `new` waits for its reading and its triage,
 * `read` for another triage (a person corrected it). The table is the truth, the queue a hint.
 */
export const STAGES = ['new', 'read', 'triaged'] as const;
export type Stage = (typeof STAGES)[number];

/**
 * What people have done with a mention in the inbox. `waiting` comes back by itself at its return
 * date; `dismissed` has a reason.
 */
export const INBOX_STATUSES = ['new', 'doing', 'waiting', 'done', 'dismissed'] as const;
export type InboxStatus = (typeof INBOX_STATUSES)[number];

/** Why a mention needs no work. */
export const DISMISS_REASONS = [
  'not-about-us',
  'spam',
  'duplicate',
  'no-reply-needed',
  'handled-elsewhere',
  'other',
] as const;
export type DismissReason = (typeof DISMISS_REASONS)[number];

/** What a customer asks for, with the words that say so. */
export const WANTS = [
  'refund',
  'replacement',
  'repair',
  'cancellation',
  'answer',
  'access',
  'apology',
  'change',
] as const;
export interface Want {
  readonly kind: (typeof WANTS)[number];
  readonly quote: string;
}
