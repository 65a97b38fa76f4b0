import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '../app/client.js';
import { useServerChanges } from '../app/live.js';
import { tellDone, tellProblem } from '../app/notices.js';
import type { Source, SourceDetail, SourceList } from '../app/wire.js';
import { say } from '../language/say.js';

export interface NewSource {
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly name?: string;
  readonly ownedBy: string | null;
}
export type SourceChange = Partial<{
  name: string;
  enabled: boolean;
  ownedBy: string | null;
  params: Readonly<Record<string, unknown>>;
  minIntervalSeconds: number;
  maxIntervalSeconds: number;
  eraseWhenGone: boolean;
}>;

/** Asks for the sources again whenever the server says that some have changed. */
export function useFreshSources(): void {
  const queries = useQueryClient();
  const refresh = useCallback(
    () => void queries.invalidateQueries({ queryKey: ['sources'] }),
    [queries],
  );
  useServerChanges(['sources'], refresh);
}

/** What can be done to sources. The answer of the server replaces the row. */
export function useSourceActions() {
  const queries = useQueryClient();
  const replace = (changed: Source): void => {
    queries.setQueriesData<SourceList>({ queryKey: ['sources', 'list'] }, (list) =>
      list === undefined
        ? list
        : {
            items: list.items.map((item) =>
              // The list may show another stretch of time.
              item.id === changed.id ? { ...changed, timeline: item.timeline } : item,
            ),
          },
    );
    queries.setQueryData<SourceDetail>(['sources', 'one', changed.id], (detail) =>
      detail === undefined ? detail : { ...detail, ...changed, timeline: detail.timeline },
    );
  };
  const again = () => queries.invalidateQueries({ queryKey: ['sources'] });
  const add = useMutation({
    mutationFn: (source: NewSource) => api<Source>('/sources', { method: 'POST', body: source }),
    onSuccess: (source) => tellDone(say('Listening to {name}', { name: source.name })),
    onSettled: again,
  });
  const change = useMutation({
    mutationFn: ({ id, ...body }: SourceChange & { id: string }) =>
      api<Source>(`/sources/${id}`, { method: 'PATCH', body }),
    onSuccess: replace,
    onError: (error) => tellProblem(say('The source was not changed'), error),
    onSettled: again,
  });
  const poll = useMutation({
    mutationFn: (id: string) => api<Source>(`/sources/${id}/poll`, { method: 'POST' }),
    onSuccess: (source) => {
      replace(source);
      tellDone(say('Asking {name} now', { name: source.name }));
    },
    onError: (error) => tellProblem(say('It could not be polled'), error),
    onSettled: again,
  });
  const remove = useMutation({
    mutationFn: (source: Pick<Source, 'id' | 'name'>) =>
      api<void>(`/sources/${source.id}`, { method: 'DELETE' }),
    onSuccess: (_, source) => tellDone(say('{name} is removed', { name: source.name })),
    onError: (error) => tellProblem(say('The source was not removed'), error),
    onSettled: again,
  });
  return { add, change, poll, remove };
}
export type SourceActions = ReturnType<typeof useSourceActions>;
