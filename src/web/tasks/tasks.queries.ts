import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ApiError, query } from '../app/client.js';
import { tellDone, tellProblem } from '../app/notices.js';
import type { TaskDetail, TaskOutcome, TaskPage } from '../app/wire.js';
import { say } from '../language/say.js';

export const VIEWS = ['open', 'mine', 'claimed', 'resolved'] as const;
export type TaskView = (typeof VIEWS)[number];

export function readView(params: URLSearchParams): TaskView {
  return VIEWS.find((view) => view === params.get('view')) ?? 'open';
}

const ASKS: Record<TaskView, { status: string; owner?: string }> = {
  open: { status: 'open' },
  mine: { status: 'claimed', owner: 'me' },
  claimed: { status: 'claimed' },
  resolved: { status: 'resolved' },
};

export function useTaskList(view: TaskView) {
  return useInfiniteQuery({
    queryKey: ['tasks', view],
    queryFn: ({ pageParam, signal }) =>
      api<TaskPage>(`/tasks${query({ ...ASKS[view], cursor: pageParam, limit: 50 })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

export function useTask(id: string) {
  return useQuery({
    queryKey: ['task', id],
    queryFn: ({ signal }) => api<TaskDetail>(`/tasks/${id}`, { signal }),
  });
}

/** One thing that a person does to a task. */
export type TaskStep =
  | { readonly does: 'claim' | 'release' | 'reopen' }
  | { readonly does: 'resolve'; readonly outcome: TaskOutcome; readonly note: string };

const DONE: Record<TaskStep['does'], string> = {
  claim: 'It is yours now',
  release: 'Released: anyone can take it',
  resolve: 'Resolved',
  reopen: 'Reopened',
};

export function useTaskStep(task: TaskDetail) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ does, ...rest }: TaskStep) =>
      api<TaskDetail>(`/tasks/${task.id}/${does}`, {
        method: 'POST',
        body: { version: task.version, ...withoutEmptyNote(rest) },
      }),
    onSuccess: (changed, { does }) => {
      queries.setQueryData(['task', task.id], changed);
      tellDone(DONE[does]);
    },
    onError: (error) => {
      void queries.invalidateQueries({ queryKey: ['task', task.id] });
      if (error instanceof ApiError && error.status === 409) {
        tellProblem(say('Not changed: you now see it as it is'), error);
      } else {
        tellProblem(say('Your change was not saved'), error);
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['tasks'] }),
  });
}

function withoutEmptyNote(rest: object): object {
  return 'note' in rest && rest.note === '' ? { ...rest, note: undefined } : rest;
}
