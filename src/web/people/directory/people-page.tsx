import { Button, TextInput } from '@mantine/core';
import { IconSearch, IconUserOff, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useKeys } from '../../app/keys.js';
import { useMay } from '../../app/may.js';
import { Segments } from '../../app/segments.js';
import { Empty, Failed, Waiting } from '../../app/states.js';
import type { UserListed } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { RoomPage } from '../../settings/room-page.js';
import { roleName } from '../role-words.js';
import { Invite } from './invite.js';
import { useEverybody } from './people.queries.js';
import { PersonRow } from './person-row.js';
import './directory.css';

type Shown = 'active' | 'deactivated';

/** Who works here, what they may do, and how they get in. */
export default function PeoplePage() {
  const users = useEverybody();
  const may = useMay();
  const [inviting, setInviting] = useState(false);
  useKeys(
    say('People'),
    may.admit ? [{ keys: 'n', does: say('Invite a person'), run: () => setInviting(true) }] : [],
  );
  return (
    <RoomPage
      title={say('People')}
      about={
        may.admit
          ? say(
              'Who can sign in, and what they may do. It holds at once: whoever gets another role signs in again.',
            )
          : say('Who can sign in, and what they may do. Only admins change it.')
      }
      action={
        may.admit && (
          <Button
            leftSection={<IconUserPlus size={16} stroke={1.8} />}
            onClick={() => setInviting(true)}
          >
            {say('Invite')}
          </Button>
        )
      }
    >
      {users.isPending && <Waiting what={say('people')} lines={4} />}
      {users.isError && users.data === undefined && (
        <Failed what={say('The people')} error={users.error} retry={() => void users.refetch()} />
      )}
      {users.data !== undefined && <Everybody users={users.data.items} />}
      <Invite opened={inviting} close={() => setInviting(false)} />
    </RoomPage>
  );
}

function Everybody({ users }: { users: readonly UserListed[] }) {
  const [find, setFind] = useState('');
  const [shown, setShown] = useState<Shown>('active');
  const active = users.filter(({ deactivatedAt }) => deactivatedAt === null);
  const gone = users.length - active.length;
  const wanted = find.trim().toLocaleLowerCase();
  const found = users.filter(
    (user) => (user.deactivatedAt === null) === (shown === 'active') && isFound(user, wanted),
  );
  const admins = active.filter(({ role }) => role === 'admin').length;
  return (
    <>
      <div className="directory-tools">
        <TextInput
          className="directory-find"
          type="search"
          aria-label={say('Find a person')}
          placeholder={say('Name, address, role or team')}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
        {gone > 0 && (
          <Segments
            label={say('Which people')}
            segments={[
              { value: 'active', name: say('Active {count}', { count: active.length }) },
              { value: 'deactivated', name: say('Deactivated {count}', { count: gone }) },
            ]}
            value={shown}
            onChange={setShown}
          />
        )}
      </div>
      <output className="unseen">
        {wanted !== '' &&
          say('{count, plural, one {# person} other {# people}} found', { count: found.length })}
      </output>
      {found.length === 0 ? (
        <Empty
          icon={<IconUserOff size={26} stroke={1.6} />}
          title={wanted === '' ? say('Nobody is deactivated') : say('Nobody is found')}
        >
          {wanted !== '' &&
            say('No name, address, role or team holds “{text}”.', { text: find.trim() })}
        </Empty>
      ) : (
        <ul className="card people" aria-label={say('People')}>
          {found.map((user) => (
            <PersonRow
              key={user.id}
              user={user}
              onlyAdmin={admins === 1 && user.role === 'admin'}
            />
          ))}
        </ul>
      )}
    </>
  );
}

function isFound({ name, email, role, teams }: UserListed, wanted: string): boolean {
  return [name, email, roleName(role), ...teams.map((team) => team.name)].some((text) =>
    text.toLocaleLowerCase().includes(wanted),
  );
}
