import { Menu, UnstyledButton } from '@mantine/core';
import { IconBookmark, IconDots, IconPencil, IconTrash, IconUsers } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { useKeys } from '../app/keys.js';
import { tellDone, tellProblem } from '../app/notices.js';
import { useSession } from '../app/queries.js';
import type { SavedView } from '../app/wire.js';
import { say } from '../language/say.js';
import { addressOf, placedViews, type PlacedView } from './views-order.js';
import { useSavedViews, useViewChanges } from './views.queries.js';

const ViewDialog = lazy(() => import('./view-dialog.js'));

/** Saved views beside the tabs, and what can be done with them. */
export function ViewsMenu({ search }: { search: string }) {
  const me = useSession().data?.user.id;
  const views = useSavedViews();
  const [dialog, setDialog] = useState<{ view: SavedView | null } | null>(null);
  const placed = placedViews(views.data?.items ?? [], me);
  const current = placed.find(({ view }) => addressOf(view) === search)?.view ?? null;
  const save = (): void => setDialog({ view: null });
  useKeys(say('Views'), [{ keys: 'V', does: say('Save this view'), run: save }]);
  return (
    <>
      {placed.map((one) => (
        <ViewLink key={one.view.id} placed={one} current={one.view === current} />
      ))}
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <UnstyledButton className="tab views-more" aria-label={say('Views')}>
            {placed.length === 0 ? say('Views') : <IconDots size={16} aria-hidden />}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconBookmark size={16} stroke={1.6} />} onClick={save}>
            {say('Save this view')}
          </Menu.Item>
          {current !== null && (
            <CurrentView view={current} rename={() => setDialog({ view: current })} />
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog !== null && (
        <Suspense fallback={null}>
          <ViewDialog view={dialog.view} search={search} close={() => setDialog(null)} />
        </Suspense>
      )}
    </>
  );
}

function ViewLink({ placed: { view, digit }, current }: { placed: PlacedView; current: boolean }) {
  const hint = digit === null ? '' : ` (g ${digit})`;
  return (
    <Link
      to={{ pathname: '/inbox', search: addressOf(view) }}
      className="tab view-link"
      aria-current={current ? 'page' : undefined}
      title={`${view.shared ? say('Shared by {name}', { name: view.owner.name }) : view.name}${hint}`}
    >
      <IconBookmark size={13} stroke={1.8} aria-hidden />
      <bdi className="one-line">{view.name}</bdi>
    </Link>
  );
}

function CurrentView({ view, rename }: { view: SavedView; rename: () => void }) {
  const changes = useViewChanges();
  if (!view.yours) {
    return <Menu.Label>{say('Shared by {name}', { name: view.owner.name })}</Menu.Label>;
  }
  const share = (): void =>
    void changes.change(view, { shared: !view.shared }).then(
      ({ shared }) =>
        tellDone(shared ? say('Everyone sees this view now') : say('Only you see this view now')),
      (error: unknown) => tellProblem(say('The view is as it was'), error),
    );
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{view.name}</Menu.Label>
      <Menu.Item leftSection={<IconPencil size={16} stroke={1.6} />} onClick={rename}>
        {say('Rename the view')}
      </Menu.Item>
      <Menu.Item leftSection={<IconUsers size={16} stroke={1.6} />} onClick={share}>
        {view.shared ? say('Keep it to myself') : say('Share it with everyone')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconTrash size={16} stroke={1.6} />}
        onClick={() => changes.remove(view)}
      >
        {say('Remove the view')}
      </Menu.Item>
    </>
  );
}
