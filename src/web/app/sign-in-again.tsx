import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { useLocation } from 'react-router';
import { say } from '../language/say.js';
import { tellDone } from './notices.js';
import { live, useHearing } from './live.js';
import { checkSession, useSession } from './queries.js';
import { askToSignIn, useAskedToSignIn } from './sign-in-state.js';
import { Waiting } from './states.js';
import { api } from './client.js';
import type { Session } from './wire.js';

const SignInForm = lazy(() => import('../people/sign-in/sign-in-form.js'));

/** Asks somebody who works to sign in again, over the page, which stays as they left it. */
export function SignInAgain() {
  const why = useAskedToSignIn();
  const ended = why === 'ended';
  const { hearing } = useHearing();
  useEffect(() => {
    // The stream of changes does not say why it broke off; a session that ended is one reason.
    if (hearing === 'lost') void checkSession();
  }, [hearing]);
  return (
    <Modal
      opened={why !== null}
      onClose={() => (ended ? undefined : askToSignIn(null))}
      closeOnEscape={!ended}
      closeOnClickOutside={!ended}
      withCloseButton={!ended}
      title={ended ? say('Your session has ended') : say('Is it still you?')}
      size={420}
    >
      {why !== null && <Again ended={ended} />}
    </Modal>
  );
}

function Again({ ended }: { ended: boolean }) {
  const queries = useQueryClient();
  const session = useSession();
  const { pathname, search } = useLocation();
  const user = session.data?.user;
  const goOn = (next: Session): void => {
    // Somebody else must not find this person's page.
    if (next.user.id !== user?.id) return window.location.reload();
    queries.setQueryData(['session'], next);
    askToSignIn(null);
    if (!ended) return tellDone(say('Thank you. Now do it once more.'));
    live.retryNow();
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  };
  useSignedInElsewhere(goOn, ended);
  return (
    <div className="sign-in-over">
      <p>
        {ended
          ? say('Sign in again and go on where you were, {name}. Nothing that you wrote is lost.', {
              name: user?.name ?? '',
            })
          : say(
              'You signed in a while ago, and this changes how you sign in. So that nobody does it at your unlocked computer, sign in again.',
            )}
      </p>
      <Suspense fallback={<Waiting what={say('the ways to sign in')} lines={2} />}>
        <SignInForm onSignedIn={goOn} to={pathname + search} email={user?.email ?? ''} apart />
      </Suspense>
      {ended && (
        <Button variant="subtle" size="compact-sm" onClick={() => window.location.reload()}>
          {say('Sign in as somebody else')}
        </Button>
      )}
    </div>
  );
}

/** Whoever signs in on another page, by a link or by single sign-on, comes back to this one. */
function useSignedInElsewhere(goOn: (session: Session) => void, wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    const look = (): void => {
      if (document.visibilityState === 'visible')
        void api<Session>('/session').then(goOn, () => undefined);
    };
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  });
}
