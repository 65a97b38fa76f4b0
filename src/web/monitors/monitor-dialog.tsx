import { Button, Modal, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, saying } from '../app/client.js';
import { tellDone } from '../app/notices.js';
import type { Monitor, MonitorWrite } from '../app/wire.js';
import { say } from '../language/say.js';
import { monitorsKey } from './monitors.queries.js';
import { RemoveMonitor } from './remove-monitor.js';

const BLANK: MonitorWrite = {
  name: '',
  any: [],
  all: [],
  none: [],
  ownAccounts: [],
  brandNames: [],
  competitors: [],
};

/** Make a monitor, or change one. */
export function MonitorDialog({
  editing,
  close,
}: {
  editing: Monitor | 'new' | null;
  close: () => void;
}) {
  const title = editing === 'new' ? say('Add a monitor') : say('Edit the monitor');
  return (
    <Modal opened={editing !== null} onClose={close} title={title} size={560}>
      {editing !== null && <Form monitor={editing === 'new' ? null : editing} close={close} />}
    </Modal>
  );
}

function useSave(monitor: Monitor | null, close: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: MonitorWrite) =>
      monitor === null
        ? api<Monitor>('/monitors', { method: 'POST', body })
        : api<Monitor>(`/monitors/${monitor.id}`, { method: 'PATCH', body }),
    onSuccess: (saved) => {
      tellDone(say('{name} is saved', { name: saved.name }));
      close();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: monitorsKey }),
  });
}

const FIELDS = [
  {
    field: 'any',
    label: say('Any of these words or phrases'),
    description: say('One of them is enough. Press Enter after each.'),
  },
  {
    field: 'all',
    label: say('And all of these'),
    description: say('Leave empty unless the words above mean other things as well.'),
  },
  {
    field: 'none',
    label: say('But none of these'),
    description: say('Posts that hold one of them are left out.'),
  },
  {
    field: 'ownAccounts',
    label: say('Our own accounts'),
    description: say('Handles that speak for us. Their posts open no work.'),
  },
  {
    field: 'brandNames',
    label: say('Names of our brand'),
    description: say('As people write them. Empty: the name and the words above.'),
  },
  {
    field: 'competitors',
    label: say('Competitors'),
    description: say(
      'Tells “switching to them” from “coming to us”, and a complaint about them from one about us.',
    ),
  },
] as const;

function Form({ monitor, close }: { monitor: Monitor | null; close: () => void }) {
  const [value, setValue] = useState<MonitorWrite>(() =>
    monitor === null
      ? BLANK
      : {
          name: monitor.name,
          any: monitor.any,
          all: monitor.all,
          none: monitor.none,
          ownAccounts: monitor.ownAccounts,
          brandNames: monitor.brandNames,
          competitors: monitor.competitors,
        },
  );
  const save = useSave(monitor, close);
  return (
    <form
      className="monitor-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ ...value, name: value.name.trim() });
      }}
    >
      <TextInput
        data-autofocus
        label={say('Name')}
        placeholder={say('The brand or product')}
        required
        maxLength={200}
        value={value.name}
        onChange={(event) => setValue({ ...value, name: event.currentTarget.value })}
      />
      {FIELDS.map(({ field, label, description }) => (
        <TagsInput
          key={field}
          label={label}
          description={description}
          value={value[field]}
          acceptValueOnBlur
          splitChars={[',', '\n']}
          onChange={(words) => setValue({ ...value, [field]: words })}
        />
      ))}
      {save.isError && (
        <p className="monitor-error" role="alert">
          {saying(save.error)}
        </p>
      )}
      <div className="dialog-end">
        {monitor !== null && <RemoveMonitor monitor={monitor} close={close} />}
        <Button variant="default" onClick={close}>
          {say('Cancel')}
        </Button>
        <Button type="submit" disabled={value.name.trim() === ''} loading={save.isPending}>
          {say('Save')}
        </Button>
      </div>
    </form>
  );
}
