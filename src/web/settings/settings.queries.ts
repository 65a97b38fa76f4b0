import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../app/client.js';
import { tellDone, tellProblem } from '../app/notices.js';
import { say } from '../language/say.js';
import type { DeeperCard, Operation } from '../app/wire.js';

const REFRESH_MS = 5000;

export function useOperation() {
  return useQuery({
    queryKey: ['operation'],
    queryFn: ({ signal }) => api<Operation>('/operation', { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useDeeper() {
  return useQuery({
    queryKey: ['deeper'],
    queryFn: ({ signal }) => api<DeeperCard>('/reading/deeper', { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useRetryDead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ queue, id }: { queue: string; id: string }) =>
      api<void>(`/operation/dead/${encodeURIComponent(queue)}/${encodeURIComponent(id)}/retry`, {
        method: 'POST',
      }),
    onSuccess: () => tellDone(say('Tried again')),
    onError: (error) => tellProblem(say('It could not be tried again'), error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['operation'] }),
  });
}
