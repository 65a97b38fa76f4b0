import { createHash } from 'node:crypto';
import type { Item, ItemAuthor } from '../domain/mention.js';
import { cleanText } from '../store/bulk.js';

/** Most that is kept of each part of a post, in UTF-16 code units. What is cut ends in "…". */
const MOST = {
  /** Ids and handles are index entries, which PostgreSQL limits to 2,704 bytes. */
  id: 400,
  author: 200,
  url: 2_048,
  title: 1_000,
  /** The search index takes about a megabyte of distinct words, in up to 4 bytes a character. */
  text: 50_000,
  tag: 100,
  tags: 50,
  language: 35,
};

/** PostgreSQL and ISO 8601 agree on years of four digits. */
const LATEST_MS = Date.UTC(10_000, 0) - 1;

/**
 * Makes a post fit the tables, whatever the place sent: one hostile or broken post must not keep
 * the others of its answer from being stored. An ordinary post comes back as it was.
 *
 * Long ids and handles keep a digest of the whole, so that two of them never become one; a
 * parent's id is cut the same way and still names its post. Addresses that no browser should
 * open, ratings that are no number and times before 1970 or after 9999 are left out.
 */
export function storable(item: Item): Item {
  const title = item.title === null ? null : cut(cleanText(item.title), MOST.title);
  return {
    externalId: distinct(cleanText(item.externalId), MOST.id),
    url: address(item.url),
    title: title === '' ? null : title,
    text: cut(cleanText(item.text), MOST.text),
    author: author(item.author),
    publishedAt: instant(item.publishedAt),
    updatedAt: instant(item.updatedAt),
    rating: real(item.rating),
    tags: item.tags
      .slice(0, MOST.tags)
      .map((tag) => cut(cleanText(tag), MOST.tag))
      .filter((tag) => tag !== ''),
    parentId: item.parentId === null ? null : distinct(cleanText(item.parentId), MOST.id),
    language:
      item.language !== null && item.language.length <= MOST.language
        ? cleanText(item.language)
        : null,
  };
}

function author(given: ItemAuthor | null): ItemAuthor | null {
  if (given === null) return null;
  const named = (text: string | null): string | null =>
    text === null ? null : distinct(cleanText(text), MOST.author) || null;
  const [name, handle] = [named(given.name), named(given.handle)];
  return name === null && handle === null ? null : { name, handle, url: address(given.url) };
}

/** @param most at least 2 */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = most - 1;
  // Not between the halves of a surrogate pair.
  const whole = text.codePointAt(end - 1);
  return `${text.slice(0, whole !== undefined && whole > 0xffff ? end - 1 : end)}…`;
}

/** Cut, and still different from every other text that begins so. */
function distinct(text: string, most: number): string {
  if (text.length <= most) return text;
  const digest = createHash('sha256').update(text).digest('base64url');
  return cut(text, most - digest.length) + digest;
}

function address(url: string | null): string | null {
  if (url === null || url.length > MOST.url || !/^https?:\/\//i.test(url)) return null;
  return cleanText(url);
}

function instant(time: string | null): string | null {
  const at = Date.parse(time ?? '');
  return at >= 0 && at <= LATEST_MS ? new Date(at).toISOString() : null;
}

/** A number that fits the column, which has four bytes. */
function real(rating: number | null): number | null {
  if (rating === null) return null;
  const stored = Math.fround(rating);
  return Number.isFinite(stored) && (stored !== 0 || rating === 0) ? rating : null;
}
