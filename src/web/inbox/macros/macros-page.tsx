import { Button } from '@mantine/core';
import { IconBolt, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Keys } from '../../app/key-help.js';
import { useKeys } from '../../app/keys.js';
import { useMay } from '../../app/may.js';
import { Empty, Failed, Waiting } from '../../app/states.js';
import type { Macro } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { RoomPage } from '../../settings/room-page.js';
import { useNameOf } from '../changes/use-name-of.js';
import { macroInWords } from './macro-action.js';
import { MacroDialog } from './macro-dialog.js';
import { useMacros } from './macros.queries.js';
import { RemoveMacro } from './remove-macro.js';
import './macros.css';

/** Several changes under one name and one key: one's own, and those that everybody has. */
export default function MacrosPage() {
  const macros = useMacros();
  const may = useMay();
  const [editing, setEditing] = useState<Macro | 'new' | null>(null);
  const add = (): void => setEditing('new');
  useKeys(say('Macros'), may.work ? [{ keys: 'n', does: say('New macro'), run: add }] : []);
  const items = macros.data?.items;
  const own = items?.filter(({ shared }) => !shared) ?? [];
  const shared = items?.filter((macro) => macro.shared) ?? [];
  return (
    <RoomPage
      title={say('Macros')}
      about={say(
        'A macro makes several changes to a mention, or to all that are selected, at once: press “m” and its digit in the inbox, or find it with Ctrl K.',
      )}
      action={
        may.work && (
          <Button leftSection={<IconPlus size={16} />} onClick={add}>
            {say('New macro')}
          </Button>
        )
      }
    >
      {macros.isPending && <Waiting what={say('macros')} lines={4} />}
      {macros.isError && items === undefined && (
        <Failed what={say('The macros')} error={macros.error} retry={() => void macros.refetch()} />
      )}
      {items?.length === 0 && (
        <Empty
          icon={<IconBolt size={26} stroke={1.6} />}
          title={say('No macros yet')}
          action={may.work ? <Button onClick={add}>{say('Make the first one')}</Button> : undefined}
        >
          {say(
            'For example: label it “billing”, give it to the billing team, snooze for three days.',
          )}
        </Empty>
      )}
      <Macros title={say('Yours alone')} macros={own} edit={setEditing} />
      <Macros title={say('Everybody’s')} macros={shared} edit={setEditing} />
      <MacroDialog editing={editing} macros={items ?? []} close={() => setEditing(null)} />
    </RoomPage>
  );
}

function Macros({
  title,
  macros,
  edit,
}: {
  title: string;
  macros: readonly Macro[];
  edit: (macro: Macro) => void;
}) {
  if (macros.length === 0) return null;
  return (
    <section>
      <h2 className="macros-title">{title}</h2>
      <ul className="card macros">
        {macros.map((macro) => (
          <Line key={macro.id} macro={macro} edit={() => edit(macro)} />
        ))}
      </ul>
    </section>
  );
}

function Line({ macro, edit }: { macro: Macro; edit: () => void }) {
  const nameOf = useNameOf();
  const may = useMay();
  const { name, key, shared, owner, yours, action } = macro;
  return (
    <li className="macro">
      <span className="macro-key">{key !== null && <Keys keys={`m ${key}`} />}</span>
      <span className="macro-text">
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <span className="dim">{macroInWords(action, nameOf).join(' · ')}</span>
        {shared && <span className="dim">{say('Shared by {name}', { name: owner.name })}</span>}
      </span>
      {yours && may.work && (
        <span className="macro-actions">
          <Button variant="default" size="compact-sm" onClick={edit}>
            {say('Edit')}
            <span className="unseen">{name}</span>
          </Button>
          <RemoveMacro macro={macro} />
        </span>
      )}
    </li>
  );
}
