import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useNavigate } from 'react-router';
import type { InboxStatus, Mention } from '../app/wire.js';
import { fetchMention, mentionKey } from './mentions.queries.js';
import type { Triage } from './triage.js';

/** Going from mention to mention, and on to the next one when one is dealt with. */
export interface Moves {
  readonly current: Mention | null;
  readonly by: (step: 1 | -1) => void;
  readonly close: () => void;
  readonly setStatus: (mention: Mention, status: InboxStatus) => void;
}

const NARROW = '(max-width: 700px)';

export function useMoves(
  rows: readonly Mention[],
  id: string | null,
  search: string,
  triage: Triage,
): Moves {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const at = rows.findIndex((row) => row.id === id);
  const next = rows[at + 1] ?? null;
  const nextId = next?.id ?? null;
  useEffect(() => {
    if (id === null || nextId === null) return;
    void queries.prefetchQuery({
      queryKey: mentionKey(nextId),
      queryFn: ({ signal }) => fetchMention(nextId, signal),
    });
  }, [queries, id, nextId]);
  return useMemo(() => {
    const go = (to: Mention | null): void => {
      const pathname = to === null ? '/inbox' : `/inbox/${to.id}`;
      void navigate({ pathname, search }, { replace: id !== null && to !== null });
      if (to !== null) bringToView(to.id);
    };
    return {
      current: rows[at] ?? null,
      by: (step) => {
        const to = rows[at < 0 && step < 0 ? rows.length - 1 : at + step];
        if (to !== undefined) go(to);
      },
      close: () => go(null),
      setStatus: (mention, status) => {
        if (mention.id === id && status !== mention.status) {
          const closing = window.matchMedia(NARROW).matches;
          go(closing ? null : (rows[at + 1] ?? rows[at - 1] ?? null));
        }
        triage.setStatus(mention, status);
      },
    };
  }, [rows, at, id, search, navigate, triage]);
}

/** The keyboard goes where the eye goes. */
function bringToView(id: string): void {
  const row = document.querySelector<HTMLElement>(`[data-mention="${CSS.escape(id)}"]`);
  row?.focus({ preventScroll: true });
  row?.closest('li')?.scrollIntoView({ block: 'nearest' });
}
