import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { saying } from '../app/client.js';
import { Failed, Waiting } from '../app/states.js';
import type { SourceKind } from '../app/wire.js';
import { say } from '../language/say.js';
import { AddEnd, usePlaceTest } from './add-end.js';
import { CandidateCard } from './candidate-card.js';
import { GENRE_WORDS } from './genre-words.js';
import { KindTerms } from './kind-terms.js';
import { faultsOf, fieldsOf, missingFrom, paramsOf, valuesOf } from './params.js';
import { ParamsFields } from './params-fields.js';
import { useSourceKinds } from './sources.queries.js';
import type { SourceActions } from './sources.mutations.js';

interface Props {
  readonly close: () => void;
  readonly actions: SourceActions;
}

/** Choose a kind of place, fill in what it takes, see what it would bring, add it. */
export function AddByKind({
  kind,
  choose,
  ...props
}: Props & { kind: string | null; choose: (kind: string | null) => void }) {
  const kinds = useSourceKinds();
  if (kinds.isPending) return <Waiting what={say('the kinds of places')} lines={4} />;
  if (kinds.isError) {
    return (
      <Failed
        what={say('The kinds of places')}
        error={kinds.error}
        retry={() => void kinds.refetch()}
      />
    );
  }
  const chosen = kinds.data.items.find((one) => one.kind === kind) ?? null;
  return (
    <>
      <Select
        data-autofocus
        label={say('Kind of place')}
        placeholder={say('Choose, or type to find')}
        searchable
        nothingFoundMessage={say('There is no such kind')}
        maxDropdownHeight={320}
        data={grouped(kinds.data.items)}
        value={kind}
        onChange={choose}
      />
      {chosen === null ? (
        <div className="dialog-end">
          <Button variant="default" onClick={props.close}>
            {say('Cancel')}
          </Button>
        </div>
      ) : (
        <KindForm key={chosen.kind} kind={chosen} {...props} />
      )}
    </>
  );
}

function grouped(kinds: readonly SourceKind[]) {
  return Object.entries(GENRE_WORDS).flatMap(([genre, group]) => {
    const items = kinds.filter((one) => one.genre === genre);
    return items.length === 0
      ? []
      : [{ group, items: items.map((one) => ({ value: one.kind, label: labelOf(one) })) }];
  });
}

function labelOf({ name, on, credentials }: SourceKind): string {
  if (!on) return say('{name} (switched off)', { name });
  const lacks = credentials.some(({ required, present }) => required && !present);
  return lacks ? say('{name} (needs a key)', { name }) : name;
}

function KindForm({ kind, close, actions }: Props & { kind: SourceKind }) {
  const fields = fieldsOf(kind);
  const [values, setValues] = useState(() => valuesOf(fields));
  const [ownedBy, setOwnedBy] = useState<string | null>(null);
  const test = usePlaceTest();
  const params = paramsOf(fields, values);
  const tested = sameAsked(test.variables?.params, params) ? test.data : undefined;
  const candidate = tested?.candidates[0] ?? null;
  const missing = missingFrom(fields, values);
  if (!kind.on || kind.intake === 'imported') {
    return (
      <>
        <p>{kind.title}</p>
        <KindTerms kind={kind} />
        {kind.intake === 'imported' && <HowToImport />}
        <div className="dialog-end">
          <Button variant="default" onClick={close}>
            {say('Close')}
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      <p className="kind-title">{kind.title}</p>
      <KindTerms kind={kind} />
      <form
        className="add-source"
        onSubmit={(event) => {
          event.preventDefault();
          test.mutate({ kind: kind.kind, params });
        }}
      >
        <ParamsFields
          fields={fields}
          values={values}
          faults={faultsOf(test.error)}
          onChange={setValues}
        />
        <div className="form-end">
          <Button
            variant="default"
            type="submit"
            loading={test.isPending}
            disabled={missing.length > 0}
          >
            {kind.intake === 'polled' ? say('Test') : say('Check')}
          </Button>
          {missing.length > 0 && (
            <span className="dim">
              {say('Still needed: {fields}', { fields: missing.join(', ') })}
            </span>
          )}
        </div>
      </form>
      <div aria-live="polite" className="add-found">
        {test.isPending && <p className="dim">{say('Asking the place…')}</p>}
        {test.isError && <p className="test-bad">{saying(test.error)}</p>}
        {candidate !== null && <CandidateCard candidate={candidate} owned={ownedBy !== null} />}
      </div>
      <AddEnd
        key={tested?.durationMs}
        place={candidate}
        about={null}
        ownedBy={ownedBy}
        setOwnedBy={setOwnedBy}
        close={close}
        actions={actions}
      />
    </>
  );
}

function HowToImport() {
  return (
    <p>
      {say(
        'Posts of a file are read on the command line: {command}. The source then stands in the list by itself.',
        { command: <code>earshot import posts.csv</code> },
      )}
    </p>
  );
}

const sameAsked = (asked: unknown, now: unknown): boolean =>
  JSON.stringify(asked) === JSON.stringify(now);
