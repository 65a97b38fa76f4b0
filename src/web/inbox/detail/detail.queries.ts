import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, query } from '../../app/client.js';
import { useServerChanges, type ChangedIds } from '../../app/live.js';
import { tellProblem } from '../../app/notices.js';
import type {
  Check,
  Customer,
  FilteredOut,
  MentionDetail,
  SourceKindList,
  Thread,
} from '../../app/wire.js';
import { say } from '../../language/say.js';
import { mentionKey } from '../mentions.queries.js';

/** Changes of one mention show within a moment: one reads and answers here. */
const LIVE_MS = 250;

/** Asks again for the open mention, and for all that stands around it, when it has changed. */
export function useLiveMention(id: string): void {
  const queries = useQueryClient();
  const react = useCallback(
    (ids: ChangedIds) => {
      if (ids === null || ids.has(id)) void queries.invalidateQueries({ queryKey: mentionKey(id) });
    },
    [queries, id],
  );
  useServerChanges(['mentions', 'tasks'], react, LIVE_MS);
}

export function useThread(id: string) {
  return useQuery({
    queryKey: [...mentionKey(id), 'thread'],
    queryFn: ({ signal }) => api<Thread>(`/mentions/${id}/thread`, { signal }),
  });
}

export function useCustomer(id: string) {
  return useInfiniteQuery({
    queryKey: [...mentionKey(id), 'customer'],
    queryFn: ({ pageParam: cursor, signal }) =>
      api<Customer>(`/mentions/${id}/customer${query({ cursor })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

/** Whether a kind of place can be asked for one post; undefined until that is known. */
export function useCanLook(kind: string): boolean | undefined {
  const kinds = useQuery({
    queryKey: ['source-kinds'],
    queryFn: ({ signal }) => api<SourceKindList>('/source-kinds', { signal }),
    staleTime: 10 * 60_000,
  });
  return kinds.data?.items.some((known) => known.kind === kind && known.rechecks && known.on);
}

/** Asks the place now. */
export function useCheck(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api<Check>(`/mentions/${id}/check`, { method: 'POST' }),
    onSuccess: ({ liveness }) =>
      queries.setQueryData<MentionDetail>(mentionKey(id), (detail) =>
        detail === undefined ? detail : { ...detail, liveness },
      ),
    onError: (error) => tellProblem(say('The place was not asked'), error),
  });
}

export function useFilteredOut(days: number) {
  return useQuery({
    queryKey: ['filtered-out', days],
    queryFn: ({ signal }) => api<FilteredOut>(`/filtered-out?days=${days}`, { signal }),
  });
}
