import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { addressOf, placedViews } from '../inbox/views-order.js';
import { useSavedViews } from '../inbox/views.queries.js';
import { say } from '../language/say.js';
import { useKeys, type Binding } from './keys.js';
import { useSession } from './queries.js';

const load = () => import('./palette-dialog.js');
const PaletteDialog = lazy(load);

/** Everything that can be done from here, found by typing. Once for the page. */
export function Palette() {
  const [opened, setOpened] = useState(false);
  const before = useRef<Element | null>(null);
  const open = (): void => {
    before.current = document.activeElement;
    setOpened(true);
  };
  const close = useCallback((): void => {
    setOpened(false);
    if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
  }, []);
  useKeys(say('Everywhere'), [{ keys: 'Mod+k', does: say('Find what to do'), run: open }]);
  useViewKeys();
  useEffect(() => {
    const timer = window.setTimeout(() => void load(), 1500);
    return () => window.clearTimeout(timer);
  }, []);
  if (!opened) return null;
  return (
    <Suspense fallback={null}>
      <PaletteDialog close={close} />
    </Suspense>
  );
}

/** "g 1" opens the first saved view, from wherever one is. */
function useViewKeys(): void {
  const navigate = useNavigate();
  const me = useSession().data?.user.id;
  const views = useSavedViews();
  const bindings = placedViews(views.data?.items ?? [], me).map(({ view, digit }): Binding => ({
    keys: digit === null ? null : `g ${digit}`,
    does: say('View: {name}', { name: view.name }),
    run: () => void navigate({ pathname: '/inbox', search: addressOf(view) }),
  }));
  useKeys(say('Saved views'), bindings);
}
