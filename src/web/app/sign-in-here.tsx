import { lazy, Suspense, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { useWays } from '../people/sign-in/ways.js';
import { say } from '../language/say.js';
import { Gate } from './gate.js';
import { Waiting } from './states.js';
import type { Session } from './wire.js';

const SignInForm = lazy(() => import('../people/sign-in/sign-in-form.js'));

/** Stands before whatever was asked for, at its address: who signs in finds it there. */
export function SignInHere({
  onSignedIn,
  to,
  children,
}: {
  onSignedIn: (session: Session) => void;
  /** Where one wants to go; without, where one is. */
  to?: string;
  children?: ReactNode;
}) {
  const { pathname, search } = useLocation();
  // Asked for while the form is still on its way.
  useWays();
  return (
    <Gate title={say('Sign in')}>
      {children}
      <Suspense fallback={<Waiting what={say('the ways to sign in')} lines={2} />}>
        <SignInForm onSignedIn={onSignedIn} to={to ?? pathname + search} />
      </Suspense>
    </Gate>
  );
}
