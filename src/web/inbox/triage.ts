import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import type { Correction, InboxStatus, Mention, MentionDetail } from '../app/wire.js';
import { correct } from './correct.js';
import { correctionOf } from './corrections.js';
import type { Filters } from './filters.js';
import { changeStatus } from './status-change.js';

/** What a person can do with a mention. Each shows at once and can be undone. */
export interface Triage {
  readonly setStatus: (mention: Mention, status: InboxStatus) => void;
  /** Adds to the corrections that are there already. */
  readonly correct: (mention: MentionDetail, correction: Correction) => void;
  /** Takes all corrections back: the model's reading counts again. */
  readonly uncorrect: (mention: MentionDetail) => void;
  /** Takes the latest change back. */
  readonly undo: () => void;
}

/** Keeps the way back of the latest change, and returns it in a form that works once. */
export type Remember = (back: () => void) => () => void;

export function useTriage(filters: Filters): Triage {
  const queries = useQueryClient();
  const latest = useRef<(() => void) | null>(null);
  return useMemo(() => {
    const remember: Remember = (back) => {
      const once = (): void => {
        if (latest.current === once) latest.current = null;
        back();
      };
      latest.current = once;
      return once;
    };
    return {
      setStatus: (mention, status) => {
        if (mention.status === status) return;
        void changeStatus(queries, filters, mention, status, remember);
      },
      correct: (mention, correction) => {
        const all = { ...correctionOf(mention.corrections), ...correction };
        void correct(queries, mention, all, remember);
      },
      uncorrect: (mention) => void correct(queries, mention, {}, remember),
      undo: () => latest.current?.(),
    };
  }, [queries, filters]);
}
