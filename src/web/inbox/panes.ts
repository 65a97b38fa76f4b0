import { useLocalStorage } from '@mantine/hooks';

/** Whether a mention opens beside the list, or in its place. */
export type Panes = 'split' | 'single';

/** Width of the list beside a mention, in px. */
export const LIST_WIDTH = { least: 340, usual: 500, most: 860 } as const;

/** As chosen on this device. */
export function usePanes(): {
  panes: Panes;
  turn: () => void;
  width: number;
  setWidth: (width: number) => void;
} {
  const [panes, setPanes] = useLocalStorage<Panes>({
    key: 'earshot-panes',
    defaultValue: 'split',
    getInitialValueInEffect: false,
    deserialize: (text) => (text === '"single"' ? 'single' : 'split'),
  });
  const [width, setWidth] = useLocalStorage<number>({
    key: 'earshot-list-width',
    defaultValue: LIST_WIDTH.usual,
    getInitialValueInEffect: false,
    deserialize: (text) => clamped(Number(text)),
  });
  return {
    panes,
    turn: () => setPanes(panes === 'split' ? 'single' : 'split'),
    width,
    setWidth: (next) => setWidth(clamped(next)),
  };
}

function clamped(width: number): number {
  if (!Number.isFinite(width) || width <= 0) return LIST_WIDTH.usual;
  return Math.round(Math.min(LIST_WIDTH.most, Math.max(LIST_WIDTH.least, width)));
}

/** Whether there is room for one pane only, whatever was chosen. */
export function isNarrow(): boolean {
  return window.matchMedia('(max-width: 700px)').matches;
}
