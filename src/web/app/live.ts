import { useEffect, useSyncExternalStore } from 'react';
import type { ServerEvent } from './wire.js';

/** How well we hear the server: `lost` means that what is on the screen may be old. */
export type Hearing = 'connecting' | 'live' | 'lost';
/** `heard-again`: events may have been missed, everything is to be asked again. */
export type LiveEvent = ServerEvent | { readonly kind: 'heard-again' };

const LONGEST_WAIT_MS = 30_000;

/** The event stream of the server, kept open: a browser gives up after an error answer, this does not. */
export class LiveStream {
  private source: EventSource | null = null;
  private timer: number | null = null;
  private failures = 0;
  private readonly listeners = new Set<(event: LiveEvent) => void>();
  private readonly watchers = new Set<() => void>();
  private state: { readonly hearing: Hearing; readonly since: Date } = {
    hearing: 'connecting',
    since: new Date(),
  };

  constructor(private readonly url: string) {}

  start(): void {
    if (this.source !== null || this.timer !== null) return;
    window.addEventListener('online', this.retryNow);
    window.addEventListener('offline', this.fail);
    this.open();
  }

  stop(): void {
    window.removeEventListener('online', this.retryNow);
    window.removeEventListener('offline', this.fail);
    this.drop();
  }

  readonly retryNow = (): void => {
    this.drop();
    this.open();
  };

  readonly watch = (tell: () => void): (() => void) => {
    this.watchers.add(tell);
    return () => this.watchers.delete(tell);
  };

  readonly now = (): { readonly hearing: Hearing; readonly since: Date } => this.state;

  on(listener: (event: LiveEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private open(): void {
    const source = new EventSource(this.url);
    this.source = source;
    source.addEventListener('open', () => {
      const missed = this.failures > 0;
      this.failures = 0;
      this.set('live');
      if (missed) this.tell({ kind: 'heard-again' });
    });
    source.addEventListener('change', (event: MessageEvent<string>) => {
      this.tell(JSON.parse(event.data) as ServerEvent);
    });
    source.addEventListener('error', this.fail);
  }

  private readonly fail = (): void => {
    this.drop();
    this.failures += 1;
    this.set('lost');
    const waitMs = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(this.failures - 1, 5));
    this.timer = window.setTimeout(this.retryNow, waitMs * (0.7 + Math.random() * 0.6));
  };

  private drop(): void {
    this.source?.close();
    this.source = null;
    if (this.timer !== null) window.clearTimeout(this.timer);
    this.timer = null;
  }

  private set(hearing: Hearing): void {
    if (hearing === this.state.hearing) return;
    this.state = { hearing, since: new Date() };
    this.watchers.forEach((tell) => tell());
  }

  private tell(event: LiveEvent): void {
    this.listeners.forEach((listener) => listener(event));
  }
}

export const live = new LiveStream('/api/v1/events');

export function useHearing(): { readonly hearing: Hearing; readonly since: Date } {
  return useSyncExternalStore(live.watch, live.now);
}

/** Ids of what changed; null when it was too much to name, or some events may have been missed. */
export type ChangedIds = ReadonlySet<string> | null;

/**
 * Calls `react` after events of these kinds, at most once in `everyMs` and never at the same moment as
 * a burst begins: a poll that brings a thousand mentions is one change on the screen.
 */
export function useServerChanges(
  kinds: readonly ServerEvent['kind'][],
  react: (ids: ChangedIds) => void,
  everyMs = 1500,
): void {
  const wanted = kinds.join();
  useEffect(() => {
    let timer: number | null = null;
    let ids: Set<string> | null = new Set();
    const flush = (): void => {
      timer = null;
      const seen = ids;
      ids = new Set();
      react(seen);
    };
    const off = live.on((event) => {
      const again = event.kind === 'heard-again';
      if (!again && !wanted.split(',').includes(event.kind)) return;
      if (again || event.ids.length === 0) ids = null;
      else event.ids.forEach((id) => ids?.add(id));
      timer ??= window.setTimeout(flush, everyMs);
    });
    return () => {
      off();
      if (timer !== null) window.clearTimeout(timer);
    };
  }, [wanted, react, everyMs]);
}
