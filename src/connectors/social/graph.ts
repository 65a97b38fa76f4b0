import { z } from 'zod';
import type { Asking } from '../connector.js';
import { Blocked, NoAccess, PlaceError, RateLimited, Rejected } from '../errors.js';
import type { Headers, HttpReply } from '../http.js';
import { statusError } from '../http/status.js';

/** Codes by which Meta's interfaces say "too much": of the application, user, page, and per use. */
const TOO_MUCH = new Set([4, 17, 32, 613]);
const isTooMuch = (code: number): boolean =>
  TOO_MUCH.has(code) || (code >= 80_000 && code < 80_100);
/** The token is no longer valid, or nobody is signed in. */
const NO_SESSION = new Set([102, 190, 463, 467]);
/** How long to wait when the place does not say; its windows are of an hour. */
const PAUSE_MS = 3_600_000;

const ErrorBody = z.object({
  error: z.object({ message: z.string(), code: z.int().optional() }),
});

export interface GraphToken {
  /** What is asked with it: "Threads". */
  readonly place: string;
  readonly env: string;
  /** Where to get one, in words. */
  readonly from: string;
}

/** @throws NoAccess */
export function graphToken(
  { credential }: Asking<unknown>,
  { place, env, from }: GraphToken,
): string {
  const token = credential(env);
  if (token !== null) return token;
  throw new NoAccess(`${place} answers only with a token. Get one ${from} and set ${env}.`);
}

/**
 * Asks one of Meta's Graph interfaces, and tells by their errors' codes what is wrong: the status
 * is 400 for nearly everything.
 */
export async function askGraph(
  { http, signal }: Asking<unknown>,
  url: URL,
  headers: Headers,
  { place, env }: GraphToken,
): Promise<HttpReply> {
  const reply = await http.get(url.href, { headers, answers: [400, 401, 403], signal });
  const error = errorIn(reply.body);
  if (error !== null) throw graphError(error, reply, place, env);
  if (reply.status !== 200) throw statusError(reply.status, reply.headers, place);
  return reply;
}

function errorIn(body: Uint8Array): z.output<typeof ErrorBody>['error'] | null {
  try {
    return ErrorBody.safeParse(JSON.parse(Buffer.from(body).toString())).data?.error ?? null;
  } catch {
    return null;
  }
}

function graphError(
  { message, code = 0 }: z.output<typeof ErrorBody>['error'],
  { status, headers }: HttpReply,
  place: string,
  env: string,
): PlaceError {
  const said = message.slice(0, 300);
  if (isTooMuch(code)) {
    const retryAt = new Date(Date.now() + (pauseIn(headers) ?? PAUSE_MS));
    const until = retryAt.toISOString();
    return new RateLimited(`${place} asks for a pause until ${until}: ${said}`, {
      status,
      retryAt,
    });
  }
  if (NO_SESSION.has(code)) {
    return new NoAccess(
      `${place} does not accept the token in ${env}; get a new one. It says: ${said}`,
    );
  }
  if (code === 10 || (code >= 200 && code < 300) || /permission|access|feature/i.test(said)) {
    return new Blocked(
      `${place} wants a permission that the token in ${env} does not have. It says: ${said}`,
      { status },
    );
  }
  return new Rejected(`${place} does not accept the question: ${said} Check the source.`, {
    status,
  });
}

const Usage = z.record(
  z.string(),
  z.array(z.object({ estimated_time_to_regain_access: z.number().optional() })),
);

/** Milliseconds; the place tells minutes, by account and kind of use. */
function pauseIn(headers: Headers): number | null {
  try {
    const usage = Usage.parse(JSON.parse(headers['x-business-use-case-usage'] ?? ''));
    const minutes = Object.values(usage)
      .flat()
      .map((use) => use.estimated_time_to_regain_access ?? 0);
    const longest = Math.max(0, ...minutes);
    return longest === 0 ? null : longest * 60_000;
  } catch {
    return null;
  }
}

/** Cursors at the end of a page; `next` is an address with our token in it, so it is not kept. */
export const Paging = z
  .object({
    cursors: z.object({ after: z.string().optional() }).optional(),
    next: z.string().optional(),
  })
  .optional();

/** The cursor of the next page; null on the last, which has a cursor, too, but no `next`. */
export function nextOf(paging: z.output<typeof Paging>): string | null {
  return paging?.next === undefined ? null : (paging.cursors?.after ?? null);
}
