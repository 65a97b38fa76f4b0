import { Loader } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, ApiError, saying } from './client.js';
import { Gate, HowToGetALink } from './gate.js';
import type { Session } from './wire.js';

/** Taken once, when the page opens: the fragment never goes to the server, and goes from the address. */
function tokenOfAddress(): string | null {
  return new URLSearchParams(window.location.hash.slice(1)).get('token');
}

/** Where a sign-in link leads: hands its token in, then shows the inbox. */
export function SignIn() {
  const [token] = useState(tokenOfAddress);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { mutate, error, isError } = useMutation({
    mutationFn: (given: string) =>
      api<Session>('/session', { method: 'POST', body: { token: given } }),
    onSuccess: (session) => {
      queries.setQueryData(['session'], session);
      void navigate('/inbox', { replace: true });
    },
  });
  useEffect(() => {
    if (token === null) return;
    window.history.replaceState(null, '', window.location.pathname);
    // A link works once; in development React mounts twice, so the second try must not be a second use.
    const turn = window.setTimeout(() => mutate(token));
    return () => window.clearTimeout(turn);
  }, [token, mutate]);

  if (token === null) {
    return (
      <Gate title="Sign in with a link">
        <p>This address needs the sign-in link that was made for you.</p>
        <HowToGetALink />
      </Gate>
    );
  }
  if (isError) {
    const refused = error instanceof ApiError && error.status >= 400 && error.status < 500;
    return (
      <Gate title={refused ? 'This link no longer works' : 'Sign-in did not work'}>
        <p role="alert">
          {refused ? 'A sign-in link works once and for a short time.' : saying(error)}
        </p>
        <HowToGetALink again />
      </Gate>
    );
  }
  return (
    <Gate title="Signing you in">
      <Loader size="sm" aria-label="Signing in" />
    </Gate>
  );
}
