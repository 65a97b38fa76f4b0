import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../app/client.js';
import { tellDone, tellProblem } from '../app/notices.js';
import type { DeeperCard, Operation, TokenCreated, TokenList } from '../app/wire.js';

export function useTokens() {
  return useQuery({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => api<TokenList>('/tokens', { signal }),
  });
}

export function useTokenActions() {
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: ['tokens'] });
  const create = useMutation({
    mutationFn: (name: string) => api<TokenCreated>('/tokens', { method: 'POST', body: { name } }),
    onError: (error) => tellProblem('No token was made', error),
    onSettled: again,
  });
  const revoke = useMutation({
    mutationFn: (id: string) => api<void>(`/tokens/${id}`, { method: 'DELETE' }),
    onSuccess: () => tellDone('Revoked'),
    onError: (error) => tellProblem('The token was not revoked', error),
    onSettled: again,
  });
  return { create, revoke };
}

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
    onSuccess: () => tellDone('Tried again'),
    onError: (error) => tellProblem('It could not be tried again', error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['operation'] }),
  });
}
