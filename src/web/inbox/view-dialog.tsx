import { Button, Modal, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { saying } from '../app/client.js';
import { tellDone } from '../app/notices.js';
import type { SavedView } from '../app/wire.js';
import { say } from '../language/say.js';
import { useViewChanges } from './views.queries.js';

/** Saves the present view under a name, or renames one. */
export default function ViewDialog({
  view,
  search,
  close,
}: {
  /** null: a new one. */
  view: SavedView | null;
  search: string;
  close: () => void;
}) {
  const changes = useViewChanges();
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const [error, setError] = useState<string | null>(null);
  const wanted = name.trim();
  const submit = async (): Promise<void> => {
    try {
      if (view === null) await changes.save({ name: wanted, address: search, shared });
      else await changes.change(view, { name: wanted, shared });
      tellDone(say('The view {name} is saved', { name: wanted }));
      close();
    } catch (failure) {
      setError(saying(failure));
    }
  };
  return (
    <Modal
      opened
      onClose={close}
      title={view === null ? say('Save this view') : say('Rename the view')}
      size={400}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== '') void submit();
        }}
      >
        <TextInput
          label={say('Name')}
          data-autofocus
          maxLength={80}
          required
          value={name}
          error={error}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Switch
          mt="md"
          label={say('Everyone sees it')}
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <div className="dialog-end view-dialog-end">
          <Button variant="default" onClick={close}>
            {say('Cancel')}
          </Button>
          <Button type="submit" disabled={wanted === ''}>
            {say('Save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
