import { Modal } from '@mantine/core';
import { useState } from 'react';
import { Segments } from '../app/segments.js';
import { say } from '../language/say.js';
import { AddByAddress } from './add-by-address.js';
import { AddByKind } from './add-by-kind.js';
import type { SourceActions } from './sources.mutations.js';

type Way = 'address' | 'kind';
const WAYS = [
  { value: 'address', name: say('By address') },
  { value: 'kind', name: say('By kind of place') },
] as const;

/** Add a place by its address or by its kind, after seeing what it would bring. */
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
    <Modal opened={opened} onClose={close} title={say('Add a source')} size={680}>
      {opened && <Ways close={close} actions={actions} />}
    </Modal>
  );
}

function Ways({ close, actions }: { close: () => void; actions: SourceActions }) {
  const [way, setWay] = useState<Way>('address');
  const [kind, setKind] = useState<string | null>(null);
  return (
    <div className="add-source">
      <div className="add-ways">
        <Segments
          label={say('How to name the place')}
          segments={WAYS}
          value={way}
          onChange={setWay}
        />
      </div>
      {way === 'address' ? (
        <AddByAddress
          close={close}
          actions={actions}
          byKind={(chosen) => {
            setKind(chosen);
            setWay('kind');
          }}
        />
      ) : (
        <AddByKind close={close} actions={actions} kind={kind} choose={setKind} />
      )}
    </div>
  );
}
