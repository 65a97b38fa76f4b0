import { z } from 'zod';
import { AllowanceSpent } from '../domain/allowance.js';
import type { Item } from '../domain/mention.js';
import { Gone, NotFound, PlaceError, RateLimited, Rejected } from './errors.js';

/** Pages read in one poll, the first included. */
export const MAX_PAGES = 5;
const MAX_IDS = 500;

const CursorSchema = z.object({
  /** Ids on the newest page at the last poll, in its order. */
  seen: z.array(z.string()),
  /** Where a gap that was too long for one poll goes on, and the ids at which it ends. */
  gap: z.object({ next: z.string(), until: z.array(z.string()) }).nullable(),
});

/** What is remembered of a place with pages between polls. */
export type PageCursor = z.output<typeof CursorSchema>;

/** What was stored may be of an older version of Earshot: then the place is read as if for the first time. */
export function readCursor(stored: unknown): PageCursor | null {
  return CursorSchema.safeParse(stored).data ?? null;
}

/** One page, newest post first. */
export interface Page {
  readonly items: readonly Item[];
  /** What leads to the next older page: an address, a number, a token; null on the last. */
  readonly next: string | null;
}

export interface Walk {
  readonly items: readonly Item[];
  readonly cursor: PageCursor | null;
  /** What stopped the walk before its end; the pages read until then count. */
  readonly failure: PlaceError | null;
  /** Whether the rest of a gap was given up: the place does not take the position any more. */
  readonly isLost: boolean;
}

/**
 * Reads on from the newest page to the posts known from last time, over at most `MAX_PAGES` pages.
 *
 * When they do not suffice, the rest is remembered and read in the next polls, so that a long
 * silence of ours loses nothing. Only the first poll of all does not go on for ever into the past.
 * An empty page, which many places give by mistake, does not make the known posts forgotten.
 *
 * @param first the newest page; null when the place said that it has not changed
 * @param fetchPage reads a further page
 */
export async function walkPages(
  first: Page | null,
  cursor: PageCursor | null,
  fetchPage: (next: string) => Promise<Page>,
): Promise<Walk> {
  const items = new Map<string, Item>();
  const newest = ids(first?.items ?? []);
  const seen = newest.length === 0 ? (cursor?.seen ?? []) : newest;
  const fresh = await walk(first, cursor?.seen ?? [], MAX_PAGES, items, fetchPage);
  const next = cursor === null ? null : fresh.next;
  if (next !== null || fresh.failure !== null || !cursor?.gap) {
    const until = cursor?.gap?.until ?? cursor?.seen ?? [];
    const gap = next === null ? (cursor?.gap ?? null) : { next, until };
    const { failure } = fresh;
    return { items: [...items.values()], cursor: remembered(seen, gap), failure, isLost: false };
  }
  const left = { items: [], next: cursor.gap.next };
  const { until } = cursor.gap;
  const rest = await walk(left, until, MAX_PAGES + 1 - fresh.pages, items, fetchPage);
  // Tokens of pages end some time; asking with them for ever would close no gap.
  const isLost = rest.failure instanceof Rejected;
  const gap = rest.next === null || isLost ? null : { next: rest.next, until };
  const { failure } = rest;
  return { items: [...items.values()], cursor: remembered(seen, gap), failure, isLost };
}

interface Stretch {
  /** The page that would come next; null at the known posts or at the end of the place. */
  readonly next: string | null;
  readonly pages: number;
  readonly failure: PlaceError | null;
}

async function walk(
  first: Page | null,
  until: readonly string[],
  maxPages: number,
  items: Map<string, Item>,
  fetchPage: (next: string) => Promise<Page>,
): Promise<Stretch> {
  const known = new Set(until);
  const visited = new Set<string>();
  let page = first;
  let pages = 0;
  while (page !== null) {
    pages++;
    for (const item of page.items)
      if (!items.has(item.externalId)) items.set(item.externalId, item);
    const { next } = page;
    if (next === null || visited.has(next) || reaches(page, known)) {
      return { next: null, pages, failure: null };
    }
    if (pages >= maxPages) return { next, pages, failure: null };
    visited.add(next);
    try {
      page = await fetchPage(next);
    } catch (error) {
      // Past its end a place may well answer "not found".
      if (error instanceof NotFound || error instanceof Gone)
        return { next: null, pages, failure: null };
      const failure = error instanceof AllowanceSpent ? spent(error) : error;
      if (failure instanceof PlaceError) return { next, pages, failure };
      throw error;
    }
  }
  return { next: null, pages, failure: null };
}

/** What was read until then is kept; the rest waits until there is more. */
function spent({ message, until }: AllowanceSpent): RateLimited {
  return new RateLimited(`Further pages wait: ${message}.`, { retryAt: until });
}

/** Pinned posts stay on top for ever, so only the older half of a page tells. */
function reaches(page: Page, known: ReadonlySet<string>): boolean {
  const older = page.items.slice(Math.floor(page.items.length / 2));
  return older.some(({ externalId }) => known.has(externalId));
}

function ids(items: readonly Item[]): string[] {
  return items.slice(0, MAX_IDS).map(({ externalId }) => externalId);
}

function remembered(seen: string[], gap: PageCursor['gap']): PageCursor {
  return { seen, gap };
}
