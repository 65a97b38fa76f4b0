import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { User } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { useChangeUser } from './people.queries.js';

export function Rename({
  user,
  opened,
  close,
}: {
  user: User;
  opened: boolean;
  close: () => void;
}) {
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={say('Rename {name}', { name: user.name })}
      size={420}
    >
      {opened && <Form user={user} close={close} />}
    </Modal>
  );
}

function Form({ user, close }: { user: User; close: () => void }) {
  const [name, setName] = useState(user.name);
  const change = useChangeUser();
  const next = name.trim();
  return (
    <form
      className="setting-dialog"
      onSubmit={(event) => {
        event.preventDefault();
        const done = say('{old} is called {name} now', { old: user.name, name: next });
        if (next !== '' && next !== user.name)
          change.mutate({ user, patch: { name: next }, done, undo: { name: user.name } });
        close();
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
      <div className="dialog-end">
        <Button variant="default" onClick={close}>
          {say('Cancel')}
        </Button>
        <Button type="submit" disabled={next === ''}>
          {say('Rename')}
        </Button>
      </div>
    </form>
  );
}
