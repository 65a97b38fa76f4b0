import { createHash } from 'node:crypto';
import type { Item } from '../../domain/mention.js';
import type { Entry } from './document.js';

/** Ids are kept as they are up to this length; longer ones are told apart by their hash. */
const MAX_ID = 500;

/**
 * Gives each entry the id by which it is known again: its own, else its address, else a hash of
 * title and date (of the text, when it has neither).
 */
export function withIds(entries: readonly Entry[]): Item[] {
  return entries.map(({ id, ...entry }) => ({
    externalId: shortened(id ?? entry.url ?? `hash:${fingerprint(entry)}`),
    ...entry,
  }));
}

/**
 * Makes ids that a feed gives to several posts distinct by a hash of the post, so that none hides
 * another; the first keeps the bare id. Repetitions of a post are dropped; of several versions of
 * one (same id and address, as Atom allows) the latest stays.
 */
export function distinct(items: readonly Item[]): Item[] {
  const known = new Map<string, Item>();
  for (const item of items) {
    const before = known.get(item.externalId);
    if (before === undefined) known.set(item.externalId, item);
    else if (isVersionOf(item, before)) {
      if ((item.updatedAt ?? '') > (before.updatedAt ?? '')) known.set(item.externalId, item);
    } else {
      const externalId = `${item.externalId}#${fingerprint(item)}`;
      if (!known.has(externalId)) known.set(externalId, { ...item, externalId });
    }
  }
  return [...known.values()];
}

function isVersionOf(item: Item, before: Item): boolean {
  return item.url === before.url && (item.url !== null || item.title === before.title);
}

function fingerprint({ title, publishedAt, url, text }: Omit<Entry, 'id'>): string {
  const content = title === null && publishedAt === null ? text : '';
  return hash([title, publishedAt, url, content].join('\n'));
}

function shortened(id: string): string {
  return id.length <= MAX_ID ? id : `${id.slice(0, MAX_ID - 25)}#${hash(id)}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
