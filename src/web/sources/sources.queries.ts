import { useQuery } from '@tanstack/react-query';
import { api } from '../app/client.js';
import type { SourceDetail, SourceKind, SourceKindList } from '../app/wire.js';

export function useSource(id: string) {
  return useQuery({
    queryKey: ['sources', 'one', id],
    queryFn: ({ signal }) => api<SourceDetail>(`/sources/${id}`, { signal }),
  });
}

/** They change only when Earshot is started anew. */
export function useSourceKinds() {
  return useQuery({
    queryKey: ['source-kinds'],
    queryFn: ({ signal }) => api<SourceKindList>('/source-kinds', { signal }),
    staleTime: 10 * 60_000,
  });
}

export function useSourceKind(kind: string): SourceKind | undefined {
  return useSourceKinds().data?.items.find((one) => one.kind === kind);
}
