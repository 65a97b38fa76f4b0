import { useSyncExternalStore } from 'react';

/** Why somebody who works is asked to sign in over the page, which stays as it is. */
type Why =
  /** The server knows the session no more. */
  | 'ended'
  /** It began too long ago for what was asked: it must be sure that it is still the same person. */
  | 'stale';

let why: Why | null = null;
const watchers = new Set<() => void>();

export function askToSignIn(next: Why | null): void {
  if (next === why) return;
  why = next;
  watchers.forEach((tell) => tell());
}

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

/** null: nothing is asked. */
export function useAskedToSignIn(): Why | null {
  return useSyncExternalStore(watch, () => why);
}
