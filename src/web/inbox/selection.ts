import { useCallback, useMemo, useState } from 'react';
import type { Mention } from '../app/wire.js';
import type { Filters } from './filters.js';

/** The mentions that the next action is for. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** All matches of the present filters, loaded or not. */
  readonly all: boolean;
}

export const NOTHING: Selection = { ids: new Set(), all: false };

export function isSelected(selection: Selection, id: string): boolean {
  return selection.all || selection.ids.has(id);
}

export function isEmpty(selection: Selection): boolean {
  return !selection.all && selection.ids.size === 0;
}

/** Takes one in or out. Out of all matches, the others that are loaded stay. */
export function toggled(
  selection: Selection,
  id: string,
  loaded: readonly { readonly id: string }[],
): Selection {
  const ids = new Set(selection.all ? loaded.map((row) => row.id) : selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, all: false };
}

/** Everything from one row to another, in either direction; what was selected stays. */
export function withRange(
  selection: Selection,
  loaded: readonly { readonly id: string }[],
  from: string,
  to: string,
): Selection {
  const ends = [from, to].map((id) => loaded.findIndex((row) => row.id === id));
  const first = Math.min(...ends);
  if (first < 0) return selection;
  const between = loaded.slice(first, Math.max(...ends) + 1).map(({ id }) => id);
  return { ids: new Set([...selection.ids, ...between]), all: false };
}

/** Without those that have left the list: what one does not see is not acted on. */
export function within(
  selection: Selection,
  loaded: readonly { readonly id: string }[],
): Selection {
  if (loaded.length === 0) return NOTHING;
  if (selection.ids.size === 0) return selection;
  const known = new Set(loaded.map(({ id }) => id));
  const ids = [...selection.ids].filter((id) => known.has(id));
  return ids.length === selection.ids.size ? selection : { ids: new Set(ids), all: selection.all };
}

export interface Selecting {
  readonly selection: Selection;
  readonly toggle: (id: string) => void;
  /** From where the last one was taken in to this one. @param from where that is not known */
  readonly extendTo: (id: string, from: string | null) => void;
  /** All that are loaded; when they are selected already, all matches. */
  readonly selectMore: () => void;
  readonly selectAll: () => void;
  readonly clear: () => void;
}

/** The selection of a list; another list starts with none. */
export function useSelecting(rows: readonly Mention[], filters: Filters): Selecting {
  const [held, hold] = useState({ filters, selection: NOTHING, anchor: null as string | null });
  const current = held.filters === filters ? held : { filters, selection: NOTHING, anchor: null };
  const selection = useMemo(() => within(current.selection, rows), [current.selection, rows]);
  const { anchor } = current;
  const set = useCallback(
    (next: Selection, from: string | null) => hold({ filters, selection: next, anchor: from }),
    [filters],
  );
  return useMemo(() => {
    const everything = (all: boolean): void =>
      set({ ids: new Set(rows.map(({ id }) => id)), all }, null);
    return {
      selection,
      toggle: (id) => set(toggled(selection, id, rows), id),
      extendTo: (id, from) => {
        const start = anchor ?? from ?? id;
        set(withRange(selection, rows, start, id), start);
      },
      selectMore: () => everything(rows.length > 0 && selection.ids.size === rows.length),
      selectAll: () => everything(true),
      clear: () => set(NOTHING, null),
    };
  }, [selection, rows, anchor, set]);
}
