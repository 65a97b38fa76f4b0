import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type {
  Correction,
  InboxStatus,
  Mention,
  MentionAction,
  MentionDetail,
} from '../app/wire.js';
import { askOrStart } from './bulk/bulk-start.js';
import { ChangeQueue } from './changes/change-queue.js';
import { claimMention, releaseMention } from './changes/claims.js';
import { UndoStack } from './changes/undo-stack.js';
import { correct } from './correct.js';
import { correctionOf } from './corrections.js';
import type { Filters } from './filters.js';
import type { Selection } from './selection.js';
import { changeMention } from './status-change.js';

/**
 * What a person can do with mentions. Each shows at once; what was done can be undone, step by step;
 * what another did meanwhile is merged and said, or explained when both cannot be.
 */
export interface Triage {
  /** Does nothing when that is how the mention is. */
  readonly act: (mention: Mention, action: MentionAction) => void;
  /** On several, or on all matches of the present filters: those are asked about first. */
  readonly actOn: (selection: Selection, action: MentionAction) => void;
  /** Says that one works on it now. */
  readonly claim: (mention: Mention, takeOver?: boolean) => void;
  readonly release: (mention: Mention) => void;
  /** The same as `act` with nothing but a status. */
  readonly setStatus: (mention: Mention, status: InboxStatus) => void;
  /** Adds to the corrections that are there already. */
  readonly correct: (mention: MentionDetail, correction: Correction) => void;
  /** Takes all corrections back: the model's reading counts again. */
  readonly uncorrect: (mention: MentionDetail) => void;
  /** Takes the latest change back; again, the one before. */
  readonly undo: () => void;
}

/** What changes need beside the change itself. */
export interface Desk {
  readonly queries: ReturnType<typeof useQueryClient>;
  /** Of the list that is on the screen. */
  readonly filters: Filters;
  readonly undos: UndoStack;
  readonly changes: ChangeQueue;
}

export function useTriage(filters: Filters): Triage {
  const queries = useQueryClient();
  // They outlive a change of the filters: what was done in another list can be undone from this one.
  const [undos] = useState(() => new UndoStack());
  const [changes] = useState(() => new ChangeQueue());
  return useMemo(() => {
    const desk: Desk = { queries, filters, undos, changes };
    const act: Triage['act'] = (mention, action) => void changeMention(desk, mention, action);
    return {
      act,
      actOn: (selection, action) => askOrStart(desk, selection, action),
      claim: (mention, takeOver = false) => void claimMention(desk, mention, takeOver),
      release: (mention) => void releaseMention(desk, mention),
      setStatus: (mention, status) => act(mention, { status }),
      correct: (mention, correction) => {
        const all = { ...correctionOf(mention.corrections), ...correction };
        void correct(desk, mention, all);
      },
      uncorrect: (mention) => void correct(desk, mention, {}),
      undo: () => undos.pop(),
    };
  }, [queries, filters, undos, changes]);
}
