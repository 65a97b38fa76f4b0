import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../app/client.js';
import { tellDone, tellProblem } from '../../app/notices.js';
import type {
  LinkCreated,
  User,
  UserCreate,
  UserCreated,
  UserListed,
  UserList,
  UserPatch,
} from '../../app/wire.js';
import { say } from '../../language/say.js';

const EVERYBODY = ['users', 'everybody'] as const;

/** Those who were deactivated too. */
export function useEverybody() {
  return useQuery({
    queryKey: EVERYBODY,
    queryFn: ({ signal }) => api<UserList>('/users?deactivated=with', { signal }),
  });
}

function useAgain(): () => void {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: ['users'] });
    void queries.invalidateQueries({ queryKey: ['teams'] });
    // What changed may be what I may do.
    void queries.invalidateQueries({ queryKey: ['session'] });
  };
}

export function useInvite() {
  const again = useAgain();
  return useMutation({
    mutationFn: (body: UserCreate) => api<UserCreated>('/users', { method: 'POST', body }),
    onSettled: again,
  });
}

interface Change {
  readonly user: User;
  readonly patch: UserPatch;
  /** What was done, for the notice; without, nothing is told. */
  readonly done?: string;
  /** What takes it back. */
  readonly undo?: UserPatch;
}

/** Shows it at once, tells what was done, and can take it back. */
export function useChangeUser() {
  const queries = useQueryClient();
  const again = useAgain();
  const change = useMutation({
    mutationFn: ({ user, patch }: Change) =>
      api<UserListed>(`/users/${user.id}`, { method: 'PATCH', body: patch }),
    onMutate: ({ user, patch: { role, name } }) => {
      queries.setQueryData<UserList>(EVERYBODY, (list) =>
        list === undefined
          ? list
          : {
              items: list.items.map((it) =>
                it.id === user.id ? { ...it, role: role ?? it.role, name: name ?? it.name } : it,
              ),
            },
      );
    },
    onSuccess: (_user, { user, done, undo }) => {
      if (done === undefined) return;
      tellDone(done, undo && (() => change.mutate({ user, patch: undo })));
    },
    onError: (error, { user }) =>
      tellProblem(say('{name} was not changed', { name: user.name }), error),
    onSettled: again,
  });
  return change;
}

export function useNewLink() {
  const again = useAgain();
  return useMutation({
    mutationFn: (user: User) => api<LinkCreated>(`/users/${user.id}/link`, { method: 'POST' }),
    onError: (error) => tellProblem(say('No link was made'), error),
    onSettled: again,
  });
}

export function useEndSessions() {
  const again = useAgain();
  return useMutation({
    mutationFn: (user: User) => api<unknown>(`/users/${user.id}/sessions`, { method: 'DELETE' }),
    onSuccess: (_ended, { name }) => tellDone(say('{name} is signed out everywhere', { name })),
    onError: (error) => tellProblem(say('The sessions were not ended'), error),
    onSettled: again,
  });
}

export function useResetTotp() {
  const again = useAgain();
  return useMutation({
    mutationFn: (user: User) => api<unknown>(`/users/${user.id}/totp`, { method: 'DELETE' }),
    onSuccess: (_ended, { name }) =>
      tellDone(say('{name} signs in without a second step now', { name })),
    onError: (error) => tellProblem(say('The second step was not reset'), error),
    onSettled: again,
  });
}
