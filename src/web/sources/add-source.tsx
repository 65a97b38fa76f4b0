import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, saying } from '../app/client.js';
import { safeAddress } from '../app/safe-address.js';
import type { SourceTestResult } from '../app/wire.js';
import { OwnedBy } from './owned-by.js';
import type { SourceActions } from './sources.mutations.js';
import { TestResult } from './test-result.js';

/** Add a place by its address, after seeing what it would bring. */
export function AddSource({
  opened,
  close,
  actions,
}: {
  opened: boolean;
  close: () => void;
  actions: SourceActions;
}) {
  return (
    <Modal opened={opened} onClose={close} title="Add a source" size={620}>
      {opened && <Form close={close} actions={actions} />}
    </Modal>
  );
}

function Form({ close, actions }: { close: () => void; actions: SourceActions }) {
  const [url, setUrl] = useState('');
  const [name, setName] = useState('');
  const [ownedBy, setOwnedBy] = useState<string | null>(null);
  const test = useMutation({
    mutationFn: (address: string) =>
      api<SourceTestResult>('/sources/test', { method: 'POST', body: { url: address } }),
    onSuccess: (result) => setName((now) => (now === '' ? (result.title ?? '') : now)),
  });
  const address = safeAddress(withProtocol(url));
  const tested = test.data !== undefined && test.variables === address ? test.data : null;
  const ready = tested?.ok === true;
  // A page may name its feed: that is what is added then.
  const target = ready ? tested.url : address;
  const add = (): void => {
    if (target === null) return;
    actions.add.mutate(
      { url: target, ownedBy, ...(name.trim() === '' ? {} : { name: name.trim() }) },
      { onSuccess: close },
    );
  };
  return (
    <form
      className="add-source"
      onSubmit={(event) => {
        event.preventDefault();
        if (address === null) return;
        if (ready) add();
        else test.mutate(address);
      }}
    >
      <div className="add-line">
        <TextInput
          data-autofocus
          label="Address of the place, or of its feed"
          placeholder="https://forum.example.com"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
          inputMode="url"
          autoCapitalize="off"
          spellCheck={false}
          error={url !== '' && address === null ? 'This is no web address' : null}
        />
        <Button
          variant="default"
          type={ready ? 'button' : 'submit'}
          loading={test.isPending}
          disabled={address === null}
          onClick={ready && address !== null ? () => test.mutate(address) : undefined}
        >
          Test
        </Button>
      </div>
      <div aria-live="polite">
        {test.isError && <p className="test-bad">{saying(test.error)}</p>}
        {tested !== null && <TestResult result={tested} owned={ownedBy !== null} />}
      </div>
      <TextInput
        label="Name"
        placeholder="As the place calls itself"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <OwnedBy value={ownedBy} onChange={setOwnedBy} />
      {actions.add.isError && (
        <p className="test-bad" role="alert">
          {saying(actions.add.error)}
        </p>
      )}
      <div className="dialog-end">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button
          type={ready ? 'submit' : 'button'}
          loading={actions.add.isPending}
          disabled={address === null}
          onClick={ready ? undefined : add}
        >
          {ready ? 'Add' : 'Add without testing'}
        </Button>
      </div>
    </form>
  );
}

function withProtocol(url: string): string {
  const text = url.trim();
  return text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
}
