import { Button } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useKeys } from '../../app/keys.js';
import { useMay } from '../../app/may.js';
import { Segments } from '../../app/segments.js';
import { Empty, Failed, Waiting } from '../../app/states.js';
import type { Token } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { Locked } from '../../settings/locked.js';
import { RoomPage } from '../../settings/room-page.js';
import { Confirm } from '../confirm.js';
import { useTokenActions, useTokens, type Of } from './access.queries.js';
import { NewToken } from './new-token.js';
import { TokenRow } from './token-row.js';
import './tokens.css';

/** Keys for programs: made here, shown once, revoked here. */
export default function TokensPage() {
  const may = useMay();
  const [making, setMaking] = useState(false);
  useKeys(
    say('API tokens'),
    may.tokens ? [{ keys: 'n', does: say('New token'), run: () => setMaking(true) }] : [],
  );
  return (
    <RoomPage
      title={say('API tokens')}
      about={say(
        'What you can do here a program can do with a token of yours, as far as its scopes go. It acts in your name.',
      )}
      action={
        may.tokens && (
          <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setMaking(true)}>
            {say('New token')}
          </Button>
        )
      }
    >
      {may.tokens ? (
        <Tokens />
      ) : (
        <Locked title={say('Your role has no tokens')}>
          {say('Tokens are for those who may work here.')}
        </Locked>
      )}
      <NewToken opened={making} close={() => setMaking(false)} />
    </RoomPage>
  );
}

function Tokens() {
  const may = useMay();
  const [of, setOf] = useState<Of>('me');
  const tokens = useTokens(of);
  const { revoke } = useTokenActions();
  const [revoking, setRevoking] = useState<Token | null>(null);
  return (
    <>
      {may.admit && (
        <div className="tokens-whose">
          <Segments
            label={say('Whose tokens')}
            segments={[
              { value: 'me', name: say('Yours') },
              { value: 'everyone', name: say('Everybody’s') },
            ]}
            value={of}
            onChange={setOf}
          />
        </div>
      )}
      {tokens.isPending && <Waiting what={say('the tokens')} lines={3} />}
      {tokens.isError && tokens.data === undefined && (
        <Failed what={say('The tokens')} error={tokens.error} retry={() => void tokens.refetch()} />
      )}
      {tokens.data?.items.length === 0 && (
        <Empty icon={<IconKey size={26} stroke={1.6} />} title={say('No tokens yet')}>
          {say('Make one for each program, so that each can be revoked alone.')}
        </Empty>
      )}
      {tokens.data !== undefined && tokens.data.items.length > 0 && (
        <ul className="card setting-list" aria-label={say('API tokens')}>
          {tokens.data.items.map((token) => (
            <TokenRow
              key={token.id}
              token={token}
              whose={of === 'everyone'}
              revoke={() => setRevoking(token)}
            />
          ))}
        </ul>
      )}
      <Confirm
        opened={revoking !== null}
        close={() => setRevoking(null)}
        title={say('Revoke {name}?', { name: revoking?.name ?? '' })}
        yes={say('Revoke')}
        no={say('Keep it')}
        run={() => revoking !== null && revoke.mutate(revoking)}
      >
        {say('Programs that use it are refused from now on. This cannot be taken back.')}
      </Confirm>
    </>
  );
}
