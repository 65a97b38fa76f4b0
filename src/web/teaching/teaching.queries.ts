import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../app/client.js';
import { tellDone, tellProblem } from '../app/notices.js';
import type { Judging, ReadingCard, ServeRequest, TeachingRun, TenToJudge } from '../app/wire.js';
import { say } from '../language/say.js';

const cardKey = ['reading-card'] as const;
const tenKey = ['ten-to-judge'] as const;

/** While something is under way. */
const REFRESH_MS = 2_000;

/** A run or a rereading that is not at its end. */
export function isBusy(card: ReadingCard): boolean {
  const { run, rereading } = card;
  const running = run !== null && run.endedAt === null;
  return running || (rereading !== null && rereading.endedAt === null);
}

export function useReadingCard() {
  return useQuery({
    queryKey: cardKey,
    queryFn: ({ signal }) => api<ReadingCard>('/reading/card', { signal }),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isBusy(state.data) ? REFRESH_MS : false,
  });
}

export function useTeach() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api<TeachingRun>('/reading/teach', { method: 'POST' }),
    onError: (error) => tellProblem(say('The models are not taught'), error),
    onSettled: () => queries.invalidateQueries({ queryKey: cardKey }),
  });
}

/** Has another model read a task; the way back is offered. */
export function useServe() {
  const queries = useQueryClient();
  const serve = useMutation({
    mutationFn: (wanted: ServeRequest & { readonly isUndo?: boolean; readonly name: string }) =>
      api<ReadingCard>('/reading/serve', {
        method: 'POST',
        body: { task: wanted.task, modelId: wanted.modelId, instead: wanted.instead },
      }),
    onSuccess: (card, { task, modelId, instead, isUndo, name }) => {
      queries.setQueryData(cardKey, card);
      if (isUndo === true) return tellDone(say('Undone'));
      const back = { task, modelId: instead, instead: modelId, name, isUndo: true };
      tellDone(say('{name} reads now', { name }), () => serve.mutate(back));
    },
    onError: (error) => {
      tellProblem(say('The model was not changed'), error);
      void queries.invalidateQueries({ queryKey: cardKey });
    },
  });
  return serve;
}

export function useTen() {
  return useQuery({
    queryKey: tenKey,
    queryFn: ({ signal }) => api<TenToJudge>('/reading/ten', { signal }),
    staleTime: 60_000,
  });
}

/** Answers show at once; what the server says of them comes after. */
export function useJudge() {
  const queries = useQueryClient();
  const put = (position: number, change: (one: Judging) => Judging): void => {
    queries.setQueryData<TenToJudge>(
      tenKey,
      (ten) =>
        ten && { items: ten.items.map((one) => (one.position === position ? change(one) : one)) },
    );
  };
  /** Of this one only: another one may have been answered since it was asked. */
  const settle = (position: number, ten: TenToJudge): void => {
    const found = ten.items.find((one) => one.position === position);
    if (found !== undefined) put(position, () => found);
  };
  const onError = (error: unknown): void => {
    tellProblem(say('Your answer was not saved'), error);
    void queries.invalidateQueries({ queryKey: tenKey });
  };
  const answer = useMutation({
    // One after the other, as they were given.
    scope: { id: 'ten' },
    mutationFn: ({ position, answer: said }: { position: number; answer: string | null }) =>
      api<TenToJudge>(`/reading/ten/${position}`, { method: 'PUT', body: { answer: said } }),
    onMutate: ({ position, answer: said }) =>
      put(position, (one) => ({ ...one, state: said === null ? 'skipped' : 'judged' })),
    onSuccess: (ten, { position }) => settle(position, ten),
    onError,
  });
  const takeBack = useMutation({
    scope: { id: 'ten' },
    mutationFn: (position: number) =>
      api<TenToJudge>(`/reading/ten/${position}`, { method: 'DELETE' }),
    onMutate: (position) => put(position, (one) => ({ ...one, state: 'waiting' })),
    onSuccess: (ten, position) => settle(position, ten),
    onError,
  });
  return { answer, takeBack };
}
