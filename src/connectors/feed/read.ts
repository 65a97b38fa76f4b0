import Parser from 'rss-parser';
import type { Item } from '../../domain/mention.js';
import type { ParseRequest } from '../connector.js';
import { decodeText } from '../text/decode.js';
import type { Refine } from './build.js';
import type { Entry, FeedDocument } from './document.js';
import { withIds } from './identity.js';
import { readJsonFeed } from './json-feed.js';
import { BEYOND_RSS, toPlainRss, type BeyondRss } from './plain-rss.js';
import { notAFeed } from './sniff.js';
import { readXmlFeed } from './xml-feed.js';

export interface ReadFeed {
  readonly document: FeedDocument;
  readonly items: readonly Item[];
}

/**
 * Reads a feed of any format.
 *
 * @param refine what a kind of place writes into its posts in a way of its own
 * @throws Unreadable when it is none
 */
export async function readFeed(
  { body, url, contentType }: ParseRequest,
  refine?: Refine,
): Promise<ReadFeed> {
  const text = decodeText(body, contentType);
  const document = readDocument(text, url ?? null, refine);
  if (document === null) throw notAFeed(text);
  const entries = startsAsJson(text) ? document.entries : await throughRssParser(document.entries);
  return { document, items: withIds(entries) };
}

/** @returns null when it is no feed */
export function readDocument(
  text: string,
  url: string | null,
  refine?: Refine,
): FeedDocument | null {
  return startsAsJson(text) ? readJsonFeed(text, url) : readXmlFeed(text, url, refine);
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
