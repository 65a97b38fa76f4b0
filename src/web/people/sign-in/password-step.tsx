import { Button, TextInput } from '@mantine/core';
import { say } from '../../language/say.js';
import { PasswordField } from '../password-field.js';
import { useFirstFocus } from '../first-focus.js';
import { Refusal } from './refusal.js';
import type { SigningIn } from './use-sign-in.js';

interface Given {
  readonly email: string;
  readonly password: string;
}

/** E-mail and password, as password managers know them. */
export function PasswordStep({
  given,
  fixed,
  change,
  signIn,
  send,
}: {
  given: Given;
  /** It is known who is to sign in. */
  fixed: boolean;
  change: (given: Given) => void;
  signIn: SigningIn;
  send: () => void;
}) {
  const begin = useFirstFocus();
  const ready = given.email.trim() !== '' && given.password !== '';
  return (
    <form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && signIn.untilMs === 0 && !signIn.isPending) send();
      }}
    >
      <TextInput
        label={say('E-mail address')}
        type="email"
        name="username"
        autoComplete="username"
        required
        withAsterisk={false}
        ref={fixed ? null : begin}
        readOnly={fixed}
        dir="ltr"
        maxLength={200}
        value={given.email}
        onChange={(event) => change({ ...given, email: event.currentTarget.value })}
      />
      <PasswordField
        label={say('Password')}
        name="password"
        autoComplete="current-password"
        ref={fixed ? begin : null}
        data-autofocus={fixed}
        value={given.password}
        onChange={(password) => change({ ...given, password })}
      />
      <Refusal signIn={signIn} />
      <Button type="submit" fullWidth loading={signIn.isPending} disabled={signIn.untilMs > 0}>
        {say('Sign in')}
      </Button>
    </form>
  );
}
