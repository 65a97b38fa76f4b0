import type { Outside, KnownPost, Rechecked } from '../connector.js';
import { readYouTube } from './youtube-answer.js';
import { askYouTube } from './youtube-asking.js';

const VIDEO = 'yt:video:';

/** Looks videos and comments up by their ids: one that is not in the answer is gone. */
export async function lookUp(
  request: Outside & { readonly signal: AbortSignal; readonly posts: readonly KnownPost[] },
): Promise<ReadonlyMap<string, Rechecked>> {
  const told = new Map<string, Rechecked>();
  for (const method of ['videos', 'comments'] as const) {
    const posts = request.posts.filter(
      ({ externalId }) => externalId.startsWith(VIDEO) === (method === 'videos'),
    );
    if (posts.length === 0) continue;
    const ids = posts.map(({ externalId }) => externalId.replace(VIDEO, '')).join(',');
    const textFormat: Record<string, string> =
      method === 'comments' ? { textFormat: 'plainText' } : {};
    const query = { part: 'snippet', id: ids, ...textFormat };
    const body = await askYouTube(request, method, query);
    if (body === null) continue;
    const there = new Map(readYouTube(body).items.map((item) => [item.externalId, item]));
    for (const { externalId, url, parentId } of posts) {
      const item = there.get(externalId);
      // An answer about single comments names neither the video nor what they stand under.
      told.set(externalId, item === undefined ? 'missing' : { ...item, url, parentId });
    }
  }
  return told;
}
