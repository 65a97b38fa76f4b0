import type { ItemAuthor } from '../../domain/mention.js';
import { readAuthor } from './author.js';
import { toLine } from './construct.js';
import { readDate } from '../text/dates.js';
import { wellFormed } from '../text/decode.js';
import type { Entry, FeedDocument } from './document.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { htmlToText, tidy, tidyLine } from '../text/plain-text.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads JSON Feed 1.0 and 1.1 (jsonfeed.org), forgiving wrong types of single fields.
 *
 * @param url where the document came from: the base of relative addresses
 * @returns null when it is no JSON, or JSON of another kind
 */
export function readJsonFeed(source: string, url: string | null): FeedDocument | null {
  const feed = parse(source);
  if (feed === null || !Array.isArray(feed['items'])) return null;
  const items = feed['items'].filter(isObject);
  const isDeclared = text(feed['version']).includes('jsonfeed.org');
  if (feed['items'].length > 0 && items.length === 0) return null;
  if (!isDeclared && !looksLikeItems(items)) return null;
  const author = authorOf(feed, url);
  const language = languageOf(feed);
  return {
    title: titleOf(feed),
    link: absoluteUrl(text(feed['home_page_url']), url),
    next: absoluteUrl(text(feed['next_url']), url),
    push: pushOf(feed, url),
    generator: null,
    freshForSeconds: null,
    entries: items.map((item) => entry(item, url, author, language)),
  };
}

function pushOf(feed: Json, url: string | null): FeedDocument['push'] {
  const hubs = Array.isArray(feed['hubs']) ? feed['hubs'].filter(isObject) : [];
  const hub = hubs.find((it) => text(it['type']).toLowerCase() === 'websub') ?? {};
  const [at, topic] = [text(hub['url']), text(feed['feed_url'])].map((it) => absoluteUrl(it, url));
  return { ...(at ? { hub: at } : {}), ...(topic ? { topic } : {}) };
}

/** Feeds without a proper version are known by what only JSON Feed has. */
function looksLikeItems(items: readonly Json[]): boolean {
  const isItem = (item: Json): boolean => 'content_html' in item || 'content_text' in item;
  return items.length > 0 && items.every(isItem);
}

function parse(source: string): Json | null {
  try {
    const value: unknown = JSON.parse(source);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Ids come as numbers, too. */
function text(value: unknown): string {
  if (typeof value === 'string') return wellFormed(value);
  return typeof value === 'number' ? String(value) : '';
}

function line(value: unknown): string | null {
  return tidyLine(text(value)) || null;
}

/** Titles are plain text by the standard, and HTML in many a feed. */
function titleOf(holder: Json): string | null {
  return toLine({ content: text(holder['title']), hasElements: false, kind: 'unstated' }) || null;
}

function entry(
  item: Json,
  base: string | null,
  author: ItemAuthor | null,
  language: string | null,
): Entry {
  const tags = Array.isArray(item['tags']) ? item['tags'].map(text).map(tidyLine) : [];
  const updatedAt = readDate(text(item['date_modified']));
  return {
    id: line(item['id']),
    url: absoluteUrl(text(item['url']), base) ?? absoluteUrl(text(item['external_url']), base),
    title: titleOf(item),
    text:
      htmlToText(text(item['content_html'])) ||
      tidy(text(item['content_text'])) ||
      tidy(text(item['summary'])),
    author: authorOf(item, base) ?? author,
    publishedAt: readDate(text(item['date_published'])) ?? updatedAt,
    updatedAt,
    rating: null,
    tags: [...new Set(tags.filter((tag) => tag !== ''))],
    parentId: null,
    language: languageOf(item) ?? language,
  };
}

/** `authors` of 1.1, `author` of 1.0; either may be an object or a list of them. */
function authorOf(holder: Json, base: string | null): ItemAuthor | null {
  const candidates = [holder['authors'], holder['author']].flat();
  for (const candidate of candidates) {
    const parts = isObject(candidate) ? candidate : { name: candidate };
    const uri = text(parts['url']);
    const author = readAuthor({ name: text(parts['name']), email: '', uri, text: '' }, base);
    if (author !== null) return author;
  }
  return null;
}

function languageOf(holder: Json): string | null {
  return /^([a-z]{2})(?:-|$)/i.exec(text(holder['language']))?.[1]?.toLowerCase() ?? null;
}
