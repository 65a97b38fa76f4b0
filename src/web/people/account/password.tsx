import { Button } from '@mantine/core';
import { useState } from 'react';
import { saying } from '../../app/client.js';
import type { Me } from '../../app/wire.js';
import { When } from '../../app/when.js';
import { say } from '../../language/say.js';
import { Section } from '../../settings/section.js';
import { NewPassword } from '../new-password.js';
import { useFirstFocus } from '../first-focus.js';
import { PasswordField } from '../password-field.js';
import { useWays } from '../sign-in/ways.js';
import { useChangePassword } from './account.queries.js';

/** Sets a password, or changes the one there is. */
export function Password({ me }: { me: Me }) {
  const [open, setOpen] = useState(false);
  const ways = useWays();
  const had = me.password;
  if (ways.data?.password === false) return null;
  return (
    <Section
      title={say('Password')}
      about={
        had === null
          ? say('You have none yet. With one you need no link to sign in.')
          : say('Last changed {when}.', { when: <When key="when" at={had.setAt} ago /> })
      }
    >
      <div className="setting-fields">
        {open ? (
          <Form me={me} close={() => setOpen(false)} />
        ) : (
          <Button variant="default" onClick={() => setOpen(true)}>
            {had === null ? say('Set a password') : say('Change the password')}
          </Button>
        )}
      </div>
    </Section>
  );
}

function Form({ me, close }: { me: Me; close: () => void }) {
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const ways = useWays();
  const change = useChangePassword();
  const had = me.password !== null;
  const begin = useFirstFocus();
  const least = ways.data?.passwordLength.least ?? 0;
  return (
    <form
      className="account-form"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(had ? { old, new: next } : { new: next }, { onSuccess: close });
      }}
    >
      {/* So that password managers know whose it is. */}
      <input type="text" name="username" autoComplete="username" value={me.email} readOnly hidden />
      {had && (
        <PasswordField
          label={say('Present password')}
          name="old"
          autoComplete="current-password"
          ref={begin}
          value={old}
          onChange={setOld}
        />
      )}
      <NewPassword
        label={say('New password')}
        value={next}
        onChange={setNext}
        least={least}
        first={!had}
      />
      {change.isError && (
        <p className="setting-bad" role="alert">
          {saying(change.error)}
        </p>
      )}
      <div className="setting-ends">
        <Button type="submit" loading={change.isPending}>
          {say('Save the password')}
        </Button>
        <Button variant="default" onClick={close}>
          {say('Cancel')}
        </Button>
      </div>
      {had && (
        <p className="dim">{say('All your other sessions end when the password changes.')}</p>
      )}
    </form>
  );
}
