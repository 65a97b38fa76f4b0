import { Button, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { saying } from '../app/client.js';
import { safeAddress } from '../app/safe-address.js';
import type { Candidate, SourceTestResult } from '../app/wire.js';
import { say } from '../language/say.js';
import { AddEnd, usePlaceTest } from './add-end.js';
import { CandidateCard } from './candidate-card.js';
import { KindTerms } from './kind-terms.js';
import { useSourceKind } from './sources.queries.js';
import type { SourceActions } from './sources.mutations.js';
import { sayAgain } from '../language/say-again.js';

/** Type an address, choose among the places behind it, add one. */
export function AddByAddress({
  close,
  actions,
  byKind,
}: {
  close: () => void;
  actions: SourceActions;
  byKind: (kind: string | null) => void;
}) {
  const [given, setGiven] = useState('');
  const [allowPrivate, setAllowPrivate] = useState(false);
  const [chosen, setChosen] = useState(0);
  const [ownedBy, setOwnedBy] = useState<string | null>(null);
  const test = usePlaceTest();
  const address = safeAddress(withProtocol(given));
  const tested = test.variables?.address === address && test.isSuccess ? test.data : null;
  const candidate = tested?.candidates[chosen] ?? null;
  const look = (): void => {
    if (address === null) return;
    setChosen(0);
    test.mutate({ address, ...(allowPrivate ? { allowPrivate } : {}) });
  };
  return (
    <>
      <form
        className="add-line"
        onSubmit={(event) => {
          event.preventDefault();
          look();
        }}
      >
        <TextInput
          data-autofocus
          label={say('Address of the place')}
          description={say('Any page of it will do: a forum, a profile, an app, a feed.')}
          placeholder="https://forum.example.com"
          value={given}
          onChange={(event) => setGiven(event.currentTarget.value)}
          inputMode="url"
          autoCapitalize="off"
          spellCheck={false}
          error={given !== '' && address === null ? say('This is no web address') : null}
        />
        <Button
          variant="default"
          type="submit"
          loading={test.isPending}
          disabled={address === null}
        >
          {say('Look')}
        </Button>
        <Switch
          className="add-private"
          checked={allowPrivate}
          onChange={(event) => setAllowPrivate(event.currentTarget.checked)}
          label={say('It is in our own network')}
        />
      </form>
      <div aria-live="polite" className="add-found">
        {test.isPending && <p className="dim">{say('Asking the place…')}</p>}
        {test.isError && <p className="test-bad">{saying(test.error)}</p>}
        {tested !== null && (
          <Found
            tested={tested}
            chosen={chosen}
            choose={setChosen}
            byKind={byKind}
            owned={ownedBy !== null}
          />
        )}
      </div>
      <AddEnd
        key={`${tested?.durationMs} ${chosen}`}
        place={candidate}
        about={<TermsOf candidate={candidate} />}
        ownedBy={ownedBy}
        setOwnedBy={setOwnedBy}
        close={close}
        actions={actions}
      />
    </>
  );
}

function Found({
  tested: { candidates, error },
  chosen,
  choose,
  byKind,
  owned,
}: {
  tested: SourceTestResult;
  chosen: number;
  choose: (at: number) => void;
  byKind: (kind: string | null) => void;
  owned: boolean;
}) {
  if (candidates.length === 0) {
    return (
      <div className="test-bad">
        <div>
          <p>{sayAgain(error?.message) ?? say('Nothing was found there.')}</p>
          <Button size="compact-sm" variant="subtle" onClick={() => byKind(null)}>
            {say('Choose the kind of place instead')}
          </Button>
        </div>
      </div>
    );
  }
  const shown = candidates[chosen];
  return (
    <>
      {candidates.length > 1 && (
        <fieldset className="candidates">
          <legend>
            {say('{count} places are behind this address', { count: candidates.length })}
          </legend>
          {candidates.map((candidate, at) => (
            <label key={`${candidate.kind} ${candidate.url} ${candidate.name}`}>
              <input
                type="radio"
                name="candidate"
                checked={at === chosen}
                onChange={() => choose(at)}
              />
              <span className="theirs">
                {candidate.name} <span className="dim">{candidate.kindName}</span>
                {!candidate.ok && <span className="source-error"> {say('cannot be read')}</span>}
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {shown !== undefined && <CandidateCard candidate={shown} owned={owned} />}
    </>
  );
}

function TermsOf({ candidate }: { candidate: Candidate | null }) {
  const kind = useSourceKind(candidate?.kind ?? '');
  if (candidate === null || kind === undefined) return null;
  return <KindTerms kind={kind} />;
}

function withProtocol(url: string): string {
  const text = url.trim();
  return text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
}
