import { createHash } from 'node:crypto';
import type { Item } from '../domain/mention.js';
import { compileQuery } from '../domain/query.js';
import type { Bus } from '../queue/bus.js';
import type { MonitorEntity } from '../store/entities/monitor.entity.js';
import type { KnownMention } from '../store/known-mentions.js';
import type { Heard } from '../store/mentions.store.js';
import { storable } from './storable.js';

/** The place that posts came from, as far as storing them needs it. */
export interface Origin {
  readonly id: string;
  /** Kind and host, within which a handle names one account. */
  readonly place: string;
  /** Everything here is about this monitor, whatever its words are. */
  readonly ownedByMonitorId: string | null;
}

/** Which posts the monitors listen for at one place. */
export type Listen = (item: Item) => Pick<Heard, 'monitorIds' | 'matchedBecause'> | null;

/** Prepares the monitors for many posts, each of which must be `storable` already. */
export function listenAt(origin: Origin, monitors: readonly MonitorEntity[]): Listen {
  const queries = monitors.map((monitor) => ({ monitor, matches: compileQuery(monitor) }));
  return (item) => {
    const hits = queries.flatMap(({ monitor, matches }) => {
      const { matched, why } = matches(item);
      if (matched) return [{ id: monitor.id, why }];
      return monitor.id === origin.ownedByMonitorId
        ? [{ id: monitor.id, why: 'everything here is ours' }]
        : [];
    });
    if (hits.length === 0) return null;
    // Work is opened for the owner of the place before any other brand that is named in it.
    hits.sort(
      (a, b) => Number(b.id === origin.ownedByMonitorId) - Number(a.id === origin.ownedByMonitorId),
    );
    return { monitorIds: hits.map(({ id }) => id), matchedBecause: hits.map(({ why }) => why) };
  };
}

/**
 * Keeps the posts that a monitor listens for, each made fit to be stored. What is cut off is
 * not searched either: a match that nobody can see would be no evidence.
 *
 * @param known posts that are stored already, by external id: an edit may take out the words that
 *   a monitor listens for, and stays what it was kept for; other monitors may listen for it, too
 * @returns one entry per external id; when an answer holds an id twice, its last post
 */
export function hear(
  items: readonly Item[],
  origin: Origin,
  monitors: readonly MonitorEntity[],
  known: ReadonlyMap<string, KnownMention> = new Map(),
): Heard[] {
  const listen = listenAt(origin, monitors);
  const heard = new Map<string, Heard>();
  for (const item of items.map(storable)) {
    const kept = together(known.get(item.externalId), listen(item));
    if (kept) heard.set(item.externalId, { item, contentHash: digest(item), ...kept });
  }
  return [...heard.values()];
}

/** For whom a post is kept: those who had it before come first, with their present reasons. */
function together(before: KnownMention | undefined, now: KnownMention | null): KnownMention | null {
  if (before === undefined || now === null) return now ?? before ?? null;
  const reasons = new Map(before.monitorIds.map((id, n) => [id, before.matchedBecause[n] ?? '']));
  for (const [n, id] of now.monitorIds.entries()) reasons.set(id, now.matchedBecause[n] ?? '');
  return { monitorIds: [...reasons.keys()], matchedBecause: [...reasons.values()] };
}

/** Changes when a reader would see something else. */
function digest({ title, text, rating }: Item): string {
  return createHash('sha1')
    .update(JSON.stringify([title, text, rating]))
    .digest('base64url');
}

/** Sends mentions on to a step, a page to a job. The key names the page: while it waits, it is not added again. */
export async function sendOn(
  bus: Bus,
  step: 'read' | 'triage',
  mentionIds: readonly string[],
  pageSize: number,
): Promise<void> {
  for (const page of pages(mentionIds, pageSize)) {
    const key = createHash('sha1').update(page.join()).digest('base64url');
    await bus.add(step, { mentionIds: page }, `${step}-${key}`);
  }
}

function* pages<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}
