import { Menu, UnstyledButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconLogout } from '@tabler/icons-react';
import { api } from './client.js';
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
    onError: (error) => tellProblem('You are still signed in', error),
  });
  return () => mutate();
}

/** Who is signed in, and the way out. */
export function PersonMenu({ inMenu = false }: { inMenu?: boolean }) {
  const session = useSession();
  const signOut = useSignOut();
  const user = session.data?.user;
  if (user === undefined) return null;
  const out = (
    <Menu.Item leftSection={<IconLogout size={17} stroke={1.6} />} onClick={signOut}>
      Sign out
    </Menu.Item>
  );
  if (inMenu) return out;
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
          {user.role.replace('-', ' ')} · Earshot {session.data?.version}
        </Menu.Label>
        {out}
      </Menu.Dropdown>
    </Menu>
  );
}
