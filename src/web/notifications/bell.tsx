import { Popover, Tooltip, UnstyledButton } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useLocation } from 'react-router';
import { useKeys } from '../app/keys.js';
import { say } from '../language/say.js';
import { BellList } from './bell-list.js';
import { useMark, useNotifications } from './notifications.queries.js';
import { renewPush } from './this-browser.js';
import './bell.css';

const MOST_SHOWN = 99;

/**
 * How much is unread, and behind it what it is. Opened by "g n".
 *
 * @param narrow as one of the places at the bottom of a narrow screen
 */
export function Bell({ narrow = false }: { narrow?: boolean }) {
  const [opened, setOpened] = useState(false);
  const notifications = useNotifications(false);
  const unread = notifications.data?.pages[0]?.unread ?? 0;
  useReadWhatIsOpen();
  useEffect(() => void renewPush(), []);
  const bindings = useMemo(
    () => [{ keys: 'g n', does: say('Notifications'), run: () => setOpened(true) }],
    [],
  );
  useKeys(say('Everywhere'), bindings);
  const label =
    unread === 0
      ? say('Notifications')
      : say('Notifications, {unread, plural, one {# unread} other {# unread}}', { unread });
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position={narrow ? 'top-end' : 'right-end'}
      width={narrow ? 'calc(100vw - 16px)' : 400}
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <Tooltip label={say('Notifications (g n)')} position="right" disabled={narrow || opened}>
          <UnstyledButton
            className={narrow ? 'rail-place bell' : 'rail-tool bell'}
            aria-label={label}
            aria-haspopup="dialog"
            aria-expanded={opened}
            onClick={() => setOpened((was) => !was)}
          >
            <IconBell size={narrow ? 19 : 18} stroke={1.6} aria-hidden />
            {narrow ? (
              <span className="rail-name">{say('Updates')}</span>
            ) : (
              <span className="one-line">{say('Notifications')}</span>
            )}
            {unread > 0 && (
              <span className="rail-count number" aria-hidden>
                {unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}
              </span>
            )}
          </UnstyledButton>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={say('Notifications')}>
        <BellList close={() => setOpened(false)} />
      </Popover.Dropdown>
      <output className="unseen">
        {unread > 0 &&
          say('{unread, plural, one {# unread notification} other {# unread notifications}}', {
            unread,
          })}
      </output>
    </Popover>
  );
}

/** Whoever opens a mention has seen what they were told of it. */
function useReadWhatIsOpen(): void {
  const { pathname } = useLocation();
  const { data } = useNotifications(false);
  const { mutate } = useMark();
  const mentionId = /^\/inbox\/(\d+)$/.exec(pathname)?.[1];
  const seen = data?.pages
    .flatMap(({ items }) => items)
    .filter(({ mention, readAt }) => readAt === null && mention?.id === mentionId)
    .map(({ id }) => id)
    .join();
  const isKnown = data !== undefined;
  useEffect(() => {
    if (mentionId !== undefined && seen !== undefined && seen !== '')
      mutate({ ids: seen.split(','), read: true });
    // Only on the way in: who marks it as unread while it is open means it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [mentionId, isKnown]);
}
