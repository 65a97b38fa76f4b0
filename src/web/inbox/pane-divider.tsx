import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { say } from '../language/say.js';
import { LIST_WIDTH } from './panes.js';

const STEP = 24;
// A rule (hr) cannot be moved; a separator with a value can.
const SEPARATOR = { role: 'separator', tabIndex: 0 } as const;

/** Between the list and the mention: drag it, or use the arrow keys. A double click is as usual again. */
export function PaneDivider({
  width,
  setWidth,
}: {
  width: number;
  setWidth: (width: number) => void;
}) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const rightwards = (): 1 | -1 => (document.documentElement.dir === 'rtl' ? -1 : 1);
  const move = ({ clientX }: PointerEvent): void => {
    if (from.current === null) return;
    setWidth(from.current.width + (clientX - from.current.x) * rightwards());
  };
  const end = (): void => {
    from.current = null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    setWidth(width + by * rightwards());
  };
  const drag = {
    onKeyDown,
    onDoubleClick: () => setWidth(LIST_WIDTH.usual),
    onPointerDown: (event: PointerEvent) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      from.current = { x: event.clientX, width };
    },
    onPointerMove: move,
    onPointerUp: end,
    onPointerCancel: end,
  };
  return (
    <div
      {...SEPARATOR}
      {...drag}
      className="pane-divider"
      aria-orientation="vertical"
      aria-label={say('Width of the list')}
      aria-valuenow={width}
      aria-valuemin={LIST_WIDTH.least}
      aria-valuemax={LIST_WIDTH.most}
    />
  );
}
