import { useEffect, useSyncExternalStore } from 'react';
import type { Mention } from '../app/wire.js';
import { authorName } from './author-name.js';

/** A mention that was open; kept in this window only, so that nothing outlives its erasure. */
export interface Recent {
  readonly id: string;
  readonly title: string;
}

const MOST = 8;
const TITLE = 80;

let recent: readonly Recent[] = [];
const watchers = new Set<() => void>();

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

/** The mentions that were open lately, the latest first. */
export function useRecent(): readonly Recent[] {
  return useSyncExternalStore(watch, () => recent);
}

/** Keeps the open mention in mind. */
export function useRemembered(id: string | null, mention: Mention | null): void {
  const known = mention?.id === id ? mention : null;
  useEffect(() => {
    if (known === null) return;
    const said = known.title ?? known.excerpt;
    const title = `${authorName(known.author)}: ${said}`.slice(0, TITLE);
    recent = [{ id: known.id, title }, ...recent.filter((one) => one.id !== known.id)].slice(
      0,
      MOST,
    );
    watchers.forEach((tell) => tell());
  }, [known]);
}
