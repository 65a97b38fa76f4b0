import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Source } from '../app/wire.js';
import { OwnedBy } from './owned-by.js';
import type { SourceActions } from './sources.mutations.js';

export function EditSource({
  source,
  close,
  actions,
}: {
  source: Source | null;
  close: () => void;
  actions: SourceActions;
}) {
  return (
    <Modal opened={source !== null} onClose={close} title="Edit the source" size={520}>
      {source !== null && <Form source={source} close={close} actions={actions} />}
    </Modal>
  );
}

function Form({
  source,
  close,
  actions,
}: {
  source: Source;
  close: () => void;
  actions: SourceActions;
}) {
  const [name, setName] = useState(source.name);
  const [ownedBy, setOwnedBy] = useState(source.ownedBy?.id ?? null);
  return (
    <form
      className="add-source"
      onSubmit={(event) => {
        event.preventDefault();
        actions.change.mutate({ id: source.id, name: name.trim(), ownedBy }, { onSuccess: close });
      }}
    >
      <TextInput
        data-autofocus
        label="Name"
        value={name}
        required
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <OwnedBy value={ownedBy} onChange={setOwnedBy} />
      <div className="dialog-end">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" disabled={name.trim() === ''} loading={actions.change.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
