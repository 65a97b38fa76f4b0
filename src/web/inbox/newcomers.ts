import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useServerChanges, type ChangedIds } from '../app/live.js';
import type { Mention, MentionPage } from '../app/wire.js';
import type { Filters } from './filters.js';
import { countNew, refreshRows, rowsOf, type Pages } from './list-cache.js';
import { countsKey, fetchMention, fetchPage, listKey, mentionKey } from './mentions.queries.js';

interface Waiting {
  readonly filters: Filters;
  readonly page: MentionPage;
  readonly count: number;
}
export interface Newcomers {
  readonly count: number;
  /** There may be more than were counted. */
  readonly more: boolean;
  readonly show: () => void;
}

/** As many as the API gives at once. */
const MOST_LOOKED_AT = 200;
const LEAST_LOOKED_AT = 50;
/** Rows further down that are asked for one by one, when they are said to have changed. */
const MOST_ROWS = 20;

/**
 * Keeps a list fresh without moving rows under the cursor: known rows are updated where they stand,
 * new ones wait behind a bar until someone asks for them. An empty list has no rows to move.
 */
export function useNewcomers(filters: Filters): Newcomers {
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const look = useCallback(
    async (ids: ChangedIds) => {
      forget(queries, ids);
      const key = listKey(filters);
      const loaded = queries.getQueryData<Pages>(key);
      if (loaded === undefined) return;
      const page = await firstPageNow(queries, filters, lookedAt(loaded));
      if (page === null) return;
      const below = await changedBelow(loaded, page, ids);
      const empty = rowsOf(queries.getQueryData<Pages>(key)).length === 0;
      queries.setQueryData<Pages>(key, (now) =>
        now === undefined || empty ? firstPage(page) : refreshRows(now, [...below, ...page.items]),
      );
      const count = countNew(queries.getQueryData<Pages>(key) ?? loaded, page.items);
      setWaiting(count > 0 ? { filters, page, count } : null);
    },
    [queries, filters],
  );
  useServerChanges(['mentions'], look);
  const mine = waiting?.filters === filters ? waiting : null;
  const show = useCallback(() => {
    if (mine === null) return;
    queries.setQueryData<Pages>(listKey(filters), firstPage(mine.page));
    setWaiting(null);
  }, [queries, filters, mine]);
  const more = mine !== null && mine.count === mine.page.items.length && mine.page.next !== null;
  return { count: mine?.count ?? 0, more, show };
}

/** What is shown beside the list is asked for again. */
function forget(queries: QueryClient, ids: ChangedIds): void {
  void queries.invalidateQueries({ queryKey: countsKey });
  if (ids === null) void queries.invalidateQueries({ queryKey: ['mention'] });
  for (const id of ids ?? []) void queries.invalidateQueries({ queryKey: mentionKey(id) });
}

/** Where many rows are loaded, a new one may belong among them and not before them. */
function lookedAt(loaded: Pages): number {
  return Math.min(MOST_LOOKED_AT, Math.max(LEAST_LOOKED_AT, rowsOf(loaded).length));
}

/** The present state of rows that changed and are not on the page that was asked for. */
async function changedBelow(
  loaded: Pages,
  page: MentionPage,
  ids: ChangedIds,
): Promise<readonly Mention[]> {
  const known = new Set(page.items.map(({ id }) => id));
  const changed = rowsOf(loaded).filter(({ id }) => ids?.has(id) === true && !known.has(id));
  const fresh = await Promise.allSettled(
    changed.slice(0, MOST_ROWS).map(({ id }) => fetchMention(id)),
  );
  return fresh.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

const MOST_TRIES = 3;

/**
 * The first page as the server has it; null when it cannot be had now. One that was asked for before
 * a change on this screen would bring back what was just dealt with, so it is asked for again.
 */
async function firstPageNow(
  queries: QueryClient,
  filters: Filters,
  limit: number,
): Promise<MentionPage | null> {
  const changedAt = (): number => queries.getQueryState(listKey(filters))?.dataUpdatedAt ?? 0;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = changedAt();
    const page = await fetchPage(filters, null, undefined, limit).catch(() => null);
    if (page === null || changedAt() === before) return page;
  }
  return null;
}

function firstPage(page: MentionPage): Pages {
  return { pages: [page], pageParams: [null] };
}
