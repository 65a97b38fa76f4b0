import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { saying } from '../../app/client.js';
import { ShownOnce } from '../../app/shown-once.js';
import type { UserCreate } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { ROLE_CHOICES, roleFor, roleOf } from '../role-words.js';
import { useInvite } from './people.queries.js';

/** Adds a person, and gives the link by which they sign in first. */
export function Invite({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title={say('Invite a person')} size={480}>
      {opened && <Form close={close} />}
    </Modal>
  );
}

const NOBODY: UserCreate = { name: '', email: '', role: 'community-manager' };

function Form({ close }: { close: () => void }) {
  const [given, setGiven] = useState(NOBODY);
  const invite = useInvite();
  if (invite.data !== undefined) {
    return (
      <ShownOnce secret={invite.data.signInLink} done={close}>
        {say(
          'Send this link to {name}, by a way that only they read. It signs them in, works once and is shown only now.',
          { name: <strong key="name">{invite.data.name}</strong> },
        )}
      </ShownOnce>
    );
  }
  return (
    <form
      className="setting-dialog"
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate(given);
      }}
    >
      <TextInput
        data-autofocus
        label={say('Name')}
        required
        withAsterisk={false}
        autoComplete="off"
        maxLength={100}
        value={given.name}
        onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })}
      />
      <TextInput
        label={say('E-mail address')}
        type="email"
        required
        withAsterisk={false}
        dir="ltr"
        autoComplete="off"
        maxLength={200}
        value={given.email}
        onChange={(event) => setGiven({ ...given, email: event.currentTarget.value })}
      />
      <Select
        label={say('Role')}
        description={roleFor(given.role)}
        inputWrapperOrder={['label', 'input', 'description']}
        allowDeselect={false}
        data={ROLE_CHOICES}
        value={given.role}
        onChange={(role) => setGiven({ ...given, role: roleOf(role) })}
      />
      {invite.isError && (
        <p className="setting-bad" role="alert">
          {saying(invite.error)}
        </p>
      )}
      <div className="dialog-end">
        <Button variant="default" onClick={close}>
          {say('Cancel')}
        </Button>
        <Button type="submit" loading={invite.isPending}>
          {say('Invite')}
        </Button>
      </div>
    </form>
  );
}
