import { useQuery } from '@tanstack/react-query';
import { api, query } from '../../app/client.js';
import type { BulkRun, BulkRunList } from '../../app/wire.js';
import type { Filters } from '../filters.js';
import { matchesOf } from './matches-of.js';

export const bulkKey = ['bulk'] as const;
const WATCH_MS = 1_000;

export const isUnfinished = ({ state }: BulkRun): boolean =>
  state === 'waiting' || state === 'running' || state === 'undoing';

/** One's own latest runs; watched closely while one is under way. */
export function useBulkRuns() {
  return useQuery({
    queryKey: bulkKey,
    queryFn: ({ signal }) => api<BulkRunList>('/bulk', { signal }),
    staleTime: 60_000,
    refetchInterval: ({ state }) =>
      state.data?.items.some(isUnfinished) === true ? WATCH_MS : false,
  });
}

/** How many match at this moment, exactly. */
export function useExactCount(filters: Filters) {
  const asked = matchesOf(filters);
  return useQuery({
    queryKey: ['bulk-count', asked],
    queryFn: ({ signal }) => api<{ count: number }>(`/bulk/count${query(asked)}`, { signal }),
    staleTime: 0,
    gcTime: 0,
  });
}
