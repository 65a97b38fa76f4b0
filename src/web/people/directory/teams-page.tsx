import { Button } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import { useKeys } from '../../app/keys.js';
import { useMay } from '../../app/may.js';
import { Empty, Failed, Waiting } from '../../app/states.js';
import type { Team } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { RoomPage } from '../../settings/room-page.js';
import { Confirm } from '../confirm.js';
import { TeamCard } from './team-card.js';
import { TeamName } from './team-name.js';
import { useTeamActions, useTeams } from './teams.queries.js';
import './directory.css';

/** Who works together: monitors and topics belong to teams. */
export default function TeamsPage() {
  const teams = useTeams();
  const actions = useTeamActions();
  const may = useMay();
  const [naming, setNaming] = useState<Team | 'new' | null>(null);
  const [removing, setRemoving] = useState<Team | null>(null);
  useKeys(
    say('Teams'),
    may.admit ? [{ keys: 'n', does: say('New team'), run: () => setNaming('new') }] : [],
  );
  const fresh = (
    <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setNaming('new')}>
      {say('New team')}
    </Button>
  );
  return (
    <RoomPage
      title={say('Teams')}
      about={
        may.admit
          ? say('Who works together. A person can be in several teams.')
          : say('Who works together. Only admins change it.')
      }
      action={may.admit && fresh}
    >
      {teams.isPending && <Waiting what={say('the teams')} lines={3} />}
      {teams.isError && teams.data === undefined && (
        <Failed what={say('The teams')} error={teams.error} retry={() => void teams.refetch()} />
      )}
      {teams.data?.items.length === 0 && (
        <Empty
          icon={<IconUsersGroup size={26} stroke={1.6} />}
          title={say('No teams yet')}
          action={may.admit && fresh}
        >
          {say('With teams one sees at a glance who looks after what.')}
        </Empty>
      )}
      <div className="teams">
        {teams.data?.items.map((team) => (
          <TeamCard
            key={team.id}
            team={team}
            actions={actions}
            rename={() => setNaming(team)}
            remove={() => setRemoving(team)}
          />
        ))}
      </div>
      <TeamName naming={naming} close={() => setNaming(null)} actions={actions} />
      <Confirm
        opened={removing !== null}
        close={() => setRemoving(null)}
        title={say('Remove the team {name}?', { name: removing?.name ?? '' })}
        yes={say('Remove')}
        no={say('Keep it')}
        run={() => removing !== null && actions.remove.mutate(removing)}
      >
        {say('Its members stay. Nobody loses what they may do.')}
      </Confirm>
    </RoomPage>
  );
}
