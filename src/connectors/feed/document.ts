import type { Item } from '../../domain/mention.js';

/** One post as its feed gives it: an `Item` that may still lack an id. */
export interface Entry extends Omit<Item, 'externalId'> {
  readonly id: string | null;
}

/** A feed, whatever its format. Texts are plain, addresses absolute, times ISO 8601 in UTC. */
export interface FeedDocument {
  readonly title: string | null;
  readonly link: string | null;
  /** The page of older posts (RFC 5005, `next_url` of JSON Feed). */
  readonly next: string | null;
  /** Where the feed says that new posts are pushed from, and under which address. */
  readonly push: { readonly hub?: string; readonly topic?: string };
  /** Name or address of the program that wrote the feed; null when it does not say. */
  readonly generator: string | null;
  /** How long the feed itself says that it stays fresh. */
  readonly freshForSeconds: number | null;
  readonly entries: readonly Entry[];
}
