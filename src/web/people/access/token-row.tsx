import { Button } from '@mantine/core';
import { useNow, When } from '../../app/when.js';
import type { Token } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { PERMISSION_WORDS } from './permission-words.js';

/** One token: what for, what it may do, when it was used, until when it holds. */
export function TokenRow({
  token,
  whose,
  revoke,
}: {
  token: Token;
  /** Says whose it is. */
  whose: boolean;
  revoke: () => void;
}) {
  const now = useNow();
  const { name, scopes, createdAt, lastUsedAt, expiresAt, user } = token;
  const over = expiresAt !== null && Date.parse(expiresAt) <= now;
  return (
    <li className={over ? 'token token-over' : 'token'}>
      <span className="setting-main">
        <strong>
          <bdi>{name}</bdi> {whose && <span className="dim token-of">{user.name}</span>}
        </strong>
        <span className="dim">
          {say('made {when}', { when: <When key="when" at={createdAt} ago /> })},{' '}
          {lastUsedAt === null
            ? say('never used')
            : say('last used {when}', { when: <When key="when" at={lastUsedAt} ago /> })}
          ,{' '}
          {expiresAt === null
            ? say('without end')
            : over
              ? say('expired {when}', { when: <When key="when" at={expiresAt} ago /> })
              : say('expires {when}', { when: <When key="when" at={expiresAt} /> })}
        </span>
        <span className="token-scopes">
          {scopes === null ? (
            <span className="scope">{say('all that its person may do')}</span>
          ) : (
            scopes.map((scope) => (
              <span className="scope" key={scope}>
                {PERMISSION_WORDS[scope].name}
              </span>
            ))
          )}
        </span>
      </span>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={say('Revoke {name}', { name })}
        onClick={revoke}
      >
        {say('Revoke')}
      </Button>
    </li>
  );
}
