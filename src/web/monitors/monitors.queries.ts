import { useQuery } from '@tanstack/react-query';
import { api } from '../app/client.js';
import type { MonitorList } from '../app/wire.js';

export const monitorsKey = ['monitors'] as const;

export function useMonitors() {
  return useQuery({
    queryKey: monitorsKey,
    queryFn: ({ signal }) => api<MonitorList>('/monitors', { signal }),
    staleTime: 60_000,
  });
}
