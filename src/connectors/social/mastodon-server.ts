import type { Asking } from '../connector.js';
import { NoAccess } from '../errors.js';
import type { HttpReply } from '../http.js';

/** Holds the tokens of all servers, since a token of one is nobody else's business. */
export const ACCESS_VARIABLE = 'EARSHOT_MASTODON_TOKENS';

/** What of a source's parameters says whom to ask. */
export interface Served {
  readonly server: string;
  readonly allowPrivate?: boolean | undefined;
}

/** With our token only where it is from. */
export function askServer(asking: Asking<Served>, url: URL, answers: number[]): Promise<HttpReply> {
  const { http, signal, params } = asking;
  const token = tokenFor(asking, url.origin);
  const isOwn = url.host === new URL(params.server).host;
  return http.get(url.href, {
    accept: 'application/json',
    ...(token === null ? {} : { headers: { authorization: `Bearer ${token}` } }),
    allowPrivate: isOwn && params.allowPrivate === true,
    answers,
    signal,
  });
}

export function tokenFor({ credential }: Asking<Served>, server: string): string | null {
  const { host } = new URL(server);
  for (const pair of (credential(ACCESS_VARIABLE) ?? '').split(/\s+/)) {
    const [of = '', token = ''] = pair.split(/=(.*)/s);
    if (of.toLowerCase() === host && token !== '') return token;
  }
  return null;
}

export function noAccess(server: string, what: string): NoAccess {
  const { host } = new URL(server);
  return new NoAccess(
    `${host} ${what}. Make an application under "Development" in your account's settings there, and put its token into ${ACCESS_VARIABLE} as ${host}=TOKEN.`,
  );
}
