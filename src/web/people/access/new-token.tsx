import '@mantine/core/styles/Checkbox.layer.css';
import { Button, Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { saying } from '../../app/client.js';
import { useSession } from '../../app/queries.js';
import { ShownOnce } from '../../app/shown-once.js';
import type { Permission, TokenCreate } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { usePermissions, useTokenActions } from './access.queries.js';
import { PERMISSION_WORDS } from './permission-words.js';

/** Makes a token: what it is for, what it may do, how long it holds. */
export function NewToken({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title={say('New token')} size={520}>
      {opened && <Form close={close} />}
    </Modal>
  );
}

const DAY_MS = 24 * 3_600_000;
const LASTS = [
  { value: '30', label: say('30 days') },
  { value: '90', label: say('90 days') },
  { value: '365', label: say('a year') },
  { value: '', label: say('without end') },
];
const USUAL_DAYS = '90';

function Form({ close }: { close: () => void }) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Permission[]>(['read']);
  const [days, setDays] = useState(USUAL_DAYS);
  const { create } = useTokenActions();
  if (create.data !== undefined) {
    return (
      <ShownOnce secret={create.data.token} done={close}>
        {say('{name} is ready. Copy it now: it is shown only this once.', {
          name: <strong key="name">{create.data.name}</strong>,
        })}
      </ShownOnce>
    );
  }
  const ready = name.trim() !== '' && scopes.length > 0;
  return (
    <form
      className="setting-dialog"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) create.mutate(asked(name, scopes, days));
      }}
    >
      <TextInput
        data-autofocus
        label={say('What it is for')}
        placeholder={say('Weekly report')}
        required
        withAsterisk={false}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Scopes chosen={scopes} choose={setScopes} />
      <Select
        label={say('How long it holds')}
        allowDeselect={false}
        data={LASTS}
        value={days}
        onChange={(value) => setDays(value ?? '')}
      />
      {create.isError && (
        <p className="setting-bad" role="alert">
          {saying(create.error)}
        </p>
      )}
      <div className="dialog-end">
        <Button variant="default" onClick={close}>
          {say('Cancel')}
        </Button>
        <Button type="submit" disabled={!ready} loading={create.isPending}>
          {say('Make the token')}
        </Button>
      </div>
    </form>
  );
}

function asked(name: string, scopes: readonly Permission[], days: string): TokenCreate {
  const until = days === '' ? null : new Date(Date.now() + Number(days) * DAY_MS);
  return {
    name: name.trim(),
    scopes: [...scopes],
    ...(until === null ? {} : { expiresAt: until.toISOString() }),
  };
}

/** Only what a token can have and I have myself: more would be of no use. */
function Scopes({
  chosen,
  choose,
}: {
  chosen: readonly Permission[];
  choose: (scopes: readonly Permission[]) => void;
}) {
  const permissions = usePermissions();
  const mine = useSession().data?.permissions ?? [];
  const open = (permissions.data?.items ?? []).filter(
    ({ permission, forTokens }) => forTokens && mine.includes(permission),
  );
  return (
    <fieldset className="scopes">
      <legend>{say('What it may do')}</legend>
      {open.map(({ permission }) => (
        <Checkbox
          key={permission}
          size="sm"
          label={PERMISSION_WORDS[permission].does}
          checked={chosen.includes(permission)}
          onChange={(event) =>
            choose(
              event.currentTarget.checked
                ? [...chosen, permission]
                : chosen.filter((other) => other !== permission),
            )
          }
        />
      ))}
    </fieldset>
  );
}
