import Parser from 'rss-parser';
import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type {
  HistoryPage,
  HistoryRequest,
  ParseRequest,
  Parsed,
  PollRequest,
  PollResult,
  PolledConnector,
} from '../connector.js';
import type { HttpClient, HttpReply } from '../http.js';
import { longest, pauseAskedFor } from '../paged.js';
import { readCursor, walkPages, type Page } from '../paging.js';
import { decodeText } from '../text/decode.js';
import { discoverFeeds, type FoundFeed } from './discovery.js';
import type { Entry, FeedDocument } from './document.js';
import { distinct, withIds } from './identity.js';
import { readJsonFeed } from './json-feed.js';
import { BEYOND_RSS, toPlainRss, type BeyondRss } from './plain-rss.js';
import { notAFeed } from './sniff.js';
import { readXmlFeed } from './xml-feed.js';

const FeedParams = z.strictObject({
  url: z
    .url({
      protocol: /^https?$/,
      error: 'must be a web address beginning with https:// or http://',
    })
    .meta({
      title: 'Address',
      description: 'Address of the feed itself, not of the page it belongs to',
    }),
  allowPrivate: z.boolean().optional().meta({
    title: 'In our own network',
    description:
      'Lets Earshot reach a private address for this source; only for places you run yourself',
  }),
});

export type FeedParams = z.output<typeof FeedParams>;

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, ' +
  'application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1';

/** RSS, RDF, Atom and JSON Feed. */
export const feedConnector: PolledConnector<FeedParams> = {
  kind: 'feed',
  genre: 'feed',
  name: 'Feed',
  title: 'Feed: RSS, Atom or JSON Feed of a blog, forum, news or review site',
  terms: {
    access: 'open',
    note: 'Feeds are made to be read by programs. Most show only their newest 10 to 50 posts, and not what was deleted.',
    eraseWhenGone: false,
  },
  params: FeedParams,
  locate: ({ url }) => ({ locator: url, host: new URL(url).host, name: new URL(url).host, url }),
  moved: (params, url) => ({ ...params, url }),
  parse: async (request) => {
    const { document, items } = await understand(request);
    const { title, link, freshForSeconds } = document;
    return { place: { title, link }, items, freshForSeconds } satisfies Parsed;
  },
  poll,
  history,
};

async function poll({
  params,
  cursor: stored,
  validators,
  http,
  signal,
}: PollRequest<FeedParams>): Promise<PollResult> {
  const allowPrivate = params.allowPrivate ?? false;
  const get = (url: string, known: typeof validators): Promise<HttpReply> =>
    http.get(url, { accept: ACCEPT, allowPrivate, validators: known, signal });
  const reply = await get(params.url, validators);
  const read = reply.status === 304 ? null : await understand(fromReply(reply));
  const cursor = readCursor(stored);
  const freshForSeconds = longest(reply.freshForSeconds, read?.document.freshForSeconds ?? null);
  if (read === null && !cursor?.gap) {
    return { outcome: 'not-modified', freshForSeconds, validators: reply.validators };
  }
  const origin = new URL(reply.url).origin;
  const first = read === null ? null : pageOf(read, origin);
  const walk = await walkPages(first, cursor, async (url) =>
    pageOf(await understand(fromReply(await get(url, null))), origin),
  );
  return {
    outcome: 'items',
    place: { title: read?.document.title ?? null, link: read?.document.link ?? null },
    items: walk.items,
    // Feeds without pages are a window: nothing to remember but what is stored anyway.
    cursor: cursor === null && !first?.next ? null : walk.cursor,
    validators: reply.validators,
    freshForSeconds: longest(freshForSeconds, pauseAskedFor(walk.failure)),
  };
}

/** The older pages of a feed that has them (RFC 5005, or what WordPress gives). */
async function history({
  params: { url, allowPrivate = false },
  position,
  http,
  signal,
}: HistoryRequest<FeedParams>): Promise<HistoryPage> {
  const asked = position ?? url;
  const reply = await http.get(asked, { accept: ACCEPT, allowPrivate, signal });
  return pageOf(await understand(fromReply(reply)), new URL(asked).origin);
}

/**
 * Finds the feeds behind an address that a person gave: the address itself when it is a feed, else
 * those that the page there names.
 *
 * @throws the errors of http.ts; Unreadable when there is neither a feed nor a page that names one
 */
export async function findFeeds(
  http: HttpClient,
  { url, allowPrivate = false }: FeedParams,
  signal: AbortSignal,
): Promise<FoundFeed[]> {
  const reply = await http.get(url, { accept: `${ACCEPT}, text/html`, allowPrivate, signal });
  const contentType = reply.headers['content-type'];
  const text = decodeText(reply.body, contentType);
  const document = readDocument(text, reply.url);
  if (document !== null) {
    return [{ url: reply.url, title: document.title, type: contentType ?? '' }];
  }
  const found = discoverFeeds(text, reply.url);
  if (found.length === 0) throw notAFeed(text);
  return found;
}

interface Understood {
  readonly document: FeedDocument;
  readonly items: readonly Item[];
}

async function understand({ body, url, contentType }: ParseRequest): Promise<Understood> {
  const text = decodeText(body, contentType);
  const document = readDocument(text, url ?? null);
  if (document === null) throw notAFeed(text);
  const isJson = startsAsJson(text);
  const entries = isJson ? document.entries : await throughRssParser(document.entries);
  return { document, items: withIds(entries) };
}

function readDocument(text: string, url: string | null): FeedDocument | null {
  return startsAsJson(text) ? readJsonFeed(text, url) : readXmlFeed(text, url);
}

function startsAsJson(text: string): boolean {
  return /^\s*\{/.test(text);
}

const rss = new Parser<object, BeyondRss>({ customFields: { item: [...BEYOND_RSS] } });

/** Entries per document given to rss-parser: bounds its memory, and lets others have their turn. */
const BATCH = 200;

/**
 * Reads entries with rss-parser. It gets them as plain RSS 2.0, since it loses or rejects much of
 * what feeds are in the wild: broken XML, foreign prefixes, inline XHTML, odd dates, Atom's
 * `updated`, relative addresses.
 */
async function throughRssParser(entries: readonly Entry[]): Promise<Entry[]> {
  const read: Entry[] = [];
  for (let from = 0; from < entries.length; from += BATCH) {
    const feed = await rss.parseString(toPlainRss(entries.slice(from, from + BATCH)));
    read.push(...feed.items.map(entryOf));
  }
  return read;
}

function entryOf(item: BeyondRss & Parser.Item): Entry {
  const author = {
    name: item.creator ?? null,
    handle: item.authorHandle ?? null,
    url: item.authorUrl ?? null,
  };
  return {
    id: item.guid ?? null,
    url: item.link ?? null,
    title: item.title ?? null,
    text: item.text ?? '',
    author: author.name === null && author.url === null ? null : author,
    publishedAt: item.isoDate ?? null,
    updatedAt: item.updated ?? null,
    rating: item.rating === undefined ? null : Number(item.rating),
    tags: item.categories ?? [],
    parentId: item.parent ?? null,
    language: item.language ?? null,
  };
}

function fromReply({ body, url, headers }: HttpReply): ParseRequest {
  return { body, url, contentType: headers['content-type'] };
}

/** Pages elsewhere are not followed: what holds for this host was not agreed for others. */
function pageOf({ document, items }: Understood, origin: string): Page {
  const { next } = document;
  return {
    items: distinct(items),
    next: next !== null && new URL(next).origin === origin ? next : null,
  };
}
