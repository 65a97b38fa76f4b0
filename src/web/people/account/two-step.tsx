import { Button } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { Me } from '../../app/wire.js';
import { When } from '../../app/when.js';
import { say } from '../../language/say.js';
import { Section } from '../../settings/section.js';
import { useTotp } from './account.queries.js';
import { RecoveryCodes } from './recovery-codes.js';
import { TwoStepBegun } from './two-step-begun.js';
import { TwoStepEnd } from './two-step-end.js';

const FEW = 3;

/** A code of an authenticator app after the password. */
export function TwoStep({ me }: { me: Me }) {
  const totp = useTotp();
  const { begin, confirm } = totp;
  const over = (): void => {
    begin.reset();
    confirm.reset();
  };
  return (
    <Section
      title={say('Two-step sign-in')}
      about={say(
        'After your password, a code of an authenticator app on your phone. Whoever learns your password then still stands outside.',
      )}
    >
      <div className="setting-fields" aria-live="polite">
        {confirm.data !== undefined ? (
          <RecoveryCodes codes={confirm.data.codes} email={me.email} done={over} />
        ) : begin.data !== undefined ? (
          <TwoStepBegun begun={begin.data} confirm={confirm} cancel={over} />
        ) : me.totp !== null ? (
          <On since={me.totp.since} left={me.totp.recoveryCodesLeft} me={me} totp={totp} />
        ) : (
          <Off hasPassword={me.password !== null} begin={begin} />
        )}
      </div>
    </Section>
  );
}

type Totp = ReturnType<typeof useTotp>;

function Off({ hasPassword, begin }: { hasPassword: boolean; begin: Totp['begin'] }) {
  return (
    <>
      {!hasPassword && (
        <p className="dim">
          {say('It comes after the password, and you have none yet: set one first.')}
        </p>
      )}
      <Button
        variant="default"
        disabled={!hasPassword}
        loading={begin.isPending}
        onClick={() => begin.mutate()}
      >
        {say('Turn it on')}
      </Button>
    </>
  );
}

function On({ since, left, me, totp }: { since: string; left: number; me: Me; totp: Totp }) {
  const [ending, setEnding] = useState(false);
  if (ending) return <TwoStepEnd me={me} end={totp.end} close={() => setEnding(false)} />;
  return (
    <>
      <p className="two-step-on">
        <IconShieldCheck size={18} stroke={1.7} aria-hidden />
        <span>
          {say('Turned on {when}.', { when: <When key="when" at={since} ago /> })}{' '}
          {say(
            '{left, plural, =0 {No recovery code is left.} one {One recovery code is left.} other {# recovery codes are left.}}',
            { left },
          )}
        </span>
      </p>
      {left <= FEW && (
        <p className="setting-bad">
          {say('Turn it off and on again to get new recovery codes before they run out.')}
        </p>
      )}
      <Button variant="default" onClick={() => setEnding(true)}>
        {say('Turn it off')}
      </Button>
    </>
  );
}
