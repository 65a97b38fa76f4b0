import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../app/client.js';
import { tellDone, tellProblem } from '../../app/notices.js';
import type {
  Me,
  MePatch,
  MySession,
  MySessionList,
  PasswordChange,
  RecoveryCodes,
  TotpBegun,
  TotpEnd,
} from '../../app/wire.js';
import { say } from '../../language/say.js';

const ME = ['me'] as const;
const SESSIONS = ['me', 'sessions'] as const;

export function useMe() {
  return useQuery({ queryKey: ME, queryFn: ({ signal }) => api<Me>('/me', { signal }) });
}

export function useChangeMe() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: MePatch) => api<Me>('/me', { method: 'PATCH', body: change }),
    onSuccess: (me) => {
      queries.setQueryData(ME, me);
      void queries.invalidateQueries({ queryKey: ['session'] });
      void queries.invalidateQueries({ queryKey: ['users'] });
    },
    onError: (error) => tellProblem(say('Your account was not changed'), error),
  });
}

export function useChangePassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: PasswordChange) => api<void>('/me/password', { method: 'PUT', body }),
    onSuccess: () => {
      tellDone(say('Password changed'));
      void queries.invalidateQueries({ queryKey: ME });
    },
  });
}

/** The second step: begun, confirmed by a code, ended. */
export function useTotp() {
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: ME });
  const begin = useMutation({
    mutationFn: () => api<TotpBegun>('/me/totp', { method: 'POST' }),
    onError: (error) => tellProblem(say('Two-step sign-in was not begun'), error),
  });
  const confirm = useMutation({
    mutationFn: (code: string) =>
      api<RecoveryCodes>('/me/totp/confirm', { method: 'POST', body: { code } }),
    onSuccess: again,
  });
  const end = useMutation({
    mutationFn: (body: TotpEnd) => api<void>('/me/totp', { method: 'DELETE', body }),
    onSuccess: () => {
      tellDone(say('Two-step sign-in is off'));
      void again();
    },
  });
  return { begin, confirm, end };
}

export function useMySessions() {
  return useQuery({
    queryKey: SESSIONS,
    queryFn: ({ signal }) => api<MySessionList>('/me/sessions', { signal }),
  });
}

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    /** null: all but the one that asks. */
    mutationFn: (session: MySession | null) =>
      api<unknown>(session === null ? '/me/sessions' : `/me/sessions/${session.id}`, {
        method: 'DELETE',
      }),
    onSuccess: (_ended, session) =>
      tellDone(session === null ? say('All other sessions are ended') : say('Session ended')),
    onError: (error) => tellProblem(say('The session was not ended'), error),
    onSettled: () => queries.invalidateQueries({ queryKey: SESSIONS }),
  });
}
