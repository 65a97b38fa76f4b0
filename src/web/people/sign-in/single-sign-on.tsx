import { Button } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { say } from '../../language/say.js';

/** The way by the organisation's own accounts (OpenID Connect). */
export function SingleSignOn({ name, to, apart }: { name: string; to: string; apart: boolean }) {
  return (
    <Button
      component="a"
      href={`/api/v1/session/oidc/start?to=${encodeURIComponent(to)}`}
      {...(apart ? { target: '_blank' } : {})}
      variant="default"
      fullWidth
      leftSection={<IconShieldCheck size={17} stroke={1.6} aria-hidden />}
    >
      {say('Sign in with {name}', { name })}
    </Button>
  );
}
