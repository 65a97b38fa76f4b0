import { Loader } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { ApiError, saying } from '../../app/client.js';
import { Gate, HowToGetALink } from '../../app/gate.js';
import type { Session } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { CodeStep } from './code-step.js';
import { asksForCode, useSignIn } from './use-sign-in.js';

/** Hands the token of a sign-in link in; where a second step is on, it is still asked for. */
export default function ByLink({
  token,
  enter,
}: {
  token: string;
  enter: (session: Session) => void;
}) {
  const signIn = useSignIn(enter);
  const send = useRef(signIn.send);
  useEffect(() => {
    window.history.replaceState(null, '', window.location.pathname);
    // A link works once; in development React mounts twice, so the second try must not be a second use.
    const turn = window.setTimeout(() => send.current({ token }));
    return () => window.clearTimeout(turn);
  }, [token]);
  const { error } = signIn;
  if (signIn.asksCode) {
    return (
      <Gate title={say('Sign in')}>
        <CodeStep signIn={signIn} send={(code) => signIn.send({ token, code })} />
      </Gate>
    );
  }
  if (error === null || asksForCode(error)) {
    return (
      <Gate title={say('Signing you in')}>
        <Loader size="sm" aria-label={say('Signing in')} />
      </Gate>
    );
  }
  const refused = error instanceof ApiError && error.status === 401;
  return (
    <Gate title={refused ? say('This link no longer works') : say('Sign-in did not work')}>
      <p role="alert">
        {refused ? say('A sign-in link works once and for a short time.') : saying(error)}
      </p>
      <HowToGetALink again />
    </Gate>
  );
}
