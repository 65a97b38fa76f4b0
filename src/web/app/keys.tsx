import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { say } from '../language/say.js';
import { bindingFor, nameOfKey, type Keyed } from './key-match.js';

/** One action on one key, on two in a row such as "g i", or on `Mod+k`: Ctrl, on a Mac Command. */
export interface Binding extends Keyed {
  /** `key` is what KeyboardEvent.key says; null: only in the palette. */
  readonly keys: string | null;
  readonly does: string;
  readonly run: () => void;
}
export interface KeyGroup {
  readonly name: string;
  readonly bindings: readonly Binding[];
}
interface Group {
  readonly name: string;
  readonly bindings: { current: readonly Binding[] };
  readonly dialog: boolean;
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

/**
 * Keys of the part of the page that calls this, while it is there. The latest part wins.
 *
 * @param dialog the part is a dialog: while it is there its keys work and no others
 */
export function useKeys(name: string, bindings: readonly Binding[], dialog = false): void {
  const current = useRef(bindings);
  useLayoutEffect(() => {
    current.current = bindings;
  });
  // Before the paint: who sees the page can press its keys.
  useLayoutEffect(() => {
    const group: Group = { name, bindings: current, dialog };
    set([...groups, group]);
    return () => set(groups.filter((other) => other !== group));
  }, [name, dialog]);
}

/** Groups that are there on every page come after those of the page. */
const LAST: readonly string[] = [say('Saved views'), say('Everywhere')];

/** All keys that work now, for the help and for the palette. Parts of one name are shown as one. */
export function useKeyHelp(): readonly KeyGroup[] {
  const now = useSyncExternalStore(watch, () => groups);
  const byName = new Map<string, Binding[]>();
  for (const { name, bindings } of now.filter(({ dialog }) => !dialog)) {
    byName.set(name, [...(byName.get(name) ?? []), ...bindings.current]);
  }
  return [...byName]
    .map(([name, bindings]) => ({ name, bindings }))
    .toSorted((a, b) => LAST.indexOf(a.name) - LAST.indexOf(b.name));
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

/** The keys that count now: those of the dialogs that are open, else all, the latest first. */
function inForce(): readonly Binding[] {
  const dialogs = groups.filter(({ dialog }) => dialog);
  const modal = document.querySelector('[aria-modal="true"]') !== null;
  const heard = dialogs.length > 0 || modal ? dialogs : groups;
  return heard.toReversed().flatMap(({ bindings }) => bindings.current);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const key = nameOfKey(event);
  const withMod = key.startsWith('Mod+');
  if (!withMod && isWriting(event.target)) return;
  if (event.key.length === 1 && !withMod && !singleKeysOn()) return;
  const recent = pending !== null && event.timeStamp - pending.at < SEQUENCE_MS;
  const { binding, begins } = bindingFor(inForce(), key, recent ? (pending?.key ?? null) : null);
  pending = null;
  if (binding !== null) {
    event.preventDefault();
    binding.run();
  } else if (begins) {
    pending = { key, at: event.timeStamp };
  }
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  const field = target.closest('input, textarea, select');
  return field !== null && !(field instanceof HTMLInputElement && field.type === 'checkbox');
}
