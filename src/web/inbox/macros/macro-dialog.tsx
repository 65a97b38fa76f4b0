import { Button, Group, Modal, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, saying } from '../../app/client.js';
import { tellDone } from '../../app/notices.js';
import type { Macro } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { useNameOf } from '../changes/use-name-of.js';
import { macroInWords } from './macro-action.js';
import { BLANK, draftOf, writeOf, type MacroDraft } from './macro-draft.js';
import { KeyField, LabelFields, OwnerField, StatusFields, type Change } from './macro-fields.js';
import { macrosKey } from './macros.queries.js';

/** Makes a macro, or changes one. */
export function MacroDialog({
  editing,
  macros,
  close,
}: {
  editing: Macro | 'new' | null;
  macros: readonly Macro[];
  close: () => void;
}) {
  return (
    <Modal
      opened={editing !== null}
      onClose={close}
      title={editing === 'new' ? say('New macro') : say('Edit the macro')}
      size={560}
    >
      {editing !== null && (
        <Form macro={editing === 'new' ? null : editing} macros={macros} close={close} />
      )}
    </Modal>
  );
}

function useSave(macro: Macro | null, close: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (draft: MacroDraft) =>
      macro === null
        ? api<Macro>('/macros', { method: 'POST', body: writeOf(draft) })
        : api<Macro>(`/macros/${macro.id}`, {
            method: 'PATCH',
            body: { ...writeOf(draft), version: macro.version },
          }),
    onSuccess: (saved) => {
      tellDone(say('{name} is saved', { name: saved.name }));
      close();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: macrosKey }),
  });
}

function Form({
  macro,
  macros,
  close,
}: {
  macro: Macro | null;
  macros: readonly Macro[];
  close: () => void;
}) {
  const [draft, setDraft] = useState(macro === null ? BLANK : draftOf(macro));
  const save = useSave(macro, close);
  const nameOf = useNameOf();
  const change: Change = (part) => setDraft({ ...draft, ...part });
  const does = macroInWords(writeOf(draft).action, nameOf);
  const others = macros.filter(({ id, yours }) => yours && id !== macro?.id);
  return (
    <form
      className="macro-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft);
      }}
    >
      <Group align="flex-start" grow preventGrowOverflow={false}>
        <TextInput
          label={say('Name')}
          data-autofocus
          required
          maxLength={60}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <KeyField draft={draft} change={change} others={others} />
      </Group>
      <StatusFields draft={draft} change={change} />
      <OwnerField draft={draft} change={change} />
      <LabelFields draft={draft} change={change} />
      <Switch
        label={say('For everybody')}
        description={say('Others can use it; you and managers can change it.')}
        checked={draft.shared}
        onChange={(event) => change({ shared: event.currentTarget.checked })}
      />
      <div className="macro-does" aria-live="polite">
        <p className="dim">
          {does.length === 0 ? say('It does nothing yet.') : say('It does this:')}
        </p>
        <ul>
          {does.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
      {save.isError && (
        <p className="macro-bad" role="alert">
          {saying(save.error)}
        </p>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          {say('Cancel')}
        </Button>
        <Button
          type="submit"
          loading={save.isPending}
          disabled={does.length === 0 || draft.name.trim() === ''}
        >
          {say('Save')}
        </Button>
      </Group>
    </form>
  );
}
