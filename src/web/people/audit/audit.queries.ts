import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { api, query } from '../../app/client.js';
import type { AuditPage } from '../../app/wire.js';
import { askedOf, type AuditFilters } from './audit-filters.js';

const AT_ONCE = 50;

/** Newest first; older pages are asked for one by one. */
export function useAudit(filters: AuditFilters, mayRead: boolean) {
  return useInfiniteQuery({
    queryKey: ['audit', filters],
    queryFn: ({ signal, pageParam }) =>
      api<AuditPage>(`/audit${query({ ...askedOf(filters), cursor: pageParam, limit: AT_ONCE })}`, {
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    enabled: mayRead,
  });
}

/** Where the browser loads all lines of these filters from. */
export const exportAddress = (filters: AuditFilters, as: 'csv' | 'jsonl'): string =>
  `/api/v1/audit/export${query({ ...askedOf(filters), as })}`;
