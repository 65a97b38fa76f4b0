import { IconAlertTriangle, IconKey, IconLock } from '@tabler/icons-react';
import type { SourceKind } from '../app/wire.js';

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
          <span>{whyOff}</span>
        </p>
      )}
      <p className="terms-note">{terms.note}</p>
      {terms.attribution !== null && (
        <p className="terms-note">To be named: {terms.attribution}.</p>
      )}
      {terms.eraseWhenGone && (
        <p className="terms-note">What is deleted there is erased here, too.</p>
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
    return (
      <>
        given as <code>{env}</code>
      </>
    );
  }
  return (
    <>
      missing. Set <code>{env}</code> in the environment of Earshot and start it again
      {required ? '; without it the place cannot be asked.' : '; without it less can be read.'}
    </>
  );
}
