import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useServerChanges, type ChangedIds } from '../app/live.js';
import type { MentionPage } from '../app/wire.js';
import type { Filters } from './filters.js';
import { countNew, refreshRows, rowsOf, type Pages } from './list-cache.js';
import { countsKey, fetchPage, listKey, mentionKey } from './mentions.queries.js';

interface Waiting {
  readonly filters: Filters;
  readonly page: MentionPage;
  readonly count: number;
}

/**
 * Keeps a list fresh without moving rows under the cursor: known rows are updated where they stand,
 * new ones wait behind a bar until someone asks for them. An empty list has no rows to move.
 */
export function useNewcomers(filters: Filters): { count: number; show: () => void } {
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const look = useCallback(
    async (ids: ChangedIds) => {
      void queries.invalidateQueries({ queryKey: countsKey });
      if (ids === null) void queries.invalidateQueries({ queryKey: ['mention'] });
      for (const id of ids ?? []) void queries.invalidateQueries({ queryKey: mentionKey(id) });
      const key = listKey(filters);
      const loaded = queries.getQueryData<Pages>(key);
      if (loaded === undefined) return;
      const page = await firstPageNow(queries, filters);
      if (page === null) return;
      const empty = rowsOf(queries.getQueryData<Pages>(key)).length === 0;
      queries.setQueryData<Pages>(key, (now) =>
        now === undefined || empty ? firstPage(page) : refreshRows(now, page.items),
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
  return { count: mine?.count ?? 0, show };
}

const MOST_TRIES = 3;

/**
 * The first page as the server has it; null when it cannot be had now. One that was asked for before
 * a change on this screen would bring back what was just dealt with, so it is asked for again.
 */
async function firstPageNow(queries: QueryClient, filters: Filters): Promise<MentionPage | null> {
  const changedAt = (): number => queries.getQueryState(listKey(filters))?.dataUpdatedAt ?? 0;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = changedAt();
    const page = await fetchPage(filters, null).catch(() => null);
    if (page === null || changedAt() === before) return page;
  }
  return null;
}

function firstPage(page: MentionPage): Pages {
  return { pages: [page], pageParams: [null] };
}
