import { z } from 'zod';
import type { Asking } from '../connector.js';
import { NoAccess } from '../errors.js';
import { readJson } from '../json-answer.js';

export const REDDIT_CREDENTIALS = [
  {
    env: 'EARSHOT_REDDIT_CLIENT_ID',
    title: 'Id of your Reddit app (www.reddit.com/prefs/apps)',
    required: false,
  },
  {
    env: 'EARSHOT_REDDIT_CLIENT_SECRET',
    title: 'Secret of the same Reddit app',
    required: false,
  },
] as const;

const ACCESS = 'https://www.reddit.com/api/v1/access_token';
/** A token is given up this long before its end, in milliseconds. */
const MARGIN_MS = 60_000;

const Granted = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** One per app and process, for as long as Reddit lets it live. */
const tokens = new Map<string, { readonly token: string; readonly until: number }>();

export type RedditAsking = Pick<Asking<unknown>, 'http' | 'credential' | 'signal'>;

/**
 * The access of the operator's own app, signed in to for itself (grant `client_credentials`).
 *
 * @returns null when the environment names no app at all
 * @throws NoAccess when it names only half of one; the errors of errors.ts
 */
export async function redditToken({
  http,
  credential,
  signal,
}: RedditAsking): Promise<string | null> {
  const [id, secret] = REDDIT_CREDENTIALS.map(({ env }) => credential(env));
  if (!id && !secret) return null;
  if (!id || !secret) {
    const { env } = REDDIT_CREDENTIALS[id ? 1 : 0];
    throw new NoAccess(
      `Reddit needs ${env} as well: set it to what www.reddit.com/prefs/apps shows for your app.`,
    );
  }
  const known = tokens.get(id);
  if (known !== undefined && known.until > Date.now()) return known.token;
  const { body } = await http.post(ACCESS, {
    contentType: 'application/x-www-form-urlencoded',
    body: 'grant_type=client_credentials',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    signal,
  });
  const granted = readJson(body, Granted, "Reddit's sign-in");
  const until = Date.now() + granted.expires_in * 1000 - MARGIN_MS;
  tokens.set(id, { token: granted.access_token, until });
  return granted.access_token;
}

/** Has the next question sign in anew: Reddit does not take this token any more. */
export function forgetToken(token: string): void {
  for (const [id, known] of tokens) if (known.token === token) tokens.delete(id);
}
