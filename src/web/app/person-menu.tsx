import { Menu, UnstyledButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconLogout, IconSparkles, IconUserCircle } from '@tabler/icons-react';
import { Link } from 'react-router';
import { say } from '../language/say.js';
import { roleName } from '../people/role-words.js';
import { api } from './client.js';
import { useKeys } from './keys.js';
import { tellProblem } from './notices.js';
import { useSession } from './queries.js';
import { initials } from './initials.js';

function useSignOut(): () => void {
  const queries = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: () => api<void>('/session', { method: 'DELETE' }),
    onSuccess: () => {
      queries.setQueryData(['session'], null);
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
    onError: (error) => tellProblem(say('You are still signed in'), error),
  });
  return () => mutate();
}

/** Who is signed in, and the way out. */
export function PersonMenu({ inMenu = false }: { inMenu?: boolean }) {
  const session = useSession();
  const signOut = useSignOut();
  const user = session.data?.user;
  useKeys(say('Everywhere'), [{ keys: null, does: say('Sign out'), run: signOut }]);
  if (user === undefined) return null;
  const items = (
    <>
      {session.data?.firstRun === true && (
        <Menu.Item
          component={Link}
          to="/set-up"
          leftSection={<IconSparkles size={17} stroke={1.6} />}
        >
          {say('Set up Earshot')}
        </Menu.Item>
      )}
      <Menu.Item
        component={Link}
        to="/settings/account"
        leftSection={<IconUserCircle size={17} stroke={1.6} />}
      >
        {say('My account')}
      </Menu.Item>
      <Menu.Item leftSection={<IconLogout size={17} stroke={1.6} />} onClick={signOut}>
        {say('Sign out')}
      </Menu.Item>
    </>
  );
  if (inMenu) return items;
  return (
    <Menu position="right-end" width={230}>
      <Menu.Target>
        <UnstyledButton className="rail-tool">
          <span className="face" aria-hidden>
            {initials(user.name)}
          </span>
          <span className="one-line">{user.name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.email}
          <br />
          {roleName(user.role)} · Earshot {session.data?.version}
        </Menu.Label>
        {items}
      </Menu.Dropdown>
    </Menu>
  );
}
