import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useKeys, type Binding } from '../../app/keys.js';
import { say } from '../../language/say.js';
import { REASON_KEYS, REASON_WORDS, USUAL_REASON, type DismissReason } from '../dismiss-words.js';
import type { Picking } from './picking.js';
import { snoozeTimes } from './snooze-times.js';

const load = () => import('./pickers.js');
const Pickers = lazy(load);

/**
 * The pickers come when the page is at rest. Their keys are here from the start: who types "i s" in
 * one go is heard, whether or not anything is drawn yet.
 */
export function PickerHost({ picking }: { picking: Picking }) {
  useEffect(() => {
    const timer = window.setTimeout(() => void load(), 400);
    return () => window.clearTimeout(timer);
  }, []);
  if (picking.kind === null) return null;
  return <Opened key={picking.kind} picking={picking} />;
}

function Opened({ picking }: { picking: Picking }) {
  const { kind, close, apply } = picking;
  const typed = useTypedAhead();
  const [now] = useState(() => new Date());
  const bindings: Binding[] = [{ keys: 'Escape', does: say('Close'), run: close }];
  if (kind === 'dismiss') {
    const because = (reason: DismissReason) => (): void =>
      apply({ status: 'dismissed', dismissedBecause: reason });
    const reasons = Object.entries(REASON_KEYS) as [DismissReason, string][];
    bindings.push({ keys: 'i', does: REASON_WORDS[USUAL_REASON], run: because(USUAL_REASON) });
    for (const [reason, keys] of reasons)
      bindings.push({ keys, does: REASON_WORDS[reason], run: because(reason) });
  }
  if (kind === 'snooze') {
    for (const { key, name, at } of snoozeTimes(now))
      bindings.push({
        keys: key,
        does: name,
        run: () => apply({ status: 'waiting', waitingUntil: at.toISOString() }),
      });
  }
  useKeys(say('Picker'), bindings, true);
  return (
    <Suspense fallback={null}>
      <Pickers picking={picking} typed={typed} />
    </Suspense>
  );
}

/** What is typed before there is a field for it. Asking for it ends the listening. */
function useTypedAhead(): () => string {
  const text = useRef('');
  const listening = useRef(true);
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
      const inField = event.target instanceof HTMLInputElement;
      if (listening.current && plain && !inField) text.current += event.key;
    };
    document.addEventListener('keydown', hear, true);
    return () => document.removeEventListener('keydown', hear, true);
  }, []);
  return () => {
    listening.current = false;
    return text.current;
  };
}
