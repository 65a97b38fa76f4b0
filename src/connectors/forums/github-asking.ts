import type { Asking } from '../connector.js';
import { NoAccess, RateLimited } from '../errors.js';
import type { Headers, HttpReply } from '../http.js';
import { retryAfter } from '../http/freshness.js';
import { statusError } from '../http/status.js';
import { longest } from '../paged.js';

const TOKEN = 'EARSHOT_GITHUB_TOKEN';
export const GITHUB_CREDENTIALS = [
  {
    env: TOKEN,
    title: 'Token of a GitHub account, without any rights (github.com/settings/tokens)',
    required: false,
  },
] as const;

/** GitHub asks for a pause by 403 or 429, with or without `Retry-After`. */
const REFUSALS = [403, 429];

export interface GitHubReply extends HttpReply {
  /** How long GitHub is to be left alone, in seconds; null when it says nothing of that. */
  readonly pause: number | null;
}

/** @throws RateLimited when GitHub wants a pause, Blocked for any other 403; the errors of errors.ts */
export async function askGitHub(
  { http, credential, signal }: Asking<unknown>,
  url: string,
): Promise<GitHubReply> {
  const token = credential(TOKEN);
  const reply = await http.get(url, {
    signal,
    accept: 'application/vnd.github+json',
    headers: { 'x-github-api-version': '2022-11-28', ...authorization(token) },
    answers: REFUSALS,
  });
  return checked(reply);
}

/** @throws NoAccess without a token; else as `askGitHub` */
export async function postGraphQl(
  { http, credential, signal }: Asking<unknown>,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<GitHubReply> {
  const token = credential(TOKEN);
  if (token === null) {
    throw new NoAccess(
      `GitHub tells discussions only to those with a token: set ${TOKEN} (github.com/settings/tokens; it needs no rights).`,
    );
  }
  const reply = await http.post('https://api.github.com/graphql', {
    contentType: 'application/json',
    body: JSON.stringify({ query, variables }),
    headers: authorization(token),
    answers: REFUSALS,
    signal,
  });
  return checked(reply);
}

/** Whether a list goes on (RFC 8288). */
export function hasNext({ headers }: HttpReply): boolean {
  return /;\s*rel="?next"?/.test(headers['link'] ?? '');
}

function authorization(token: string | null): Headers {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

function checked(reply: HttpReply): GitHubReply {
  const { status, headers, body, freshForSeconds } = reply;
  const isUsedUp = headers['x-ratelimit-remaining'] === '0';
  const reset = isUsedUp ? resetOf(headers) : null;
  if (!REFUSALS.includes(status)) {
    const seconds = reset === null ? null : Math.ceil((reset.getTime() - Date.now()) / 1000);
    return { ...reply, pause: longest(freshForSeconds, seconds) };
  }
  const retryAt = retryAfter(headers, new Date()) ?? reset;
  const saysSo = /rate limit/i.test(Buffer.from(body).toString('utf8', 0, 2000));
  if (status === 403 && retryAt === null && !saysSo) throw statusError(403, headers, 'GitHub');
  // Without a time GitHub asks for a minute at least (its "best practices", secondary limits).
  const until = retryAt ?? new Date(Date.now() + 60_000);
  throw new RateLimited(
    `GitHub asks for a pause (${status}) until ${until.toISOString()}. Earshot waits; a token raises the limit.`,
    { status, retryAt: until },
  );
}

/** Seconds since 1970, as GitHub counts; what lies in the past, or beyond a day, is not believed. */
function resetOf(headers: Headers): Date | null {
  const at = Number(headers['x-ratelimit-reset'] ?? Number.NaN) * 1000;
  const ahead = at - Date.now();
  return ahead > 0 && ahead < 86_400_000 ? new Date(at) : null;
}
