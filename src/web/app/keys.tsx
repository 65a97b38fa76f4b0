import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';

/** One action on one key, or on two in a row such as "g i". `key` is what KeyboardEvent.key says. */
export interface Binding {
  readonly keys: string;
  readonly does: string;
  readonly run: () => void;
}
interface Group {
  readonly name: string;
  readonly bindings: { current: readonly Binding[] };
}

const SEQUENCE_MS = 1200;
const SWITCH = 'earshot-single-keys';

let groups: readonly Group[] = [];
const watchers = new Set<() => void>();
let pending: { key: string; at: number } | null = null;

function set(next: readonly Group[]): void {
  groups = next;
  watchers.forEach((tell) => tell());
}

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

/** Keys of the part of the page that calls this, while it is there. The latest part wins. */
export function useKeys(name: string, bindings: readonly Binding[]): void {
  const current = useRef(bindings);
  useLayoutEffect(() => {
    current.current = bindings;
  });
  // Before the paint: who sees the page can press its keys.
  useLayoutEffect(() => {
    const group: Group = { name, bindings: current };
    set([...groups, group]);
    return () => set(groups.filter((other) => other !== group));
  }, [name]);
}

/** All keys that work now, for the help. */
export function useKeyHelp(): readonly { name: string; bindings: readonly Binding[] }[] {
  const now = useSyncExternalStore(watch, () => groups);
  return now.map(({ name, bindings }) => ({ name, bindings: bindings.current }));
}

/** Single-letter keys can be turned off (WCAG 2.1.4): speech input types letters by accident. */
export function useSingleKeysSwitch(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(watch, singleKeysOn);
  return [
    on,
    (next) => {
      localStorage.setItem(SWITCH, next ? 'on' : 'off');
      set([...groups]);
    },
  ];
}

function singleKeysOn(): boolean {
  return localStorage.getItem(SWITCH) !== 'off';
}

/** Listens once for the whole page. */
export function useKeyboard(): void {
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isWriting(event.target) || document.querySelector('[aria-modal="true"]')) return;
  if (event.key.length === 1 && !singleKeysOn()) return;
  const before =
    pending !== null && event.timeStamp - pending.at < SEQUENCE_MS ? pending.key : null;
  pending = null;
  const all = groups.toReversed().flatMap((group) => group.bindings.current);
  const binding =
    all.find(({ keys }) => before !== null && keys === `${before} ${event.key}`) ??
    all.find(({ keys }) => keys === event.key);
  if (binding !== undefined) {
    event.preventDefault();
    binding.run();
  } else if (all.some(({ keys }) => keys.startsWith(`${event.key} `))) {
    pending = { key: event.key, at: event.timeStamp };
  }
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select') !== null;
}
