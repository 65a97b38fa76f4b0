import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../app/client.js';
import { tellDone, tellProblem } from '../app/notices.js';
import type { Source, SourceList } from '../app/wire.js';

export interface NewSource {
  readonly url: string;
  readonly name?: string;
  readonly ownedBy: string | null;
}
export type SourceChange = Partial<{ name: string; enabled: boolean; ownedBy: string | null }>;

/** What can be done to sources. The answer of the server replaces the row. */
export function useSourceActions() {
  const queries = useQueryClient();
  const replace = (changed: Source): void => {
    queries.setQueryData<SourceList>(['sources'], (list) =>
      list === undefined
        ? list
        : { items: list.items.map((item) => (item.id === changed.id ? changed : item)) },
    );
  };
  const again = () => queries.invalidateQueries({ queryKey: ['sources'] });
  const add = useMutation({
    mutationFn: (source: NewSource) => api<Source>('/sources', { method: 'POST', body: source }),
    onSuccess: (source) => tellDone(`Listening to ${source.name}`),
    onSettled: again,
  });
  const change = useMutation({
    mutationFn: ({ id, ...body }: SourceChange & { id: string }) =>
      api<Source>(`/sources/${id}`, { method: 'PATCH', body }),
    onSuccess: replace,
    onError: (error) => tellProblem('The source was not changed', error),
    onSettled: again,
  });
  const poll = useMutation({
    mutationFn: (id: string) => api<Source>(`/sources/${id}/poll`, { method: 'POST' }),
    onSuccess: (source) => {
      replace(source);
      tellDone(`Asking ${source.name} now`);
    },
    onError: (error) => tellProblem('It could not be polled', error),
    onSettled: again,
  });
  const remove = useMutation({
    mutationFn: (source: Source) => api<void>(`/sources/${source.id}`, { method: 'DELETE' }),
    onSuccess: (_, source) => tellDone(`${source.name} is removed`),
    onError: (error) => tellProblem('The source was not removed', error),
    onSettled: again,
  });
  return { add, change, poll, remove };
}
export type SourceActions = ReturnType<typeof useSourceActions>;
