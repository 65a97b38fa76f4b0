import { useSyncExternalStore } from 'react';
import { agoRoughly, exactly, roughly, sinceRoughly } from './times.js';

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

/**
 * A moment, relative; the exact one on hover and for assistive technology.
 *
 * @param ago "4 min ago" instead of "4 min", where no column says what is meant
 * @param since "for 4 min", "since 24 Aug"
 */
export function When({
  at,
  ago = false,
  since = false,
}: {
  at: string;
  ago?: boolean;
  since?: boolean;
}) {
  const now = useNow();
  const inWords = ago ? agoRoughly : since ? sinceRoughly : roughly;
  return (
    <time dateTime={at} title={exactly(at)}>
      {inWords(at, now)}
    </time>
  );
}
