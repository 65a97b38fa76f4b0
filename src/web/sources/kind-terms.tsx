import { IconAlertTriangle, IconKey, IconLock } from '@tabler/icons-react';
import type { SourceKind } from '../app/wire.js';
import { say } from '../language/say.js';
import { sayAgain } from '../language/say-again.js';

/** On what terms a kind of place may be read, and what is missing for it. */
export function KindTerms({
  kind,
}: {
  kind: Pick<SourceKind, 'terms' | 'whyOff' | 'credentials'>;
}) {
  const { terms, whyOff, credentials } = kind;
  return (
    <div className="terms">
      {whyOff !== null && (
        <p className="terms-off">
          <IconLock size={16} aria-hidden />
          <span>{sayAgain(whyOff)}</span>
        </p>
      )}
      <p className="terms-note">{sayAgain(terms.note)}</p>
      {terms.attribution !== null && (
        <p className="terms-note">
          {say('To be named: {attribution}.', { attribution: terms.attribution })}
        </p>
      )}
      {terms.eraseWhenGone && (
        <p className="terms-note">{say('What is deleted there is erased here, too.')}</p>
      )}
      {credentials.length > 0 && (
        <ul className="terms-keys">
          {credentials.map(({ env, title, required, present }) => (
            <li key={env} className={required && !present ? 'terms-missing' : ''}>
              {required && !present ? (
                <IconAlertTriangle size={15} aria-hidden />
              ) : (
                <IconKey size={15} aria-hidden />
              )}
              <span>
                {title}: <KeyState env={env} present={present} required={required} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function KeyState({
  env,
  present,
  required,
}: {
  env: string;
  present: boolean;
  required: boolean;
}) {
  if (present) {
    return say('given as {name}', { name: <code>{env}</code> });
  }
  return (
    <>
      {say('missing. Set {name} in the environment of Earshot and start it again.', {
        name: <code>{env}</code>,
      })}{' '}
      {required
        ? say('Without it the place cannot be asked.')
        : say('Without it less can be read.')}
    </>
  );
}
