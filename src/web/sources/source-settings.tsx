import { Button, Switch, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { useMay } from '../app/may.js';
import { Waiting } from '../app/states.js';
import type { SourceDetail, SourceKind } from '../app/wire.js';
import { say } from '../language/say.js';
import { KindTerms } from './kind-terms.js';
import { OwnedBy } from './owned-by.js';
import { Panel } from './panel.js';
import { faultsOf, fieldsOf, missingFrom, paramsOf, valuesOf } from './params.js';
import { ParamsFields } from './params-fields.js';
import type { SourceActions } from './sources.mutations.js';
import { useSourceKinds } from './sources.queries.js';

interface Props {
  readonly source: SourceDetail;
  readonly actions: SourceActions;
}

/** Its name, what is read and kept, and what happens to what is deleted there. */
export function SourceSettings({ source, actions }: Props) {
  const may = useMay();
  const kinds = useSourceKinds();
  const kind = kinds.data?.items.find((one) => one.kind === source.kind);
  const { hash } = useLocation();
  useEffect(() => {
    if (hash === '#settings') document.getElementById('settings')?.focus();
  }, [hash]);
  return (
    <Panel title={say('Settings')} id="settings">
      {kind !== undefined && <KindTerms kind={kind} />}
      {kinds.isPending && <Waiting what={say('the settings')} lines={3} />}
      {!kinds.isPending && may.configure && (
        <Form source={source} kind={kind} actions={actions} key={JSON.stringify(source.params)} />
      )}
      {!may.configure && <Shown source={source} />}
    </Panel>
  );
}

function Form({ source, kind, actions }: Props & { kind: SourceKind | undefined }) {
  const fields = kind === undefined ? [] : fieldsOf(kind);
  const [name, setName] = useState(source.name);
  const [ownedBy, setOwnedBy] = useState(source.ownedBy?.id ?? null);
  const [erase, setErase] = useState(source.eraseWhenGone);
  const [values, setValues] = useState(() => valuesOf(fields, source.params));
  const { change } = actions;
  const params = paramsOf(fields, values);
  const before = paramsOf(fields, valuesOf(fields, source.params));
  const changed = JSON.stringify(params) !== JSON.stringify(before);
  const faults = faultsOf(change.error);
  return (
    <form
      className="add-source"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({
          id: source.id,
          name: name.trim(),
          ownedBy,
          eraseWhenGone: erase,
          ...(changed ? { params } : {}),
        });
      }}
    >
      <TextInput
        label={say('Name in Earshot')}
        value={name}
        required
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <OwnedBy value={ownedBy} onChange={setOwnedBy} />
      <ParamsFields fields={fields} values={values} faults={faults} onChange={setValues} />
      <Switch
        label={say('Erase what was deleted there')}
        description={say(
          'Text and author of a deleted post are blanked here, too; that it was there still counts.',
        )}
        checked={erase}
        onChange={(event) => setErase(event.currentTarget.checked)}
      />
      <div className="form-end">
        <Button
          type="submit"
          loading={change.isPending}
          disabled={name.trim() === '' || missingFrom(fields, values).length > 0}
        >
          {say('Save')}
        </Button>
        {changed && (
          <span className="dim">{say('With new parameters it is read from the beginning.')}</span>
        )}
      </div>
    </form>
  );
}

/** For those who may only look. */
function Shown({ source }: { source: SourceDetail }) {
  return (
    <dl className="facts">
      {Object.entries(source.params).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="theirs">{Array.isArray(value) ? value.join(', ') : String(value)}</dd>
        </div>
      ))}
      <div>
        <dt>{say('Deleted posts')}</dt>
        <dd>{source.eraseWhenGone ? say('are erased here, too') : say('are kept and marked')}</dd>
      </div>
    </dl>
  );
}
