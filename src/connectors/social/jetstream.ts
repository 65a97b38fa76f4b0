import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import { readJson } from '../json-answer.js';
import { itemOf, PostRecord, POSTS } from './bluesky-post.js';

/** Account states in which nothing that it wrote is shown any more. */
const GONE = new Set(['deleted', 'takendown', 'suspended', 'deactivated']);

/** One event of Jetstream's JSON stream (v1). */
const Event = z.object({
  did: z.string(),
  /** Microseconds since 1970; below 2^53 until the year 2255. */
  time_us: z.int().positive(),
  kind: z.string(),
  commit: z
    .object({
      operation: z.string(),
      collection: z.string(),
      rkey: z.string(),
      record: z.unknown().optional(),
    })
    .optional(),
  account: z.object({ active: z.boolean(), status: z.string().optional() }).optional(),
});
export type Event = z.output<typeof Event>;

/** @throws Unreadable */
export function readEvent(text: string | Uint8Array): Event {
  return readJson(typeof text === 'string' ? Buffer.from(text) : text, Event, 'The stream');
}

/** Sorts the events of a stretch of the stream, and holds only what is wanted of it. */
export class Stretch {
  private readonly kept = new Map<string, Item>();
  private readonly deleted = new Set<string>();
  private readonly leavers = new Set<string>();
  /** Posts written in it, wanted or not. */
  count = 0;
  /** Times of its first and newest event, in microseconds; null when there was none. */
  first: number | null = null;
  newest: number | null = null;

  constructor(private readonly wanted: (item: Item) => boolean) {}

  take(event: Event): void {
    this.first ??= event.time_us;
    this.newest = Math.max(this.newest ?? 0, event.time_us);
    const { commit, account } = event;
    if (account !== undefined) this.account(event.did, account);
    if (commit?.collection !== POSTS) return;
    const uri = `at://${event.did}/${POSTS}/${commit.rkey}`;
    if (commit.operation === 'delete') this.delete(uri);
    else this.post(uri, commit, isoOf(event.time_us));
  }

  get items(): Item[] {
    return [...this.kept.values()].filter(({ author }) => !this.leavers.has(author?.handle ?? ''));
  }

  get gone(): string[] {
    return [...this.deleted];
  }

  get goneAuthors(): string[] {
    return [...this.leavers];
  }

  private post(uri: string, { operation, record }: NonNullable<Event['commit']>, at: string): void {
    this.count++;
    const read = PostRecord.safeParse(record);
    // What breaks the lexicon is shown by nobody.
    if (!read.success) return;
    const editedAt = operation === 'update' ? at : null;
    const item = itemOf(read.data, { uri, seenAt: at, editedAt });
    this.deleted.delete(uri);
    // An edit may take away the word that was listened for, and what is stored must hear of it.
    if (editedAt !== null || this.wanted(item)) this.kept.set(uri, item);
  }

  private delete(uri: string): void {
    this.kept.delete(uri);
    this.deleted.add(uri);
  }

  private account(did: string, { active, status = '' }: NonNullable<Event['account']>): void {
    if (active) this.leavers.delete(did);
    else if (GONE.has(status)) this.leavers.add(did);
  }
}

export function isoOf(microseconds: number): string {
  return new Date(microseconds / 1000).toISOString();
}
