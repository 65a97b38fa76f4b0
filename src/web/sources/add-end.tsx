import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { api, saying } from '../app/client.js';
import type { Candidate, SourceTestResult } from '../app/wire.js';
import { say } from '../language/say.js';
import { OwnedBy } from './owned-by.js';
import type { SourceActions } from './sources.mutations.js';

export interface PlaceAsked {
  readonly address?: string;
  readonly allowPrivate?: boolean;
  readonly kind?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Asks a place once; nothing is stored. */
export function usePlaceTest() {
  return useMutation({
    mutationFn: (asked: PlaceAsked) =>
      api<SourceTestResult>('/sources/test', { method: 'POST', body: asked }),
  });
}

/** What both ways end with: the name, whose place it is, its terms, and the button. */
export function AddEnd({
  place,
  about,
  ownedBy,
  setOwnedBy,
  close,
  actions,
}: {
  /** null while nothing is chosen that could be added. */
  place: Candidate | null;
  about: ReactNode;
  ownedBy: string | null;
  setOwnedBy: (monitor: string | null) => void;
  close: () => void;
  actions: SourceActions;
}) {
  const [name, setName] = useState(place?.name ?? '');
  const navigate = useNavigate();
  if (place === null) {
    return (
      <div className="dialog-end">
        <Button variant="default" onClick={close}>
          {say('Cancel')}
        </Button>
      </div>
    );
  }
  const add = (): void => {
    const { kind, params } = place;
    const named = name.trim() === '' ? {} : { name: name.trim() };
    actions.add.mutate(
      { kind, params, ownedBy, ...named },
      {
        onSuccess: (source) => {
          // Who sends by itself needs the address that its page shows.
          if (place.ok && place.firstIntervalSeconds === null)
            void navigate(`/sources/${source.id}`);
          else close();
        },
      },
    );
  };
  return (
    <form
      className="add-source"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      {about}
      <TextInput
        label={say('Name')}
        placeholder={say('As the place calls itself')}
        value={name}
        maxLength={200}
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
          {say('Cancel')}
        </Button>
        <Button type="submit" loading={actions.add.isPending} disabled={place.source !== null}>
          {place.ok ? say('Add') : say('Add all the same')}
        </Button>
      </div>
    </form>
  );
}
