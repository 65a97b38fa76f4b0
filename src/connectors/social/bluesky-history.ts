import type { HistoryPage, HistoryRequest } from '../connector.js';
import { NoAccess } from '../errors.js';
import { readJson } from '../json-answer.js';
import { isForMembers, itemOfView, PostViews } from './bluesky-post.js';
import { forgetSession, sessionAt } from './bluesky-session.js';

interface Searched {
  readonly search?: string | undefined;
  readonly service: string;
}

/**
 * A page of a search, the newest first.
 *
 * @throws NoAccess without words to search for, or an account
 */
export async function history(request: HistoryRequest<Searched>): Promise<HistoryPage> {
  const { params, position, http, signal } = request;
  if (params.search === undefined) {
    throw new NoAccess('The past of Bluesky can only be searched: give this source search words.');
  }
  const { token, server } = await sessionAt(params.service, request);
  const url = new URL('/xrpc/app.bsky.feed.searchPosts', server);
  url.searchParams.set('q', params.search);
  url.searchParams.set('sort', 'latest');
  url.searchParams.set('limit', '100');
  if (position !== null) url.searchParams.set('cursor', position);
  const headers = { authorization: `Bearer ${token}` };
  const reply = await http.get(url.href, { headers, signal }).catch((error: unknown) => {
    forgetSession(params.service);
    throw error;
  });
  const { posts, cursor } = readJson(reply.body, PostViews, 'Bluesky');
  const shown = posts.filter((view) => !isForMembers(view));
  return { items: shown.map((view) => itemOfView(view, true)), next: cursor ?? null };
}
