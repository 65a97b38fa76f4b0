import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../app/may.js';
import { ShownOnce } from '../app/shown-once.js';
import { Failed, Waiting } from '../app/states.js';
import type { Token } from '../app/wire.js';
import { When } from '../app/when.js';
import { Section } from './section.js';
import { useTokenActions, useTokens } from './settings.queries.js';

/** Keys for programs: made here, shown once, revoked here. */
export function Tokens() {
  const tokens = useTokens();
  const { create, revoke } = useTokenActions();
  const may = useMay();
  const [revoking, setRevoking] = useState<Token | null>(null);
  return (
    <Section
      title="API tokens"
      about="Everything you can do here a program can do with a token. It acts as you."
    >
      {tokens.isPending && <Waiting what="tokens" lines={2} />}
      {tokens.isError && tokens.data === undefined && (
        <Failed what="The tokens" error={tokens.error} retry={() => void tokens.refetch()} />
      )}
      <ul className="setting-list">
        {tokens.data?.items.map((token) => (
          <li key={token.id}>
            <span className="setting-main">
              <strong>{token.name}</strong>
              <span className="dim">
                made <When at={token.createdAt} ago />,{' '}
                {token.lastUsedAt === null ? (
                  'never used'
                ) : (
                  <>
                    last used <When at={token.lastUsedAt} ago />
                  </>
                )}
              </span>
            </span>
            <Button size="compact-sm" variant="default" onClick={() => setRevoking(token)}>
              Revoke
            </Button>
          </li>
        ))}
      </ul>
      {create.data !== undefined && (
        <ShownOnce secret={create.data.token} done={create.reset}>
          <strong>{create.data.name}</strong> is ready. Copy it now: it is shown only this once.
        </ShownOnce>
      )}
      {may.work && <NewToken create={(name) => create.mutate(name)} busy={create.isPending} />}
      <Modal
        opened={revoking !== null}
        onClose={() => setRevoking(null)}
        title="Revoke this token?"
        size={400}
      >
        {revoking !== null && (
          <>
            <p>
              Programs that use <strong>{revoking.name}</strong> are refused from now on.
            </p>
            <div className="dialog-end setting-gap">
              <Button variant="default" onClick={() => setRevoking(null)} data-autofocus>
                Keep it
              </Button>
              <Button
                color="red"
                onClick={() => {
                  revoke.mutate(revoking.id);
                  setRevoking(null);
                }}
              >
                Revoke
              </Button>
            </div>
          </>
        )}
      </Modal>
    </Section>
  );
}

function NewToken({ create, busy }: { create: (name: string) => void; busy: boolean }) {
  const [name, setName] = useState('');
  return (
    <form
      className="setting-form"
      onSubmit={(event) => {
        event.preventDefault();
        create(name.trim());
        setName('');
      }}
    >
      <TextInput
        aria-label="Name of the new token"
        placeholder="What it is for"
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={name.trim() === ''} loading={busy}>
        Make a token
      </Button>
    </form>
  );
}
