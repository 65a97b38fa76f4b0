import { Button } from '@mantine/core';
import { useState } from 'react';
import { HowToGetALink } from '../../app/gate.js';
import { Failed, Waiting } from '../../app/states.js';
import type { Session } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { CodeStep } from './code-step.js';
import { PasswordStep } from './password-step.js';
import { SingleSignOn } from './single-sign-on.js';
import { useSignIn } from './use-sign-in.js';
import { useWays } from './ways.js';
import './sign-in.css';

export interface SignInProps {
  readonly onSignedIn: (session: Session) => void;
  /** Where single sign-on leads back to: a path of ours. */
  readonly to: string;
  /** Of whoever was signed in here until now. */
  readonly email?: string;
  /** This page must stay as it is, so single sign-on opens another one. */
  readonly apart?: boolean;
}

/** All the ways to sign in; a password may be followed by a second step. */
export default function SignInForm({ onSignedIn, to, email, apart = false }: SignInProps) {
  const ways = useWays();
  const [given, setGiven] = useState({ email: email ?? '', password: '' });
  const signIn = useSignIn(onSignedIn);
  if (ways.isPending) return <Waiting what={say('the ways to sign in')} lines={2} />;
  if (ways.isError) {
    return <Failed what="Earshot" error={ways.error} retry={() => void ways.refetch()} />;
  }
  if (signIn.asksCode) {
    const back = (): void => {
      setGiven({ ...given, password: '' });
      signIn.reset(true);
    };
    return (
      <CodeStep signIn={signIn} send={(code) => signIn.send({ ...given, code })} back={back} />
    );
  }
  const { oidc, password } = ways.data;
  return (
    <>
      {oidc !== null && <SingleSignOn name={oidc.name} to={to} apart={apart} />}
      {oidc !== null && password && <p className="sign-in-or">{say('or')}</p>}
      {password && (
        <PasswordStep
          given={given}
          fixed={email !== undefined}
          change={setGiven}
          signIn={signIn}
          send={() => signIn.send(given)}
        />
      )}
      <NoPassword firstRun={ways.data.firstRun} />
    </>
  );
}

function NoPassword({ firstRun }: { firstRun: boolean }) {
  const [open, setOpen] = useState(firstRun);
  if (!open) {
    return (
      <Button
        variant="subtle"
        size="compact-sm"
        className="sign-in-help"
        onClick={() => setOpen(true)}
      >
        {say('No password, or forgotten?')}
      </Button>
    );
  }
  return (
    <section className="sign-in-link" aria-label={say('Sign in with a link')}>
      <p>{say('A sign-in link lets you in without a password; then you can set a new one.')}</p>
      <HowToGetALink />
    </section>
  );
}
