import { useSyncExternalStore } from 'react';
import type { MentionAction } from '../../app/wire.js';
import type { Filters } from '../filters.js';

/** An action on all matches that a person has still to confirm. */
export interface Pending {
  readonly filters: Filters;
  readonly action: MentionAction;
  /** @param expect the number that the person saw */
  readonly start: (expect: number) => void;
}

let pending: Pending | null = null;
const watchers = new Set<() => void>();

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

/** Asks, or with null no longer asks. */
export function ask(next: Pending | null): void {
  pending = next;
  watchers.forEach((tell) => tell());
}

export const usePending = (): Pending | null => useSyncExternalStore(watch, () => pending);
