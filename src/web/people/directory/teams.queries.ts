import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../app/client.js';
import { tellDone, tellProblem } from '../../app/notices.js';
import type { Team, TeamList } from '../../app/wire.js';
import { say } from '../../language/say.js';

const TEAMS = ['teams'] as const;

export function useTeams() {
  return useQuery({
    queryKey: TEAMS,
    queryFn: ({ signal }) => api<TeamList>('/teams', { signal }),
  });
}

interface Membership {
  readonly team: Team;
  readonly userIds: readonly string[];
  /** Who they were, for the way back; without, there is none. */
  readonly before?: readonly string[];
}

export function useTeamActions() {
  const queries = useQueryClient();
  const again = (): void => {
    void queries.invalidateQueries({ queryKey: TEAMS });
    void queries.invalidateQueries({ queryKey: ['users'] });
    void queries.invalidateQueries({ queryKey: ['me'] });
  };
  const create = useMutation({
    mutationFn: (name: string) => api<Team>('/teams', { method: 'POST', body: { name } }),
    onSettled: again,
  });
  const rename = useMutation({
    mutationFn: ({ team, name }: { team: Team; name: string }) =>
      api<Team>(`/teams/${team.id}`, { method: 'PATCH', body: { name } }),
    onSettled: again,
  });
  const remove = useMutation({
    mutationFn: (team: Team) => api<void>(`/teams/${team.id}`, { method: 'DELETE' }),
    onSuccess: (_gone, { name }) => tellDone(say('The team {name} is removed', { name })),
    onError: (error) => tellProblem(say('The team was not removed'), error),
    onSettled: again,
  });
  const members = useMutation({
    mutationFn: ({ team, userIds }: Membership) =>
      api<Team>(`/teams/${team.id}/members`, { method: 'PUT', body: { userIds } }),
    onSuccess: (_team, { team, before }) => {
      if (before === undefined) return;
      tellDone(say('Members of {name} saved', { name: team.name }), () =>
        members.mutate({ team, userIds: before }),
      );
    },
    onError: (error) => tellProblem(say('The members were not changed'), error),
    onSettled: again,
  });
  return { create, rename, remove, members };
}

export type TeamActions = ReturnType<typeof useTeamActions>;
