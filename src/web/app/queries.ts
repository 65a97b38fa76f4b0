import {
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  useQuery,
} from '@tanstack/react-query';
import { api, ApiError } from './client.js';
import { askToSignIn } from './sign-in-state.js';
import type { ProveAgain, Session, SourceList, Taxonomy, UserList } from './wire.js';

const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;

const PROVE_AGAIN: ProveAgain = 'urn:earshot:problem:sign-in-again';

/** One client for the page. An answer "not signed in" to anything asks to sign in again. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (isSignedOut(error)) noticeTheEnd();
    },
  }),
  mutationCache: new MutationCache({
    onError: (error) => {
      if (!(error instanceof ApiError)) return;
      // A wrong password is answered likewise, so the session itself is asked.
      if (error.status === 401) void checkSession();
      if (error.problem?.type === PROVE_AGAIN) askToSignIn('stale');
      // What one may do has changed, it seems.
      else if (error.status === 403) void queryClient.invalidateQueries({ queryKey: ['session'] });
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

/** While somebody works the page stays as it is, and with it what they wrote. */
function noticeTheEnd(): Session | null {
  const session = queryClient.getQueryData<Session | null>(['session']) ?? null;
  if (session === null) queryClient.setQueryData(['session'], null);
  else askToSignIn('ended');
  return session;
}

/** Asks whether the server still knows our session. */
export async function checkSession(): Promise<void> {
  await api<Session>('/session').catch((error: unknown) => {
    if (isSignedOut(error)) noticeTheEnd();
  });
}

/** Who is signed in; null when nobody is. */
export function useSession() {
  return useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        return await api<Session>('/session', { signal });
      } catch (error) {
        if (isSignedOut(error)) return noticeTheEnd();
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
