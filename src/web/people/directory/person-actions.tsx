import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDots,
  IconLink,
  IconLogout,
  IconPencil,
  IconShieldOff,
  IconUserCheck,
  IconUserOff,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { UserListed } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { Confirm } from '../confirm.js';
import { NewLink } from './new-link.js';
import { useChangeUser, useEndSessions, useResetTotp } from './people.queries.js';
import { Rename } from './rename.js';

type Asked = 'link' | 'rename' | 'sessions' | 'totp' | null;

/** What whoever manages people can do for one of them. */
export function PersonActions({
  user,
  isMe,
  onlyAdmin,
}: {
  user: UserListed;
  isMe: boolean;
  onlyAdmin: boolean;
}) {
  const [asked, setAsked] = useState<Asked>(null);
  const close = (): void => setAsked(null);
  const { name, account, deactivatedAt } = user;
  return (
    <>
      <Menu position="bottom-end" width={270}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            aria-label={say('More for {name}', { name })}
          >
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {deactivatedAt === null && (
            <Menu.Item leftSection={<IconLink size={16} />} onClick={() => setAsked('link')}>
              {say('New sign-in link')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setAsked('rename')}>
            {say('Rename')}
          </Menu.Item>
          {account !== null && account.sessions > 0 && !isMe && (
            <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => setAsked('sessions')}>
              {say('Sign out everywhere')}
            </Menu.Item>
          )}
          {account?.totp === true && (
            <Menu.Item leftSection={<IconShieldOff size={16} />} onClick={() => setAsked('totp')}>
              {say('Reset two-step sign-in')}
            </Menu.Item>
          )}
          <Menu.Divider />
          <ActiveItem user={user} isMe={isMe} onlyAdmin={onlyAdmin} />
        </Menu.Dropdown>
      </Menu>
      <NewLink user={user} opened={asked === 'link'} close={close} />
      <Rename user={user} opened={asked === 'rename'} close={close} />
      <EndThem user={user} opened={asked === 'sessions'} close={close} />
      <ResetThem user={user} opened={asked === 'totp'} close={close} />
    </>
  );
}

function ActiveItem({
  user,
  isMe,
  onlyAdmin,
}: {
  user: UserListed;
  isMe: boolean;
  onlyAdmin: boolean;
}) {
  const change = useChangeUser();
  const { name } = user;
  if (user.deactivatedAt !== null) {
    return (
      <Menu.Item
        leftSection={<IconUserCheck size={16} />}
        onClick={() =>
          change.mutate({
            user,
            patch: { deactivated: false },
            done: say('{name} can sign in again', { name }),
            undo: { deactivated: true },
          })
        }
      >
        {say('Activate again')}
      </Menu.Item>
    );
  }
  const why = onlyAdmin
    ? say('The only admin cannot go. Make somebody else one first.')
    : isMe
      ? say('Nobody can lock themselves out. Ask another admin.')
      : null;
  return (
    <Menu.Item
      color="red"
      leftSection={<IconUserOff size={16} />}
      disabled={why !== null}
      onClick={() =>
        change.mutate({
          user,
          patch: { deactivated: true },
          done: say('{name} is deactivated and signed out', { name }),
          undo: { deactivated: false },
        })
      }
    >
      {say('Deactivate')}
      {why !== null && <span className="menu-why">{why}</span>}
    </Menu.Item>
  );
}

interface Asking {
  readonly user: UserListed;
  readonly opened: boolean;
  readonly close: () => void;
}

function EndThem({ user, opened, close }: Asking) {
  const end = useEndSessions();
  return (
    <Confirm
      opened={opened}
      close={close}
      title={say('Sign {name} out everywhere?', { name: user.name })}
      yes={say('Sign out everywhere')}
      no={say('Leave it')}
      run={() => end.mutate(user)}
    >
      {say('They have to sign in again. What they were writing is kept on their screen.')}
    </Confirm>
  );
}

function ResetThem({ user, opened, close }: Asking) {
  const reset = useResetTotp();
  return (
    <Confirm
      opened={opened}
      close={close}
      title={say('Reset two-step sign-in of {name}?', { name: user.name })}
      yes={say('Reset')}
      no={say('Leave it')}
      run={() => reset.mutate(user)}
    >
      {say(
        'Their password alone then lets them in. Do this only when you are sure that it is they who ask.',
      )}
    </Confirm>
  );
}
