import { createSign } from 'node:crypto';
import { z } from 'zod';
import type { Outside } from '../connector.js';
import { Blocked, NoAccess } from '../errors.js';
import { readJson } from '../json-answer.js';

const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const HOUR_SECONDS = 3600;
/** A token is asked for again this long before it ends. */
const EARLY_MS = 300_000;

const ServiceAccount = z.object({ client_email: z.string(), private_key: z.string() });
const Token = z.object({ access_token: z.string().min(1), expires_in: z.number().optional() });

/** By key, scope: signing in once an hour is enough for all sources. */
const tokens = new Map<string, { readonly token: string; readonly endsAt: number }>();

/**
 * An access token for a service account of Google Cloud (RFC 7523: a signed assertion is exchanged
 * for a token).
 *
 * @param env names the environment variable that holds the account's key file (JSON)
 * @throws NoAccess when there is no key, or it is none; Blocked when Google does not accept it
 */
export async function googleToken(
  { http, credential, signal }: Outside & { readonly signal: AbortSignal },
  env: string,
  scope: string,
): Promise<string> {
  const key = credential(env);
  if (key === null) {
    throw new NoAccess(
      `The key of a service account is missing: set ${env}_FILE to the JSON file from Google Cloud, and let the account see reviews in Play Console.`,
    );
  }
  const kept = tokens.get(`${scope} ${key}`);
  if (kept !== undefined && kept.endsAt - EARLY_MS > Date.now()) return kept.token;
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: assertion(key, env, scope, Math.floor(Date.now() / 1000)),
  });
  const { status, body } = await http.post(TOKEN_URL, {
    contentType: 'application/x-www-form-urlencoded',
    body: form.toString(),
    answers: [400, 401],
    signal,
  });
  if (status !== 200) {
    throw new Blocked(
      `Google does not accept the key in ${env} (${status}). Make a new key for the service account, and check the clock of this machine.`,
      { status },
    );
  }
  const { access_token, expires_in = HOUR_SECONDS } = readJson(body, Token, "Google's sign-in");
  const endsAt = Date.now() + expires_in * 1000;
  tokens.set(`${scope} ${key}`, { token: access_token, endsAt });
  return access_token;
}

/** Has the next question sign in anew: Google may end a token before its time. */
export function forgetGoogleToken(token: string): void {
  for (const [name, kept] of tokens) if (kept.token === token) tokens.delete(name);
}

/** @throws NoAccess */
function assertion(key: string, env: string, scope: string, now: number): string {
  try {
    const { client_email, private_key } = ServiceAccount.parse(JSON.parse(key));
    const claims = { iss: client_email, scope, aud: TOKEN_URL, iat: now, exp: now + HOUR_SECONDS };
    const signed = [{ alg: 'RS256', typ: 'JWT' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature = createSign('RSA-SHA256').update(signed).sign(private_key, 'base64url');
    return `${signed}.${signature}`;
  } catch (cause) {
    throw new NoAccess(
      `What ${env} holds is not the key of a service account. Give the whole JSON file as Google Cloud made it.`,
      { cause },
    );
  }
}
