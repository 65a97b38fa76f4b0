import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { say } from '../../language/say.js';
import { blankTopic, type Draft, type DraftTopic } from './draft.js';
import { sayAgain } from '../../language/say-again.js';

/** Begins a topic: its name and group; the rest is filled in beside the preview. */
export function AddTopic({
  opened,
  draft,
  close,
  onAdd,
}: {
  opened: boolean;
  draft: Draft;
  close: () => void;
  onAdd: (topic: DraftTopic) => void;
}) {
  return (
    <Modal opened={opened} onClose={close} title={say('Add a topic')} size={420}>
      {opened && <Form draft={draft} close={close} onAdd={onAdd} />}
    </Modal>
  );
}

function Form({
  draft,
  close,
  onAdd,
}: {
  draft: Draft;
  close: () => void;
  onAdd: (topic: DraftTopic) => void;
}) {
  const [name, setName] = useState('');
  const [group, setGroup] = useState(draft.groups[0]?.key ?? '');
  const made = blankTopic(draft, name.trim(), group);
  return (
    <form
      className="topic-add"
      onSubmit={(event) => {
        event.preventDefault();
        onAdd(made);
        close();
      }}
    >
      <TextInput
        data-autofocus
        required
        label={say('What customers complain about')}
        placeholder={say('Voucher not accepted')}
        maxLength={100}
        value={name}
        description={
          name.trim() === ''
            ? say('In a few words')
            : say('Stored as {key}, for good', { key: made.key })
        }
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={say('Group')}
        allowDeselect={false}
        data={draft.groups.map(({ key, name: of }) => ({ value: key, label: sayAgain(of) }))}
        value={group}
        onChange={(chosen) => setGroup(chosen ?? group)}
      />
      <div className="dialog-end">
        <Button variant="default" onClick={close}>
          {say('Cancel')}
        </Button>
        <Button type="submit" disabled={name.trim() === '' || group === ''}>
          {say('Add')}
        </Button>
      </div>
    </form>
  );
}
