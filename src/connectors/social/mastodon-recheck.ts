import type { Asking, KnownPost, Rechecked, RecheckRequest } from '../connector.js';
import { PlaceError, RateLimited } from '../errors.js';
import type { HttpReply } from '../http.js';
import { askServer, type Served } from './mastodon-server.js';
import { itemsOf, readStatuses } from './mastodon-status.js';

/**
 * Asks the server where a post was written: others may show it long after it was deleted there.
 * A server that does not answer must not hold up the posts of the others.
 */
export async function look(request: RecheckRequest<Served>): Promise<Map<string, Rechecked>> {
  const found = new Map<string, Rechecked>();
  for (const post of request.posts) {
    try {
      const state = await lookAtOrigin(request, post);
      if (state !== null) found.set(post.externalId, state);
    } catch (error) {
      const isOurs = new URL(request.params.server).host === hostOf(post.externalId);
      if (!(error instanceof PlaceError) || (isOurs && error instanceof RateLimited)) throw error;
    }
  }
  return found;
}

/** @returns null when it cannot be told */
async function lookAtOrigin(
  asking: Asking<Served>,
  { externalId }: KnownPost,
): Promise<Rechecked | null> {
  const id = /\/statuses\/(\d+)$/.exec(externalId)?.[1];
  if (id === undefined || hostOf(externalId) === null) return null;
  const reply = await askServer(asking, new URL(`/api/v1/statuses/${id}`, externalId), [404]);
  if (reply.status === 404) return isRecordNotFound(reply) ? 'missing' : null;
  const [status] = readStatuses(reply.body);
  if (status?.uri !== externalId) return null;
  return itemsOf([status])[0] ?? 'there';
}

function hostOf(uri: string): string | null {
  return /^https?:/.test(uri) && URL.canParse(uri) ? new URL(uri).host : null;
}

/** Mastodon's own "not found", and not that of a server which no longer has this interface. */
function isRecordNotFound({ body }: HttpReply): boolean {
  return /^\s*\{\s*"error"\s*:/.test(Buffer.from(body).toString());
}
