import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { TaskOutcome } from '../app/wire.js';
import { say } from '../language/say.js';
import { OUTCOMES } from './outcome-words.js';

const LONGEST_NOTE = 2000;

/** How it ended, in one choice and a few words for whoever meets this customer next. */
export function ResolveDialog({
  opened,
  close,
  resolve,
}: {
  opened: boolean;
  close: () => void;
  resolve: (outcome: TaskOutcome, note: string) => void;
}) {
  return (
    <Modal opened={opened} onClose={close} title={say('How did it end?')} size={480}>
      {opened && <Form close={close} resolve={resolve} />}
    </Modal>
  );
}

function Form({
  close,
  resolve,
}: {
  close: () => void;
  resolve: (outcome: TaskOutcome, note: string) => void;
}) {
  const [outcome, setOutcome] = useState<TaskOutcome | null>(null);
  const [note, setNote] = useState('');
  const send = (): void => {
    if (outcome !== null) resolve(outcome, note.trim());
  };
  return (
    <form
      className="resolve"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <fieldset className="outcomes">
        <legend className="unseen">{say('Outcome')}</legend>
        {OUTCOMES.map(({ value, name, means }, at) => (
          <label className="outcome-choice" key={value}>
            <input
              type="radio"
              name="outcome"
              value={value}
              checked={outcome === value}
              data-autofocus={at === 0 ? true : undefined}
              onChange={() => setOutcome(value)}
            />
            <strong>{name}</strong>
            <span className="dim">{means}</span>
          </label>
        ))}
      </fieldset>
      <Textarea
        label={say('Note')}
        description={say(
          'What helped, what is still open. Whoever meets this customer next will read it.',
        )}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={LONGEST_NOTE}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      <div className="dialog-end">
        <Button variant="default" onClick={close}>
          {say('Cancel')}
        </Button>
        <Button type="submit" disabled={outcome === null}>
          {say('Resolve')}
        </Button>
      </div>
    </form>
  );
}
