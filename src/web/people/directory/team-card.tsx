import { ActionIcon, Button, Menu, MultiSelect } from '@mantine/core';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { initials } from '../../app/initials.js';
import { useMay } from '../../app/may.js';
import { useUsers } from '../../app/queries.js';
import type { Team } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { useFirstFocus } from '../first-focus.js';
import type { TeamActions } from './teams.queries.js';

/** One team, who is in it, and how to change that. */
export function TeamCard({
  team,
  actions,
  rename,
  remove,
}: {
  team: Team;
  actions: TeamActions;
  rename: () => void;
  remove: () => void;
}) {
  const may = useMay();
  const [editing, setEditing] = useState(false);
  return (
    <section className="card team" aria-label={team.name}>
      <div className="team-head">
        <h2>
          <bdi>{team.name}</bdi>{' '}
          <span className="dim number">
            {say('{count, plural, =0 {nobody yet} one {# person} other {# people}}', {
              count: team.members.length,
            })}
          </span>
        </h2>
        {may.admit && (
          <>
            {!editing && (
              <Button size="compact-sm" variant="default" onClick={() => setEditing(true)}>
                {say('Change members')}
              </Button>
            )}
            <TeamMenu name={team.name} rename={rename} remove={remove} />
          </>
        )}
      </div>
      {editing ? (
        <Members team={team} actions={actions} close={() => setEditing(false)} />
      ) : (
        team.members.length > 0 && (
          <ul className="team-members">
            {team.members.map(({ id, name }) => (
              <li key={id}>
                <span className="team-face" aria-hidden>
                  {initials(name)}
                </span>
                <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
        )
      )}
    </section>
  );
}

function TeamMenu({
  name,
  rename,
  remove,
}: {
  name: string;
  rename: () => void;
  remove: () => void;
}) {
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label={say('More for {name}', { name })}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={rename}>
          {say('Rename')}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={remove}>
          {say('Remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Members({
  team,
  actions,
  close,
}: {
  team: Team;
  actions: TeamActions;
  close: () => void;
}) {
  const users = useUsers();
  const begin = useFirstFocus();
  const before = team.members.map(({ id }) => id);
  const [chosen, setChosen] = useState<string[]>(before);
  // Who is in the team may be deactivated, and is still to be seen and removed here.
  const known = new Map([...team.members, ...(users.data?.items ?? [])].map((it) => [it.id, it]));
  return (
    <form
      className="team-form"
      onSubmit={(event) => {
        event.preventDefault();
        actions.members.mutate({ team, userIds: chosen, before });
        close();
      }}
    >
      <MultiSelect
        label={say('Members of {name}', { name: team.name })}
        placeholder={chosen.length === 0 ? say('Add a person') : ''}
        searchable
        ref={begin}
        hidePickedOptions
        nothingFoundMessage={say('Nobody is found')}
        data={[...known.values()].map(({ id, name, email }) => ({
          value: id,
          label: `${name} · ${email}`,
        }))}
        value={chosen}
        onChange={setChosen}
      />
      <div className="setting-ends">
        <Button type="submit">{say('Save')}</Button>
        <Button variant="default" onClick={close}>
          {say('Cancel')}
        </Button>
      </div>
    </form>
  );
}
