import { useSyncExternalStore } from 'react';
import { exactly, roughly } from './times.js';

const TICK_MS = 20_000;
let nowMs = Date.now();
const watchers = new Set<() => void>();
let timer: number | null = null;

function watch(tell: () => void): () => void {
  watchers.add(tell);
  timer ??= window.setInterval(() => {
    nowMs = Date.now();
    watchers.forEach((other) => other());
  }, TICK_MS);
  return () => {
    watchers.delete(tell);
    if (watchers.size === 0 && timer !== null) {
      window.clearInterval(timer);
      timer = null;
    }
  };
}

/** The present, one clock for all times on the screen. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => nowMs);
}

/** A moment, relative; the exact one on hover and for assistive technology. */
export function When({ at, ago = false }: { at: string; ago?: boolean }) {
  const now = useNow();
  const rough = roughly(at, now);
  const isAmount = /^\d+ (min|h|d)$/.test(rough);
  return (
    <time dateTime={at} title={exactly(at)}>
      {ago && isAmount ? `${rough} ago` : ago && rough === 'now' ? 'just now' : rough}
    </time>
  );
}
