import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, saying } from '../app/client.js';
import { ShownOnce } from '../app/shown-once.js';
import type { User, UserCreate, UserCreated } from '../app/wire.js';

const ROLE_WORDS: Record<User['role'], string> = {
  admin: 'Admin',
  manager: 'Manager',
  'community-manager': 'Community manager',
  'product-owner': 'Product owner',
  'on-call': 'On call',
  'read-only': 'May only read',
};
const ROLES = Object.entries(ROLE_WORDS).map(([value, label]) => ({ value, label }));

export function roleName(role: User['role']): string {
  return ROLE_WORDS[role];
}

/** Adds a person, and gives the link by which they sign in. */
export function AddPerson({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="Add a person" size={460}>
      {opened && <Form close={close} />}
    </Modal>
  );
}

function Form({ close }: { close: () => void }) {
  const queries = useQueryClient();
  const [given, setGiven] = useState<UserCreate>({
    name: '',
    email: '',
    role: 'community-manager',
  });
  const add = useMutation({
    mutationFn: () => api<UserCreated>('/users', { method: 'POST', body: given }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['users'] }),
  });
  if (add.data !== undefined) {
    return (
      <ShownOnce secret={add.data.signInLink} done={close}>
        Send this link to <strong>{add.data.name}</strong>. It signs them in, works once and is
        shown only now.
      </ShownOnce>
    );
  }
  return (
    <form
      className="setting-dialog"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <TextInput
        data-autofocus
        label="Name"
        required
        maxLength={100}
        value={given.name}
        onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })}
      />
      <TextInput
        label="E-mail"
        type="email"
        required
        maxLength={200}
        value={given.email}
        onChange={(event) => setGiven({ ...given, email: event.currentTarget.value })}
      />
      <Select
        label="Role"
        allowDeselect={false}
        data={ROLES}
        value={given.role}
        onChange={(role) => setGiven({ ...given, role: roleOf(role) })}
      />
      {add.isError && (
        <p className="setting-bad" role="alert">
          {saying(add.error)}
        </p>
      )}
      <div className="dialog-end">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" loading={add.isPending}>
          Add
        </Button>
      </div>
    </form>
  );
}

const isRole = (value: string | null): value is User['role'] =>
  value !== null && value in ROLE_WORDS;

function roleOf(value: string | null): User['role'] {
  return isRole(value) ? value : 'read-only';
}
