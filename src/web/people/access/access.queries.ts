import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../app/client.js';
import { tellDone, tellProblem } from '../../app/notices.js';
import type {
  PermissionList,
  Token,
  TokenCreate,
  TokenCreated,
  TokenList,
} from '../../app/wire.js';
import { say } from '../../language/say.js';

export function usePermissions() {
  return useQuery({
    queryKey: ['permissions'],
    queryFn: ({ signal }) => api<PermissionList>('/permissions', { signal }),
    staleTime: 10 * 60_000,
  });
}

/** Whose tokens. */
export type Of = 'me' | 'everyone';

export function useTokens(of: Of) {
  return useQuery({
    queryKey: ['tokens', of],
    queryFn: ({ signal }) => api<TokenList>(`/tokens?of=${of}`, { signal }),
  });
}

export function useTokenActions() {
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: ['tokens'] });
  const create = useMutation({
    mutationFn: (body: TokenCreate) => api<TokenCreated>('/tokens', { method: 'POST', body }),
    onSettled: again,
  });
  const revoke = useMutation({
    mutationFn: ({ id }: Token) => api<void>(`/tokens/${id}`, { method: 'DELETE' }),
    onSuccess: (_gone, { name }) => tellDone(say('{name} is revoked', { name })),
    onError: (error) => tellProblem(say('The token was not revoked'), error),
    onSettled: again,
  });
  return { create, revoke };
}
