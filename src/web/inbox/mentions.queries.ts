import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, query } from '../app/client.js';
import type { MentionCounts, MentionDetail, MentionPage } from '../app/wire.js';
import { askedFilters, type Filters } from './filters.js';

/** The first page is to be there at once; those that are fetched ahead may be longer. */
const FIRST_PAGE = 50;
const NEXT_PAGE = 100;

export const countsKey = ['mention-counts'] as const;
export const listKey = (filters: Filters) => ['mentions', filters] as const;
export const mentionKey = (id: string) => ['mention', id] as const;

export function fetchPage(
  filters: Filters,
  cursor: string | null,
  signal?: AbortSignal,
  limit = cursor === null ? FIRST_PAGE : NEXT_PAGE,
): Promise<MentionPage> {
  const asked = { ...askedFilters(filters), sort: filters.sort, cursor, limit };
  return api<MentionPage>(`/mentions${query(asked)}`, signal === undefined ? {} : { signal });
}

/** Pages that stay as they were loaded: newcomers announce themselves instead of moving the rows. */
export function useMentionList(filters: Filters) {
  return useInfiniteQuery({
    queryKey: listKey(filters),
    queryFn: ({ pageParam, signal }) => fetchPage(filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    staleTime: Infinity,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    // Pages keep their rows as they are; comparing thousands of them at every page would be felt.
    structuralSharing: false,
  });
}

export function fetchMention(id: string, signal?: AbortSignal): Promise<MentionDetail> {
  return api<MentionDetail>(`/mentions/${id}`, signal === undefined ? {} : { signal });
}

export function useMention(id: string) {
  return useQuery({
    queryKey: mentionKey(id),
    queryFn: ({ signal }) => fetchMention(id, signal),
  });
}

export function useCounts() {
  return useQuery({
    queryKey: countsKey,
    queryFn: ({ signal }) => api<MentionCounts>('/mentions/counts', { signal }),
  });
}
