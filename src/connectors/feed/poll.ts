import type { HistoryPage, HistoryRequest, PollRequest, PollResult } from '../connector.js';
import { NotFound } from '../errors.js';
import type { HttpReply } from '../http.js';
import { longest, pauseAskedFor } from '../paged.js';
import { readCursor, walkPages, type Page, type PageCursor, type Walk } from '../paging.js';
import type { Refine } from './build.js';
import { distinct } from './identity.js';
import { pushOf } from './push.js';
import { readFeed, type ReadFeed } from './read.js';
import { olderPage } from './wordpress-pages.js';

/** What polling needs to know of a feed. */
export interface FeedAddress {
  readonly url: string;
  /** The feed is in our own network, and its operator asks for it: no guard, no robots.txt. */
  readonly allowPrivate?: boolean | undefined;
}

export const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, ' +
  'application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1';

/** @param refine what is particular to the posts of a kind of place */
export async function pollFeed(
  { params, cursor: stored, validators, http, signal }: PollRequest<FeedAddress>,
  refine?: Refine,
): Promise<PollResult> {
  const allowPrivate = params.allowPrivate ?? false;
  const options = { accept: ACCEPT, allowPrivate, robots: !allowPrivate, signal };
  const reply = await http.get(params.url, { ...options, validators });
  const read = reply.status === 304 ? null : await readFeed(fromReply(reply), refine);
  const cursor = readCursor(stored);
  const freshForSeconds = longest(reply.freshForSeconds, read?.document.freshForSeconds ?? null);
  const movedTo = reply.permanentRedirectTo;
  if (read === null && !cursor?.gap) {
    return { outcome: 'not-modified', freshForSeconds, validators: reply.validators, movedTo };
  }
  const origin = new URL(reply.url).origin;
  // Only to known posts do pages lead that the feed does not name itself.
  const first = read === null ? null : pageOf(read, reply.url, origin, cursor !== null);
  const walk = await walkPages(first, cursor, async (url) => {
    const older = await http.get(url, options);
    const page = pageOf(await readFeed(fromReply(older), refine), url, origin, true);
    return repeats(page, first) ? { ...page, next: null } : page;
  });
  const complete = reaches(first, cursor, walk);
  return {
    outcome: 'items',
    place: { title: read?.document.title ?? null, link: read?.document.link ?? null },
    items: walk.items,
    cursor: walk.cursor,
    validators: reply.validators,
    freshForSeconds: longest(freshForSeconds, pauseAskedFor(walk.failure)),
    ...(complete === null ? {} : { complete }),
    ...(first === null ? {} : { windowOnly: first.next === null }),
    movedTo,
    ...(read === null
      ? {}
      : { push: pushOf(reply.headers['link'], read.document.push, reply.url) }),
  };
}

/** The older pages of a feed that has them (RFC 5005, or what WordPress gives). */
export async function feedHistory(
  { params, position, http, signal }: HistoryRequest<FeedAddress>,
  refine?: Refine,
): Promise<HistoryPage> {
  const asked = position ?? params.url;
  const allowPrivate = params.allowPrivate ?? false;
  const options = { accept: ACCEPT, allowPrivate, robots: !allowPrivate, signal };
  try {
    const reply = await http.get(asked, options);
    const read = await readFeed(fromReply(reply), refine);
    return pageOf(read, asked, new URL(params.url).origin, true);
  } catch (error) {
    // Past its end a place may well answer "not found".
    if (position !== null && error instanceof NotFound) return { items: [], next: null };
    throw error;
  }
}

/**
 * Whether the answer reaches back to what was known.
 *
 * @returns null when it cannot be told: at the first poll, and of a feed that is empty now
 */
function reaches(first: Page | null, cursor: PageCursor | null, walk: Walk): boolean | null {
  if (cursor === null) return null;
  if (walk.cursor?.gap || walk.isLost) return false;
  if (first === null || first.next !== null || cursor.seen.length === 0) return true;
  if (first.items.length === 0) return null;
  const seen = new Set(cursor.seen);
  return first.items.some(({ externalId }) => seen.has(externalId));
}

/** A place that knows no pages shows its newest whatever page it is asked for. */
function repeats({ items }: Page, first: Page | null): boolean {
  return items.length > 0 && items[0]?.externalId === first?.items[0]?.externalId;
}

function fromReply({ body, url, headers }: HttpReply): {
  readonly body: Uint8Array;
  readonly url: string;
  readonly contentType: string | undefined;
} {
  return { body, url, contentType: headers['content-type'] };
}

/**
 * Pages elsewhere are not followed: what holds for this host was not agreed for others.
 *
 * @param unnamed whether pages count that the feed does not name
 */
function pageOf(
  { document, items }: ReadFeed,
  url: string,
  origin: string,
  unnamed: boolean,
): Page {
  const next = document.next ?? (unnamed ? olderPage(document, url) : null);
  return {
    items: distinct(items),
    next: next !== null && new URL(next).origin === origin ? next : null,
  };
}
