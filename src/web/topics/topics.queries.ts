import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, query } from '../app/client.js';
import type { TopicList, TopicQuotes } from '../app/wire.js';

export function useTopics(weeks: number, monitor: string | null) {
  return useQuery({
    queryKey: ['topics', weeks, monitor],
    queryFn: ({ signal }) => api<TopicList>(`/topics${query({ weeks, monitor })}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useQuotes(topic: string, weeks: number, monitor: string | null) {
  return useQuery({
    queryKey: ['topics', 'quotes', topic, weeks, monitor],
    queryFn: ({ signal }) =>
      api<TopicQuotes>(`/topics/${encodeURIComponent(topic)}/quotes${query({ weeks, monitor })}`, {
        signal,
      }),
  });
}
