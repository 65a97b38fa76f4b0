import { parseCookie, stringifySetCookie } from 'cookie';
import type { Settings } from '../../settings/schema.js';

const NAME = 'earshot_session';

/** @returns the secret in the cookie; null when there is none */
export function readSession(header: string | undefined): string | null {
  return parseCookie(header ?? '')[NAME] || null;
}

/**
 * `Set-Cookie` for a session. No script can read it and no other site's page sends it.
 *
 * @param expires end of the session; a time gone by takes the cookie back
 */
export function writeSession(secret: string, expires: Date, { server }: Settings): string {
  return stringifySetCookie({
    name: NAME,
    value: secret,
    expires,
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: server.publicUrl?.startsWith('https:') ?? false,
  });
}
