import { createHash } from 'node:crypto';
import type { Item, ItemAuthor } from '../../../domain/mention.js';
import { absoluteUrl } from '../../text/absolute-url.js';
import { readDate } from '../../text/dates.js';
import { tidy, tidyLine } from '../../text/plain-text.js';
import type { MarkedUpPage } from './page.js';
import { ratingOf } from './rating.js';
import { allThings, textOf, thingOf, type Thing } from './thing.js';

const TYPES = new Set(['review', 'userreview', 'criticreview', 'employerreview']);

/** More than pages show; keeps hostile ones from costing time. */
const MAX_REVIEWS = 2000;

/**
 * The reviews that a page marks up, each once.
 *
 * @param address of the source's first page: part of the ids of reviews that have none of their own
 */
export function reviewsOf({ things, language }: MarkedUpPage, address: string | null): Item[] {
  const reviews = [...found(things)].slice(0, MAX_REVIEWS);
  const own = reviews.map((review) => ownId(review, address));
  const counts = new Map<string, number>();
  for (const id of own) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
  const items = reviews.map((review, i) => {
    const id = own[i] ?? null;
    const item = itemOf(review, address, language);
    // An id that several reviews claim is that of their page or of what they speak about.
    const isOwn = id !== null && counts.get(id) === 1;
    return { ...item, externalId: isOwn ? id : fingerprint(item, address) };
  });
  return onceEach(
    items.filter(({ title, text, rating }) => title !== null || text !== '' || rating !== null),
  );
}

/** Whether the page says that there are no reviews yet, as opposed to not marking them up. */
export function saysNone({ things }: MarkedUpPage): boolean {
  for (const thing of allThings(things)) {
    if ((thing.properties.get('review') ?? thing.properties.get('reviews'))?.length === 0)
      return true;
    const count = textOf(thing, 'reviewcount', 'ratingcount');
    if (count !== null && /^\s*0\s*$/.test(count)) return true;
  }
  return false;
}

function* found(things: readonly Thing[]): Generator<Thing> {
  const named = new Set<Thing>();
  for (const thing of allThings(things)) {
    for (const name of ['review', 'reviews'])
      for (const value of thing.properties.get(name) ?? [])
        if (typeof value !== 'string' && value.types.length === 0) named.add(value);
    const isReview = thing.types.some((type) => TYPES.has(type.toLowerCase()));
    if ((isReview || named.has(thing)) && !thing.isCutOff) yield thing;
  }
}

function itemOf(review: Thing, address: string | null, language: string | null): Item {
  const text = tidy(textOf(review, 'reviewbody', 'description', 'text') ?? '');
  const title = tidyLine(textOf(review, 'headline', 'name', 'title', 'summary') ?? '');
  const stated = /^([a-z]{2})(?:[-_]|$)/i.exec(textOf(review, 'inlanguage') ?? '')?.[1];
  const published = textOf(review, 'datepublished', 'datecreated', 'dtreviewed');
  return {
    externalId: '',
    url: absoluteUrl(textOf(review, 'url') ?? '', address) ?? address,
    title: title === '' || title === text ? null : title,
    text,
    author: authorOf(review, address),
    publishedAt: dateOf(published),
    updatedAt: dateOf(textOf(review, 'datemodified')),
    rating: ratingOf(review),
    tags: [],
    parentId: null,
    language: stated?.toLowerCase() ?? language,
  };
}

function authorOf(review: Thing, address: string | null): ItemAuthor | null {
  const name = tidyLine(textOf(review, 'author', 'creator', 'reviewer') ?? '');
  if (name === '') return null;
  const person = thingOf(review, 'author', 'creator', 'reviewer');
  const url = person === null ? null : (textOf(person, 'url') ?? person.id);
  return { name, handle: null, url: absoluteUrl(url ?? '', address) };
}

/** Besides what feeds write, `26.01.2024`; `01/02/2024` has two readings, so it has none. */
function dateOf(text: string | null): string | null {
  const value = text?.trim() ?? '';
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b/.exec(value);
  if (dotted === null) return readDate(value);
  const [, day = '', month = '', year = ''] = dotted;
  return readDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/** What the page itself calls the review; null when that is just the page. */
function ownId(review: Thing, address: string | null): string | null {
  for (const id of [review.id, textOf(review, 'url')]) {
    if (id === null || id.trim() === '' || id.startsWith('_:')) continue;
    const absolute = absoluteUrl(id, address) ?? id.trim();
    if (absolute !== address && absolute.length <= 500) return absolute;
  }
  return null;
}

function fingerprint({ author, publishedAt, text, title }: Item, address: string | null): string {
  const parts = [address, author?.name, publishedAt, (text || (title ?? '')).slice(0, 80)];
  const hash = createHash('sha256').update(parts.map((part) => part ?? '').join('\n'));
  return `hash:${hash.digest('base64url').slice(0, 22)}`;
}

/**
 * Drops repetitions: pages mark the same review up in two notations, or twice in one. The first
 * stays, with what only the others tell. Same words of the same author on two days are two reviews.
 */
function onceEach(items: readonly Item[]): Item[] {
  const bySame = new Map<string, Item[]>();
  for (const item of items) {
    const words = (item.text || (item.title ?? '')).replace(/\s+/g, ' ').slice(0, 80);
    const key = JSON.stringify([item.author?.name?.toLowerCase(), words.toLowerCase()]);
    const same = bySame.get(key) ?? [];
    bySame.set(key, same);
    const at = same.findIndex((other) => dayOf(item, other));
    const before = same[at];
    if (before === undefined) same.push(item);
    else same[at] = richer(before, item);
  }
  const kept = [...bySame.values()].flat();
  const order = new Map(items.map(({ externalId }, i) => [externalId, i]));
  return kept.sort((a, b) => (order.get(a.externalId) ?? 0) - (order.get(b.externalId) ?? 0));
}

function dayOf(a: Item, b: Item): boolean {
  if (a.publishedAt === null || b.publishedAt === null) return true;
  return a.publishedAt.slice(0, 10) === b.publishedAt.slice(0, 10);
}

function richer(first: Item, other: Item): Item {
  return {
    ...first,
    title: first.title ?? other.title,
    publishedAt: first.publishedAt ?? other.publishedAt,
    updatedAt: first.updatedAt ?? other.updatedAt,
    rating: first.rating ?? other.rating,
  };
}
