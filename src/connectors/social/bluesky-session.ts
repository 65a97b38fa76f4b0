import { z } from 'zod';
import type { Asking } from '../connector.js';
import { NoAccess } from '../errors.js';
import { readJson } from '../json-answer.js';

const HANDLE = 'EARSHOT_BLUESKY_HANDLE';
const PASSWORD = 'EARSHOT_BLUESKY_APP_PASSWORD';

export const BLUESKY_CREDENTIALS = [
  { env: HANDLE, title: 'Handle of an account, to search the past with', required: false },
  { env: PASSWORD, title: 'App password of that account', required: false },
];

/** Sign-ins allowed per account; working knowledge. */
const SIGN_INS = { most: 300, per: 'day' } as const;
/** Tokens hold for two hours. */
const TOKEN_MS = 3_600_000;

const Session = z.object({
  accessJwt: z.string().min(1),
  didDoc: z
    .object({ service: z.array(z.object({ id: z.string(), serviceEndpoint: z.string() })) })
    .optional()
    .catch(undefined),
});

export interface Session {
  readonly token: string;
  /** The server that holds the account, where its questions go. */
  readonly server: string;
}

const open = new Map<string, { readonly session: Session; readonly until: number }>();

/** Forgets a session that was not accepted. */
export function forgetSession(service: string): void {
  open.delete(service);
}

/**
 * Signs in, unless that was done within the hour.
 *
 * @param service where accounts sign in: https://bsky.social
 * @throws NoAccess when the environment names no account
 */
export async function sessionAt(service: string, asking: Asking<unknown>): Promise<Session> {
  const known = open.get(service);
  if (known !== undefined && known.until > Date.now()) return known.session;
  const identifier = asking.credential(HANDLE);
  const password = asking.credential(PASSWORD);
  if (identifier === null || password === null) {
    throw new NoAccess(
      `Bluesky lets only people who are signed in search. Make an app password in the settings of an account, and set ${HANDLE} and ${PASSWORD}.`,
    );
  }
  await asking.budget.take('bluesky.sign-ins', 1, SIGN_INS);
  const reply = await asking.http.post(
    new URL('/xrpc/com.atproto.server.createSession', service).href,
    {
      contentType: 'application/json',
      body: JSON.stringify({ identifier, password }),
      signal: asking.signal,
    },
  );
  const { accessJwt: token, didDoc } = readJson(reply.body, Session, 'Bluesky');
  const server = didDoc?.service.find(({ id }) => id.endsWith('#atproto_pds'))?.serviceEndpoint;
  const session = { token, server: server ?? service };
  open.set(service, { session, until: Date.now() + TOKEN_MS });
  return session;
}
