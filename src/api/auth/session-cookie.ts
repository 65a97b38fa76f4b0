import { parseCookie, stringifySetCookie } from 'cookie';
import type { Settings } from '../../settings/schema.js';

type Kind = keyof typeof KINDS;

/** No script reads any of them. */
const KINDS = {
  /** Who is signed in. No other site's page sends it. */
  session: { name: 'earshot_session', sameSite: 'strict' },
  /** That somebody signed in with this browser before; see known-browser.ts. */
  browser: { name: 'earshot_browser', sameSite: 'strict' },
  /** On the way to an identity provider, whose page must be able to send people back with it. */
  oidc: { name: 'earshot_oidc', sameSite: 'lax' },
} as const;

const isSecure = ({ server }: Settings): boolean => server.publicUrl?.startsWith('https:') ?? false;

/** `__Host-`: browsers take it over https only, for this host only (RFC 6265bis, 4.1.3.2). */
export const cookieName = (kind: Kind, settings: Settings): string =>
  (isSecure(settings) ? '__Host-' : '') + KINDS[kind].name;

/** @returns the secret in the cookie; null when there is none */
export function readCookie(
  kind: Kind,
  header: string | undefined,
  settings: Settings,
): string | null {
  return parseCookie(header ?? '')[cookieName(kind, settings)] || null;
}

/**
 * `Set-Cookie` with a secret.
 *
 * @param expires a time gone by takes the cookie back
 */
export function writeCookie(kind: Kind, secret: string, expires: Date, settings: Settings): string {
  return stringifySetCookie({
    name: cookieName(kind, settings),
    value: secret,
    expires,
    path: '/',
    httpOnly: true,
    sameSite: KINDS[kind].sameSite,
    secure: isSecure(settings),
  });
}

export const takeBack = (kind: Kind, settings: Settings): string =>
  writeCookie(kind, '', new Date(0), settings);
