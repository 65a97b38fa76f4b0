import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, query } from '../app/client.js';
import { useServerChanges } from '../app/live.js';
import { tellProblem } from '../app/notices.js';
import type { Notification, NotificationPage } from '../app/wire.js';
import { say } from '../language/say.js';

const KEY = ['notifications'] as const;
const REFRESH_MS = 600;
const PAGE = 20;

/** What this person was told, newest first, as it happens. */
export function useNotifications(unreadOnly: boolean) {
  const queries = useQueryClient();
  const refresh = useCallback(() => void queries.invalidateQueries({ queryKey: KEY }), [queries]);
  useServerChanges(['notifications'], refresh, REFRESH_MS);
  return useInfiniteQuery({
    queryKey: [...KEY, unreadOnly],
    queryFn: ({ pageParam, signal }) =>
      api<NotificationPage>(
        `/notifications${query({ limit: PAGE, cursor: pageParam, unread: unreadOnly ? 'true' : null })}`,
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchOnWindowFocus: true,
  });
}

type Marked =
  { readonly ids: readonly string[]; readonly read: boolean } | { readonly upTo: string };

/** Marks as read or unread: at once on the screen, the server's answer follows. */
export function useMark() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (marked: Marked) =>
      api<void>('/notifications/read', { method: 'POST', body: marked }),
    onMutate: async (marked) => {
      await queries.cancelQueries({ queryKey: KEY });
      queries.setQueriesData<{ pages: NotificationPage[]; pageParams: unknown[] }>(
        { queryKey: KEY },
        (shown) => shown && { ...shown, pages: shown.pages.map((page) => marking(page, marked)) },
      );
    },
    onError: (error) => tellProblem(say('It could not be marked'), error),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

function marking(page: NotificationPage, marked: Marked): NotificationPage {
  const now = new Date().toISOString();
  const isMeant = ({ id }: Notification): boolean =>
    'upTo' in marked ? BigInt(id) <= BigInt(marked.upTo) : marked.ids.includes(id);
  const read = 'upTo' in marked || marked.read;
  const items = page.items.map((item) =>
    isMeant(item) && (item.readAt === null) === read
      ? { ...item, readAt: read ? now : null }
      : item,
  );
  const turned = items.filter((item, at) => item !== page.items[at]).length;
  const unread = 'upTo' in marked ? 0 : page.unread + (read ? -turned : turned);
  return { ...page, items, unread: Math.max(0, unread) };
}
