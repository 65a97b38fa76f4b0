import { Button } from '@mantine/core';
import { Failed, Waiting } from '../../app/states.js';
import type { MySession } from '../../app/wire.js';
import { When } from '../../app/when.js';
import { say } from '../../language/say.js';
import { Section } from '../../settings/section.js';
import { useEndSession, useMySessions } from './account.queries.js';

const BY: Record<MySession['by'], string> = {
  link: say('by a sign-in link'),
  password: say('by password'),
  oidc: say('by single sign-on'),
};

/** Where one is signed in, and how to end it. */
export function Sessions() {
  const sessions = useMySessions();
  const end = useEndSession();
  const others = sessions.data?.items.filter(({ current }) => !current) ?? [];
  return (
    <Section
      title={say('Where you are signed in')}
      about={say('Do you not know one of these? End it, then change your password.')}
    >
      {sessions.isPending && <Waiting what={say('your sessions')} lines={2} />}
      {sessions.isError && sessions.data === undefined && (
        <Failed
          what={say('Your sessions')}
          error={sessions.error}
          retry={() => void sessions.refetch()}
        />
      )}
      <ul className="setting-list">
        {sessions.data?.items.map((session) => (
          <li key={session.id}>
            <span className="setting-main">
              <strong>
                {session.device}{' '}
                {session.current && <span className="badge">{say('this one')}</span>}
              </strong>
              <span className="dim">
                {say('signed in {since} {by}, last seen {seen}', {
                  since: <When key="since" at={session.createdAt} ago />,
                  by: BY[session.by],
                  seen: <When key="seen" at={session.lastSeenAt} ago />,
                })}
              </span>
            </span>
            {!session.current && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={say('End the session: {device}', { device: session.device })}
                loading={end.isPending && end.variables?.id === session.id}
                onClick={() => end.mutate(session)}
              >
                {say('End')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <div className="setting-form">
          <Button
            variant="default"
            loading={end.isPending && end.variables === null}
            onClick={() => end.mutate(null)}
          >
            {say('End all others')}
          </Button>
        </div>
      )}
    </Section>
  );
}
