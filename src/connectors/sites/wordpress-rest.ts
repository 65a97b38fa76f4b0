import { z } from 'zod';
import type { Outside } from '../connector.js';
import { Blocked, NotFound } from '../errors.js';
import type { HttpReply } from '../http.js';
import { statusError } from '../http/status.js';
import { decodeText } from '../text/decode.js';
import type { Resource } from './wordpress-answer.js';

/** Where the REST interface of a site is: at its proper path, or behind the front page. */
export type Route = 'path' | 'query';

export interface Site {
  /** Without a slash at its end. */
  readonly base: string;
  readonly allowPrivate: boolean;
  readonly http: Outside['http'];
  readonly signal: AbortSignal;
}

/** An answer with posts, or what the interface says instead (`rest_comment_invalid_id`). */
export type RestReply =
  | { readonly reply: HttpReply; readonly code: null }
  | { readonly reply: HttpReply; readonly code: string };

export interface Asked {
  readonly answer: RestReply;
  readonly route: Route;
}

const Refusal = z.object({ code: z.string() });

/** Base address of a site: that of its pages, feeds and interface without what follows. */
export function siteBase(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/(?:wp-json|feed|comments\/feed|index\.php)(?:\/.*)?$/, '').replace(/\/+$/, '')}`;
}

/**
 * Asks for comments or posts. Where the proper path is not there, the interface may still be behind
 * the front page (`?rest_route=`).
 *
 * @param route where it was found before; null when that is not known
 * @param path `/comments` or `/comments/5`
 * @throws Blocked when the site shows its interface to members only; other errors of errors.ts
 */
export async function askRest(
  site: Site,
  route: Route | null,
  path: `/${Resource}` | `/${Resource}/${string}`,
  query: Readonly<Record<string, string>>,
): Promise<Asked> {
  const first = route ?? 'path';
  const answer = await ask(site, first, path, query);
  if (answer !== null) return { answer, route: first };
  const other = first === 'path' ? 'query' : 'path';
  const second = await ask(site, other, path, query);
  if (second !== null) return { answer: second, route: other };
  throw new NotFound(
    `${new URL(site.base).host} has no REST interface of WordPress (404). Check the address, or add its feeds instead.`,
    { status: 404 },
  );
}

/** @returns null when the interface is not there */
async function ask(
  { base, allowPrivate, http, signal }: Site,
  route: Route,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<RestReply | null> {
  const url = new URL(route === 'path' ? `${base}/wp-json/wp/v2${path}` : `${base}/`);
  if (route === 'query') url.searchParams.set('rest_route', `/wp/v2${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  // Never with validators: a WordPress says "not modified" of what was edited or deleted.
  const options = { accept: 'application/json', allowPrivate, signal };
  const reply = await http.get(url.href, { ...options, answers: [400, 401, 403, 404] });
  if (reply.status === 200) return { reply, code: null };
  const code = refusalOf(reply);
  if (reply.status === 404 && (code === null || code === 'rest_no_route')) return null;
  if (code === null) throw statusError(reply.status, reply.headers, url.host);
  if (code === 'rest_not_logged_in' || code === 'rest_login_required')
    throw membersOnly(url.host, reply.status);
  return { reply, code };
}

/** The error that an answer without posts is, where posts were asked for. */
export function refused({ reply: { status, headers, url } }: RestReply): Error {
  return statusError(status, headers, new URL(url).host);
}

function membersOnly(host: string, status: number): Blocked {
  return new Blocked(
    `${host} shows its REST interface to members only (${status}). Add its feeds instead: /feed/ for posts, /comments/feed/ for comments.`,
    { status },
  );
}

function refusalOf({ body, headers }: HttpReply): string | null {
  try {
    const told: unknown = JSON.parse(decodeText(body, headers['content-type']));
    return Refusal.safeParse(told).data?.code ?? null;
  } catch {
    return null;
  }
}
