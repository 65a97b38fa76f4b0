import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { Mention } from '../app/wire.js';
import { say } from '../language/say.js';
import { ReasonList } from '../reading/priority.js';
import { Clocks } from './clocks-card.js';

interface Shown {
  readonly mention: Mention;
  readonly top: number;
  readonly left: number;
  /** Asked for by a key: it is read out, and stays until it is asked away. */
  readonly asked: boolean;
}
export interface Hint {
  readonly shown: Shown | null;
  /** Shows it for this row, or takes it away again. */
  readonly ask: (mention: Mention) => void;
  readonly hide: () => void;
  /** The pointer has come to the card itself. */
  readonly keep: () => void;
}

const REST_MS = 350;
/** Time to come from the row to the card. */
const LEAVE_MS = 180;
const WIDTH = 320;
const HEIGHT = 260;

/**
 * One card for all rows: the four clocks and the reasons with their points, where the pointer rests
 * on a time or a priority, or by key. A card in every row would cost more than the row itself.
 */
export function useRowHint(
  scroller: RefObject<HTMLDivElement | null>,
  rows: readonly Mention[],
): Hint {
  const [shown, show] = useState<Shown | null>(null);
  const known = useRef(rows);
  useEffect(() => {
    known.current = rows;
  }, [rows]);
  const hide = useCallback(() => show(null), []);
  const timer = useRef(0);
  const keep = useCallback(() => window.clearTimeout(timer.current), []);
  usePointer(
    scroller,
    timer,
    useCallback((at: HTMLElement | null) => {
      const mention = known.current.find(({ id }) => id === at?.dataset['hint']);
      show((now) => {
        if (at !== null && mention !== undefined) return { mention, ...placeBy(at), asked: false };
        return now?.asked === true ? now : null;
      });
    }, []),
  );
  const ask = useCallback((mention: Mention) => {
    const row = document.querySelector<HTMLElement>(`[data-hint="${CSS.escape(mention.id)}"]`);
    const asked = row === null ? null : { mention, ...placeBy(row), asked: true };
    show((now) => (now?.asked === true && now.mention.id === mention.id ? null : asked));
  }, []);
  return { shown, ask, hide, keep };
}

function placeBy(element: HTMLElement): { top: number; left: number } {
  const box = element.getBoundingClientRect();
  const below = box.bottom + 6;
  return {
    top: below + HEIGHT > window.innerHeight ? Math.max(8, box.top - HEIGHT) : below,
    left: Math.max(8, Math.min(box.left, window.innerWidth - WIDTH - 8)),
  };
}

/** Tells where the pointer rests; null once it has left, also when the list moves under it. */
function usePointer(
  scroller: RefObject<HTMLDivElement | null>,
  timer: RefObject<number>,
  tell: (at: HTMLElement | null) => void,
): void {
  useEffect(() => {
    const list = scroller.current;
    if (list === null) return undefined;
    let over: HTMLElement | null = null;
    const enter = (event: PointerEvent): void => {
      if (event.pointerType !== 'mouse' || !(event.target instanceof Element)) return;
      const at = event.target.closest<HTMLElement>('[data-hint]');
      if (at === over) return;
      over = at;
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => tell(at), at === null ? LEAVE_MS : REST_MS);
    };
    const leave = (): void => {
      if (over === null) return;
      over = null;
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => tell(null), LEAVE_MS);
    };
    list.addEventListener('pointerover', enter);
    list.addEventListener('pointerleave', leave);
    list.addEventListener('scroll', leave, { passive: true });
    return () => {
      window.clearTimeout(timer.current);
      list.removeEventListener('pointerover', enter);
      list.removeEventListener('pointerleave', leave);
      list.removeEventListener('scroll', leave);
    };
  }, [scroller, timer, tell]);
}

export function RowHint({ hint: { shown, keep, hide } }: { hint: Hint }) {
  return (
    <div aria-live="polite" className="row-hint-place">
      {shown !== null && (
        <div
          className="row-hint"
          style={{ top: shown.top, left: shown.left, width: WIDTH }}
          onPointerEnter={keep}
          onPointerLeave={hide}
        >
          <h3>{say('How soon we heard')}</h3>
          <Clocks mention={shown.mention} />
          {shown.mention.reasons.length > 0 && (
            <>
              <h3>{say('Why it is this high')}</h3>
              <ReasonList reasons={shown.mention.reasons} />
            </>
          )}
        </div>
      )}
    </div>
  );
}
