import type { ItemAuthor } from '../../domain/mention.js';
import { toLine, toText } from './construct.js';
import { readDate } from '../text/dates.js';
import type { Entry, FeedDocument } from './document.js';
import type { Draft, Found } from './draft.js';
import type { FeedLinks } from './links.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { tidyLine } from '../text/plain-text.js';

/** What entries take over from their feed. */
export interface Inherited {
  readonly author: ItemAuthor | null;
  readonly language: string | null;
  /** Base for addresses that are relative to nothing else. */
  readonly link: string | null;
}

/** Takes from a post what its kind of place writes there in a way of its own. */
export type Refine = (entry: Entry, found: Draft) => Entry;

interface Handing {
  /** Whether entries without an author are the feed's own author's. */
  readonly ownAuthor: boolean;
  readonly refine?: Refine | undefined;
}

/** Makes the feed out of what was collected of it. */
export function buildFeed(
  feed: Draft,
  entries: readonly Draft[],
  { next, hub, self }: FeedLinks,
  { ownAuthor, refine = (entry) => entry }: Handing,
): FeedDocument {
  const link = address(feed.get('link'), null);
  const inherited = {
    author: ownAuthor ? feed.getAuthor() : null,
    language: language(feed),
    link,
  };
  return {
    title: line(feed.get('title')),
    link,
    next: next ?? null,
    push: { ...(hub ? { hub } : {}), ...(self ? { topic: self } : {}) },
    generator: line(feed.get('generator')),
    freshForSeconds: freshness(feed),
    entries: entries.map((entry) => refine(buildEntry(entry, inherited), entry)),
  };
}

function buildEntry(draft: Draft, inherited: Inherited): Entry {
  const text = draft.get('text');
  const updatedAt = date(draft.get('updated'));
  return {
    id: line(draft.get('id')),
    url: address(draft.get('link'), inherited.link),
    title: line(draft.get('title')),
    text: text === null ? '' : toText(text),
    author: draft.getAuthor() ?? inherited.author,
    publishedAt: date(draft.get('published')) ?? updatedAt,
    updatedAt,
    rating: number(draft.get('rating')),
    tags: [...new Set(draft.tags)],
    parentId: line(draft.get('parent')),
    language: language(draft) ?? inherited.language,
  };
}

function line(found: Found | null): string | null {
  const text = found === null ? '' : toLine(found);
  return text === '' ? null : text;
}

function date(found: Found | null): string | null {
  return found === null ? null : readDate(found.content);
}

function address(found: Found | null, fallbackBase: string | null): string | null {
  return found === null ? null : absoluteUrl(found.content, found.base ?? fallbackBase);
}

function number(found: Found | null): number | null {
  const value = Number(found?.content.trim() || Number.NaN);
  return Number.isFinite(value) ? value : null;
}

/** `en-us` → `en`; what has no code of two letters is not stated. */
function language(draft: Draft): string | null {
  const stated = draft.get('language')?.content ?? draft.language ?? '';
  return /^\s*([a-z]{2})(?:[-_]|\s*$)/i.exec(stated)?.[1]?.toLowerCase() ?? null;
}

const PERIOD_SECONDS: Readonly<Record<string, number>> = {
  hourly: 3600,
  daily: 86_400,
  weekly: 604_800,
  monthly: 2_592_000,
  yearly: 31_536_000,
};

/** The longer of RSS's `ttl` (minutes) and the syndication module's period over frequency. */
function freshness(feed: Draft): number | null {
  const ttl = (number(feed.get('ttl')) ?? 0) * 60;
  const period = PERIOD_SECONDS[tidyLine(feed.get('updatePeriod')?.content ?? '').toLowerCase()];
  const frequency = Math.max(1, number(feed.get('updateFrequency')) ?? 1);
  const seconds = Math.floor(Math.max(ttl, (period ?? 0) / frequency));
  return seconds > 0 ? seconds : null;
}
