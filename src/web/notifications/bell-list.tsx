import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconBellOff, IconCheck, IconChecks, IconPoint, IconSettings } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { Link } from 'react-router';
import { Segments } from '../app/segments.js';
import { Empty, Failed, Waiting } from '../app/states.js';
import { When } from '../app/when.js';
import type { Notification } from '../app/wire.js';
import { say } from '../language/say.js';
import { whyWords } from './notification-words.js';
import { useMark, useNotifications } from './notifications.queries.js';

/** What this person was told: newest first, arrow keys go through it, Enter opens. */
export function BellList({ close }: { close: () => void }) {
  const [which, setWhich] = useState<'all' | 'unread'>('all');
  const notifications = useNotifications(which === 'unread');
  const mark = useMark();
  const items = notifications.data?.pages.flatMap((page) => page.items) ?? [];
  const [newest] = items;
  const unread = notifications.data?.pages[0]?.unread ?? 0;
  return (
    <div className="told-you">
      <header className="told-you-head">
        <h2>{say('Notifications')}</h2>
        <Tooltip label={say('Choose what you are told')}>
          <ActionIcon
            component={Link}
            to="/settings/notifications"
            variant="subtle"
            color="gray"
            aria-label={say('Choose what you are told')}
            onClick={close}
          >
            <IconSettings size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </header>
      <div className="told-you-bar">
        <Segments
          label={say('Which')}
          value={which}
          onChange={setWhich}
          segments={[
            { value: 'all', name: say('All') },
            { value: 'unread', name: say('Unread') },
          ]}
        />
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconChecks size={15} aria-hidden />}
          disabled={unread === 0 || newest === undefined}
          onClick={() => newest !== undefined && mark.mutate({ upTo: newest.id })}
        >
          {say('Mark all as read')}
        </Button>
      </div>
      {notifications.isPending && <Waiting what={say('notifications')} lines={4} />}
      {notifications.isError && notifications.data === undefined && (
        <Failed
          what={say('Notifications')}
          error={notifications.error}
          retry={() => void notifications.refetch()}
        />
      )}
      {notifications.data !== undefined && items.length === 0 && (
        <Nothing unread={which === 'unread'} close={close} />
      )}
      <ul className="told-you-list">
        {items.map((item) => (
          <Item item={item} key={item.id} close={close} />
        ))}
      </ul>
      {notifications.hasNextPage && (
        <Button
          variant="subtle"
          fullWidth
          loading={notifications.isFetchingNextPage}
          onClick={() => void notifications.fetchNextPage()}
        >
          {say('Show older ones')}
        </Button>
      )}
    </div>
  );
}

function Nothing({ unread, close }: { unread: boolean; close: () => void }) {
  return (
    <Empty
      icon={<IconBellOff size={26} stroke={1.6} />}
      title={unread ? say('You have read everything') : say('Nothing yet')}
      action={
        <Button
          component={Link}
          to="/settings/notifications"
          variant="default"
          size="compact-md"
          onClick={close}
        >
          {say('Choose what you are told')}
        </Button>
      }
    >
      {!unread && say('Urgent mentions and what concerns you personally will be here.')}
    </Empty>
  );
}

/** Where it leads. */
function placeOf({ mention, source }: Notification): string {
  if (mention !== null) return `/inbox/${mention.id}`;
  return source === null ? '/inbox' : `/sources/${source.id}`;
}

function Item({ item, close }: { item: Notification; close: () => void }) {
  const mark = useMark();
  const isUnread = item.readAt === null;
  const { mention, source } = item;
  const text = mention?.title ?? mention?.excerpt ?? source?.name ?? '';
  const change = isUnread ? say('Mark as read') : say('Mark as unread');
  return (
    <li className={isUnread ? 'told-you-item told-you-unread' : 'told-you-item'}>
      <Link
        to={placeOf(item)}
        className="told-you-link"
        onKeyDown={moveFocus}
        onClick={() => {
          if (isUnread) mark.mutate({ ids: [item.id], read: true });
          close();
        }}
      >
        <span className="told-you-why">
          {isUnread && <span className="unseen">{say('Unread')}: </span>}
          {item.kind === 'mention' ? (
            <span className={`severity severity-${item.severity ?? 'low'}`}>{whyWords(item)}</span>
          ) : (
            <span>{whyWords(item)}</span>
          )}
          <span className="dim">
            <When at={item.at} ago />
          </span>
        </span>
        <bdi className="told-you-text">{text}</bdi>
        <span className="dim one-line">
          {item.detail ?? (mention === null ? '' : mention.sourceName)}
        </span>
      </Link>
      <Tooltip label={change}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          aria-label={`${change}: ${text.slice(0, 60)}`}
          onClick={() => mark.mutate({ ids: [item.id], read: isUnread })}
        >
          {isUnread ? <IconCheck size={15} /> : <IconPoint size={15} />}
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

/** Up and down, Home and End go from one to the next. */
function moveFocus(event: KeyboardEvent<HTMLAnchorElement>): void {
  const list = event.currentTarget.closest('ul');
  const links = [...(list?.querySelectorAll<HTMLElement>('.told-you-link') ?? [])];
  const at = links.indexOf(event.currentTarget);
  const aims: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: links.length - 1,
  };
  const aim = aims[event.key];
  if (aim === undefined) return;
  event.preventDefault();
  links[Math.max(0, Math.min(links.length - 1, aim))]?.focus();
}
