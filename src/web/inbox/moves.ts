import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { InboxStatus, Mention, MentionAction } from '../app/wire.js';
import { tabShows, type Filters } from './filters.js';
import { fetchMention, mentionKey } from './mentions.queries.js';
import { isNarrow } from './panes.js';
import type { Triage } from './triage.js';

/** Going from mention to mention, and on to the next one when one is dealt with. */
export interface Moves {
  /** The row under the cursor: the open mention, else where one was last. */
  readonly current: Mention | null;
  readonly cursorId: string | null;
  readonly by: (step: 1 | -1) => Mention | null;
  /** Opens the mention under the cursor; the first when there is none. */
  readonly open: () => void;
  /** Back to the list; the cursor stays. */
  readonly close: () => void;
  /** Puts the cursor on a row without opening it. */
  readonly pointAt: (id: string) => void;
  readonly act: (mention: Mention, action: MentionAction) => void;
  readonly setStatus: (mention: Mention, status: InboxStatus) => void;
  /** The same, as the part of `Triage` that goes on. */
  readonly acting: Pick<Triage, 'act' | 'setStatus'>;
}

/** Shows the row and gives it the keyboard. */
export type Reveal = (id: string) => void;

export interface Ground {
  readonly rows: readonly Mention[];
  /** The mention of the address. */
  readonly id: string | null;
  readonly search: string;
  readonly filters: Filters;
  readonly triage: Triage;
  /** Whether the list and a mention are beside each other. */
  readonly split: boolean;
  readonly reveal: Reveal;
}

export function useMoves({ rows, id, search, filters, triage, split, reveal }: Ground): Moves {
  const navigate = useNavigate();
  const [held, hold] = useState<string | null>(null);
  const cursorId = id ?? held;
  const at = useCursorAt(rows, cursorId);
  usePrefetch(id, rows[at.found < 0 ? at.last : at.found + 1]?.id ?? null);
  return useMemo(() => {
    const go = (to: Mention | null): void => {
      const pathname = to === null ? '/inbox' : `/inbox/${to.id}`;
      void navigate({ pathname, search }, { replace: id !== null && to !== null });
    };
    const goto = (to: Mention): void => {
      hold(to.id);
      if (id !== null || (split && !isNarrow())) go(to);
      reveal(to.id);
    };
    // Where the cursor's row has left the list, the next one stands in its place.
    const beside = (step: 1 | -1): Mention | undefined => {
      if (at.found >= 0) return rows[at.found + step];
      if (cursorId === null) return rows[step > 0 ? 0 : rows.length - 1];
      return rows[step > 0 ? Math.min(at.last, rows.length - 1) : at.last - 1];
    };
    const act = (mention: Mention, action: MentionAction): void => {
      if (mention.id === cursorId && goesOn(mention, action, filters)) {
        const next = beside(1) ?? beside(-1);
        hold(next?.id ?? null);
        if (id !== null && (next === undefined || isNarrow())) go(null);
        else if (next !== undefined) goto(next);
      }
      triage.act(mention, action);
    };
    const setStatus = (mention: Mention, status: InboxStatus): void => act(mention, { status });
    return {
      current: rows[at.found] ?? null,
      cursorId,
      by: (step) => {
        const to = beside(step);
        if (to !== undefined) goto(to);
        return to ?? null;
      },
      open: () => {
        const to = rows[at.found] ?? rows[0];
        if (to === undefined) return;
        hold(to.id);
        go(to);
      },
      close: () => {
        hold(id);
        go(null);
        if (id !== null) reveal(id);
      },
      pointAt: hold,
      act,
      setStatus,
      acting: { act, setStatus },
    };
  }, [rows, at.found, at.last, cursorId, id, search, filters, split, navigate, triage, reveal]);
}

/**
 * Whether one goes on to the next mention with this: when it is dealt with for now, or leaves the
 * list. Who begins on one stays with it.
 */
export function goesOn(mention: Mention, action: MentionAction, filters: Filters): boolean {
  const { status } = action;
  if (status === undefined || status === 'doing') return false;
  if (status !== 'new') return true;
  return mention.status !== 'new' && !tabShows(filters.status, 'new');
}

/** Where the cursor is, and where it was when its row was last in the list. */
function useCursorAt(
  rows: readonly Mention[],
  cursorId: string | null,
): { found: number; last: number } {
  const [last, setLast] = useState(0);
  const found = useMemo(() => rows.findIndex(({ id }) => id === cursorId), [rows, cursorId]);
  if (found >= 0 && found !== last) setLast(found);
  return { found, last };
}

/** What is read next is there when one comes to it. */
function usePrefetch(id: string | null, nextId: string | null): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (id === null || nextId === null) return;
    void queries.prefetchQuery({
      queryKey: mentionKey(nextId),
      queryFn: ({ signal }) => fetchMention(nextId, signal),
    });
  }, [queries, id, nextId]);
}
