import { useCallback, useMemo, useRef, useState } from 'react';
import type { Mention, MentionAction } from '../../app/wire.js';
import type { Moves } from '../moves.js';
import { isEmpty, isSelected, type Selecting } from '../selection.js';
import type { Triage } from '../triage.js';

export type PickerKind = 'snooze' | 'assign' | 'label' | 'dismiss';

/** What is being picked, and for what. */
export interface Picking {
  readonly kind: PickerKind | null;
  /** Those of the mentions that are loaded. */
  readonly mentions: readonly Mention[];
  /** How many it is for; null: all matches, however many these are. */
  readonly count: number | null;
  /** @param mention instead of the selection or of the one under the cursor */
  readonly open: (kind: PickerKind, mention?: Mention) => void;
  readonly close: () => void;
  /** Does it, and closes. */
  readonly apply: (action: MentionAction) => void;
}

/** What the next action is for: the selection, else the mention under the cursor. */
export interface Target {
  readonly mentions: readonly Mention[];
  readonly count: number | null;
  readonly act: (action: MentionAction) => void;
}

export function targetOf(
  mention: Mention | null,
  rows: readonly Mention[],
  selecting: Selecting,
  moves: Moves,
  triage: Triage,
): Target | null {
  const { selection } = selecting;
  if (isEmpty(selection)) {
    if (mention === null) return null;
    return { mentions: [mention], count: 1, act: (action) => moves.act(mention, action) };
  }
  return {
    mentions: rows.filter(({ id }) => isSelected(selection, id)),
    count: selection.all ? null : selection.ids.size,
    act: (action) => {
      triage.actOn(selection, action);
      if (!selection.all) selecting.clear();
    },
  };
}

export function usePicking(target: (mention?: Mention) => Target | null): Picking {
  const [picked, pick] = useState<{ kind: PickerKind; target: Target } | null>(null);
  const before = useRef<Element | null>(null);
  const close = useCallback(() => {
    pick(null);
    requestAnimationFrame(() => giveBack(before.current));
  }, []);
  return useMemo(
    () => ({
      kind: picked?.kind ?? null,
      mentions: picked?.target.mentions ?? [],
      count: picked === null ? 0 : picked.target.count,
      open: (kind, mention) => {
        const on = target(mention);
        if (on === null) return;
        before.current = document.activeElement;
        pick({ kind, target: on });
      },
      close,
      apply: (action) => {
        close();
        picked?.target.act(action);
      },
    }),
    [picked, target, close],
  );
}

/** The keyboard goes back to where it was, unless it has gone on to the next mention. */
function giveBack(element: Element | null): void {
  const now = document.activeElement;
  const lost = now === null || now === document.body || now.closest('[role="dialog"]') !== null;
  if (lost && element instanceof HTMLElement && element.isConnected) {
    element.focus({ preventScroll: true });
  }
}
