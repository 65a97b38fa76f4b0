import type { InboxStatus } from './mention.js';

/** A mention as far as folding goes. */
export interface Foldable {
  readonly id: string;
  /** Of what a reader sees; empty: its text was erased. */
  readonly contentHash: string;
  readonly authorId: string | null;
  /** Characters of title and text. */
  readonly length: number;
  /** Deleted at its place. */
  readonly gone: boolean;
  readonly status: InboxStatus;
  /** What it is folded under now. */
  readonly copyOf: string | null;
  /** Others are folded under it now. */
  readonly leads: boolean;
  /** To be decided now. The others stand as they are. */
  readonly open: boolean;
}

/**
 * From so many characters on, the same words are one text that went round. "Doesn't work." is said by
 * many, and each of them is a person.
 */
export const LEAST_TELLING = 80;

/** What makes two mentions copies of one another; null: it is like no other. */
export function sameness({ contentHash, authorId, length }: Foldable): string | null {
  if (contentHash === '') return null;
  if (length >= LEAST_TELLING) return contentHash;
  return authorId === null ? null : `${contentHash}/${authorId}`;
}

/**
 * Decides what is folded under what: exact copies under the first of them. What was done stays done, so
 * that a copy that comes afterwards stands for itself: the customer says it again. Near copies will
 * be decided here, too.
 *
 * @param all those to be decided with all that they could be folded under
 * @returns for each that is to be decided, what it is folded under; null: nothing
 */
export function fold(all: readonly Foldable[]): Map<string, string | null> {
  const folded = new Map<string, string | null>();
  const leads = new Map<string, Foldable>();
  const byAge = all.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  for (const it of byAge) {
    const key = sameness(it);
    if (it.open || it.copyOf !== null || !takesCopies(it) || key === null) continue;
    if (!leads.has(key)) leads.set(key, it);
  }
  const standing = new Map(all.map((it) => [it.id, it]));
  for (const it of byAge) {
    if (!it.open) continue;
    const key = sameness(it);
    const under = it.copyOf === null ? undefined : standing.get(it.copyOf);
    if (key === null || it.gone) folded.set(it.id, null);
    else if (under && !under.gone && under.copyOf === null && sameness(under) === key)
      folded.set(it.id, under.id);
    else folded.set(it.id, placed(it, key, leads));
  }
  return folded;
}

const takesCopies = ({ gone, status }: Foldable): boolean => !gone && status !== 'done';

function placed(it: Foldable, key: string, leads: Map<string, Foldable>): string | null {
  const lead = leads.get(key);
  const staysAlone = it.leads || (it.status === 'done' && it.copyOf === null);
  if (lead && !staysAlone) return lead.id;
  if (!lead && takesCopies(it)) leads.set(key, it);
  return null;
}
