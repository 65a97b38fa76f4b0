import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../app/client.js';
import { tellDone, tellProblem } from '../app/notices.js';
import type { SavedView, SavedViewList } from '../app/wire.js';
import { say } from '../language/say.js';

const KEY = ['saved-views'] as const;

/** One's own views of the inbox and those that others share. */
export function useSavedViews() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api<SavedViewList>('/views', { signal }),
    staleTime: 60_000,
  });
}

export interface ViewChanges {
  readonly save: (view: Pick<SavedView, 'name' | 'address' | 'shared'>) => Promise<SavedView>;
  readonly change: (
    view: SavedView,
    part: Partial<Pick<SavedView, 'name' | 'address' | 'shared'>>,
  ) => Promise<SavedView>;
  readonly remove: (view: SavedView) => void;
}

/** Saving, changing and removing views; what was removed can be had back. */
export function useViewChanges(): ViewChanges {
  const queries = useQueryClient();
  const again = (): Promise<void> => queries.invalidateQueries({ queryKey: KEY });
  const save = useMutation({
    mutationFn: ({ name, address, shared }: Pick<SavedView, 'name' | 'address' | 'shared'>) =>
      api<SavedView>('/views', { method: 'POST', body: { name, address, shared } }),
    onSettled: again,
  });
  const change = useMutation({
    mutationFn: ({ view, part }: { view: SavedView; part: Partial<SavedView> }) =>
      api<SavedView>(`/views/${view.id}`, {
        method: 'PATCH',
        body: { ...part, version: view.version },
      }),
    onSettled: again,
  });
  const remove = useMutation({
    mutationFn: (view: SavedView) => api<void>(`/views/${view.id}`, { method: 'DELETE' }),
    onSettled: again,
    onSuccess: (_nothing, view) =>
      tellDone(say('The view {name} is removed', { name: view.name }), () =>
        save.mutate(view, {
          onError: (error) => tellProblem(say('The view is not back'), error),
        }),
      ),
    onError: (error) => tellProblem(say('The view is still there'), error),
  });
  return {
    save: (view) => save.mutateAsync(view),
    change: (view, part) => change.mutateAsync({ view, part }),
    remove: (view) => remove.mutate(view),
  };
}
