import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { saying } from '../../app/client.js';
import type { Me } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { useFirstFocus } from '../first-focus.js';
import { PasswordField } from '../password-field.js';
import type { useTotp } from './account.queries.js';

/** Turning it off takes the one who turned it on: the password, or a code. */
export function TwoStepEnd({
  me,
  end,
  close,
}: {
  me: Me;
  end: ReturnType<typeof useTotp>['end'];
  close: () => void;
}) {
  const [proof, setProof] = useState('');
  const begin = useFirstFocus();
  const byPassword = me.password !== null;
  return (
    <form
      className="account-form"
      onSubmit={(event) => {
        event.preventDefault();
        const given = byPassword ? { password: proof } : { code: proof.replaceAll(/\s/g, '') };
        end.mutate(given, { onSuccess: close });
      }}
    >
      <p>
        {say(
          'Your password alone then lets you in, and your recovery codes are of no use any more.',
        )}
      </p>
      {byPassword ? (
        <PasswordField
          label={say('Password')}
          autoComplete="current-password"
          ref={begin}
          value={proof}
          onChange={setProof}
        />
      ) : (
        <TextInput
          label={say('Code')}
          required
          withAsterisk={false}
          ref={begin}
          dir="ltr"
          autoComplete="one-time-code"
          value={proof}
          onChange={(event) => setProof(event.currentTarget.value)}
        />
      )}
      {end.isError && (
        <p className="setting-bad" role="alert">
          {saying(end.error)}
        </p>
      )}
      <div className="setting-ends">
        <Button type="submit" color="red" disabled={proof === ''} loading={end.isPending}>
          {say('Turn it off')}
        </Button>
        <Button
          variant="default"
          onClick={() => {
            end.reset();
            close();
          }}
        >
          {say('Keep it on')}
        </Button>
      </div>
    </form>
  );
}
