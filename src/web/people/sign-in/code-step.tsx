import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { say } from '../../language/say.js';
import { useFirstFocus } from '../first-focus.js';
import { Refusal } from './refusal.js';
import type { SigningIn } from './use-sign-in.js';

/** The second step: a code of the authenticator app, or one of the recovery codes. */
export function CodeStep({
  signIn,
  send,
  back,
}: {
  signIn: SigningIn;
  send: (code: string) => void;
  /** To the first step; without, there is none to go back to. */
  back?: () => void;
}) {
  const [recovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const begin = useFirstFocus();
  const given = recovery ? code.trim() : code.replaceAll(/\s/g, '');
  return (
    <form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (given !== '' && signIn.untilMs === 0 && !signIn.isPending) send(given);
      }}
    >
      <p aria-live="polite">
        {recovery
          ? say('Enter one of the recovery codes that you kept. Each works once.')
          : say('One step more: the code that your authenticator app shows.')}
      </p>
      <TextInput
        key={recovery ? 'recovery' : 'code'}
        className="sign-in-code"
        label={recovery ? say('Recovery code') : say('Code')}
        name="code"
        dir="ltr"
        required
        withAsterisk={false}
        ref={begin}
        data-autofocus
        spellCheck={false}
        autoCapitalize="off"
        autoComplete={recovery ? 'off' : 'one-time-code'}
        inputMode={recovery ? 'text' : 'numeric'}
        maxLength={60}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Refusal signIn={signIn} />
      <Button type="submit" fullWidth loading={signIn.isPending} disabled={signIn.untilMs > 0}>
        {say('Sign in')}
      </Button>
      <div className="sign-in-ways">
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            setRecovery(!recovery);
            setCode('');
            signIn.reset();
          }}
        >
          {recovery ? say('Use the code of the app') : say('Use a recovery code')}
        </Button>
        {back !== undefined && (
          <Button variant="subtle" size="compact-sm" onClick={back}>
            {say('Back')}
          </Button>
        )}
      </div>
      {recovery && (
        <p className="dim">
          {say('No codes left either? Whoever manages people here can reset your second step.')}
        </p>
      )}
    </form>
  );
}
