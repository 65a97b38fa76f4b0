import { useQuery } from '@tanstack/react-query';
import { api } from '../../app/client.js';
import type { MacroList } from '../../app/wire.js';

export const macrosKey = ['macros'] as const;

/** One's own and those that are shared. */
export function useMacros() {
  return useQuery({
    queryKey: macrosKey,
    queryFn: ({ signal }) => api<MacroList>('/macros', { signal }),
    staleTime: 60_000,
  });
}
