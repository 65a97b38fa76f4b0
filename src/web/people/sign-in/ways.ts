import { useQuery } from '@tanstack/react-query';
import { api } from '../../app/client.js';
import type { SessionWays } from '../../app/wire.js';

/** How one can sign in here. */
export function useWays() {
  return useQuery({
    queryKey: ['ways'],
    queryFn: ({ signal }) => api<SessionWays>('/session/ways', { signal }),
    staleTime: 5 * 60_000,
  });
}
