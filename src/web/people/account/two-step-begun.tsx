import { ActionIcon, Button, CopyButton, TextInput, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { saying } from '../../app/client.js';
import type { TotpBegun } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { useFirstFocus } from '../first-focus.js';
import type { useTotp } from './account.queries.js';
import '../../app/shown-once.css';
import { QrCode } from './qr-code.js';

/** The secret goes into the app, and a first code of the app proves that it arrived. */
export function TwoStepBegun({
  begun,
  confirm,
  cancel,
}: {
  begun: TotpBegun;
  confirm: ReturnType<typeof useTotp>['confirm'];
  cancel: () => void;
}) {
  const [code, setCode] = useState('');
  const begin = useFirstFocus();
  const digits = code.replaceAll(/\s/g, '');
  return (
    <ol className="steps">
      <li>
        <p>{say('Scan this with your authenticator app:')}</p>
        <QrCode text={begun.uri} label={say('QR code with the secret for your app')} />
        <p className="dim">{say('Or type this secret into the app:')}</p>
        <Secret secret={begun.secret} />
      </li>
      <li>
        <form
          className="account-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (digits !== '') confirm.mutate(digits);
          }}
        >
          <TextInput
            label={say('Enter the code that the app shows now')}
            name="code"
            dir="ltr"
            className="sign-in-code"
            required
            withAsterisk={false}
            ref={begin}
            autoComplete="one-time-code"
            inputMode="numeric"
            maxLength={12}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          {confirm.isError && (
            <p className="setting-bad" role="alert">
              {saying(confirm.error)}
            </p>
          )}
          <div className="setting-ends">
            <Button type="submit" disabled={digits.length < 6} loading={confirm.isPending}>
              {say('Turn it on')}
            </Button>
            <Button variant="default" onClick={cancel}>
              {say('Cancel')}
            </Button>
          </div>
        </form>
      </li>
    </ol>
  );
}

function Secret({ secret }: { secret: string }) {
  return (
    <div className="once-secret two-step-secret" dir="ltr">
      <code>{secret.match(/.{1,4}/g)?.join(' ') ?? secret}</code>
      <CopyButton value={secret}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? say('Copied') : say('Copy')}>
            <ActionIcon variant="subtle" aria-label={say('Copy the secret')} onClick={copy}>
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
