import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { saying } from '../../app/client.js';
import { tellDone } from '../../app/notices.js';
import type { Team } from '../../app/wire.js';
import { say } from '../../language/say.js';
import type { TeamActions } from './teams.queries.js';

type Naming = Team | 'new';

/** Names a new team, or another way the one there is. */
export function TeamName({
  naming,
  close,
  actions,
}: {
  naming: Naming | null;
  close: () => void;
  actions: TeamActions;
}) {
  const title = naming === 'new' || naming === null ? say('New team') : say('Rename the team');
  return (
    <Modal opened={naming !== null} onClose={close} title={title} size={420}>
      {naming !== null && <Form naming={naming} close={close} actions={actions} />}
    </Modal>
  );
}

function Form({
  naming,
  close,
  actions: { create, rename },
}: {
  naming: Naming;
  close: () => void;
  actions: TeamActions;
}) {
  const [name, setName] = useState(naming === 'new' ? '' : naming.name);
  const given = name.trim();
  const under = naming === 'new' ? create : rename;
  const save = (): void => {
    const done = {
      onSuccess: () => {
        tellDone(say('{name} is saved', { name: given }));
        close();
      },
    };
    if (naming === 'new') create.mutate(given, done);
    else rename.mutate({ team: naming, name: given }, done);
  };
  return (
    <form
      className="setting-dialog"
      onSubmit={(event) => {
        event.preventDefault();
        if (given !== '') save();
      }}
    >
      <TextInput
        data-autofocus
        label={say('Name')}
        required
        withAsterisk={false}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {under.isError && (
        <p className="setting-bad" role="alert">
          {saying(under.error)}
        </p>
      )}
      <div className="dialog-end">
        <Button variant="default" onClick={close}>
          {say('Cancel')}
        </Button>
        <Button type="submit" disabled={given === ''} loading={under.isPending}>
          {say('Save')}
        </Button>
      </div>
    </form>
  );
}
