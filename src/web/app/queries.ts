import { keepPreviousData, QueryCache, QueryClient, useQuery } from '@tanstack/react-query';
import { api, ApiError } from './client.js';
import type { Session, SourceList, Taxonomy, UserList } from './wire.js';

/** One client for the page. An answer "not signed in" to anything shows the sign-in page. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ApiError && error.status === 401) {
        queryClient.setQueryData(['session'], null);
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      networkMode: 'always',
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      retryDelay: (attempt) => 400 * 2 ** attempt,
    },
    mutations: { networkMode: 'always' },
  },
});

/** Who is signed in; null when nobody is. */
export function useSession() {
  return useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        return await api<Session>('/session', { signal });
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: Infinity,
  });
}

export function useTaxonomy() {
  return useQuery({
    queryKey: ['taxonomy'],
    queryFn: ({ signal }) => api<Taxonomy>('/taxonomy', { signal }),
    staleTime: 10 * 60_000,
  });
}

/** @param hours length of their timelines */
export function useSources(hours = 24) {
  return useQuery({
    queryKey: ['sources', 'list', hours],
    queryFn: ({ signal }) => api<SourceList>(`/sources?hours=${hours}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useUsers() {
  return useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => api<UserList>('/users', { signal }),
  });
}
