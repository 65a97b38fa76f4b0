import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '../app/client.js';
import { tellProblem } from '../app/notices.js';
import type { NotificationRulesView, NotificationRulesWrite } from '../app/wire.js';
import { languageNow, say } from '../language/say.js';

const KEY = ['notification-rules'] as const;
const PATH = '/me/notification-rules';
/** Several clicks in a row are saved together. */
const SETTLE_MS = 600;

export function useRules() {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => {
      const view = await api<NotificationRulesView>(PATH, { signal });
      // Who has chosen nothing yet has no zone: the one they sit in is the likely one.
      const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
      return view.chosen ? view : { ...view, digest: { ...view.digest, zone } };
    },
    // What is being changed here must not change under the hands.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
}

/** Saves by itself, a moment after the last change. */
export function useSaveRules() {
  const queries = useQueryClient();
  const timer = useRef<number | null>(null);
  const save = useMutation({
    mutationFn: (body: NotificationRulesWrite) =>
      api<NotificationRulesView>(PATH, { method: 'PUT', body }),
    onSuccess: (saved) => {
      // A change that was made meanwhile is on its way.
      if (timer.current === null) queries.setQueryData(KEY, saved);
    },
    onError: (error) => tellProblem(say('Your choice was not saved'), error),
  });
  const pending = useRef<NotificationRulesWrite | null>(null);
  const { mutate } = save;
  const flush = useRef(() => {
    timer.current = null;
    const body = pending.current;
    pending.current = null;
    if (body !== null) mutate(body);
  });
  useEffect(() => {
    const now = flush.current;
    return () => {
      if (timer.current !== null) window.clearTimeout(timer.current);
      now();
    };
  }, []);
  const change = (part: Partial<Pick<NotificationRulesWrite, 'rules' | 'digest'>>): void => {
    const shown = queries.getQueryData<NotificationRulesView>(KEY);
    if (shown === undefined) return;
    const next = { ...shown, ...part };
    queries.setQueryData(KEY, next);
    pending.current = { rules: next.rules, digest: next.digest, language: languageNow() };
    if (timer.current !== null) window.clearTimeout(timer.current);
    timer.current = window.setTimeout(flush.current, SETTLE_MS);
  };
  return { change, save };
}
