import { useDocumentTitle } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { useNavigate } from 'react-router';
import { say } from '../language/say.js';
import { oidcProblem } from '../people/sign-in/oidc-problems.js';
import { SignInHere } from './sign-in-here.js';
import { welcome } from './sign-in-welcome.js';
import { Waiting } from './states.js';
import type { Session } from './wire.js';

const ByLink = lazy(() => import('../people/sign-in/by-link.js'));

/** Taken once, when the page opens: the fragment never goes to the server, and goes from the address. */
function tokenOfAddress(): string | null {
  return new URLSearchParams(window.location.hash.slice(1)).get('token');
}

/** Where one signs in: by a link, whose token is handed in at once, or by what one knows. */
export function SignIn() {
  const [token] = useState(tokenOfAddress);
  const [{ problem, to }] = useState(addressedTo);
  const navigate = useNavigate();
  useDocumentTitle(say('{page} · Earshot', { page: say('Sign in') }));
  const enter = (session: Session): void => {
    void navigate(session.firstRun ? '/set-up' : to, { replace: true });
    welcome(session);
  };
  if (token !== null) {
    return (
      <Suspense fallback={<Waiting what={say('the page')} />}>
        <ByLink token={token} enter={enter} />
      </Suspense>
    );
  }
  return (
    <SignInHere onSignedIn={enter} to={to}>
      {problem !== null && (
        <p className="gate-problem" role="alert">
          {problem}
        </p>
      )}
    </SignInHere>
  );
}

/** Only to ourselves: an address made by others must not lead away from here. */
function addressedTo(): { problem: string | null; to: string } {
  const params = new URLSearchParams(window.location.search);
  const to = params.get('to') ?? '';
  return {
    problem: oidcProblem(params.get('problem')),
    to: /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/inbox',
  };
}
