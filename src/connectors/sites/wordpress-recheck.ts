import type { KnownPost, Rechecked } from '../connector.js';
import { Unreadable } from '../errors.js';
import { numberOf, readWordPress, type Resource } from './wordpress-answer.js';
import { EVERY } from './wordpress-every.js';
import { askRest, refused, type Route, type Site } from './wordpress-rest.js';

/** How the interface says of one post or comment that it is not there, or not public any more. */
const NOT_THERE = new Set([
  'rest_comment_invalid_id',
  'rest_post_invalid_id',
  'rest_cannot_read',
  'rest_cannot_read_post',
  'rest_forbidden',
]);

/**
 * Looks posts up by their numbers: all together, then each one that was not among them, so that
 * "missing" is always what the site says of that very one.
 */
export async function lookUp(
  site: Site,
  what: Resource | 'both',
  posts: readonly KnownPost[],
): Promise<ReadonlyMap<string, Rechecked>> {
  const told = new Map<string, Rechecked>();
  for (const resource of ['comments', 'posts'] as const) {
    const wanted = new Map<string, string>();
    for (const { externalId } of posts) {
      const [kind, number] = numberOf(externalId, what);
      if (kind === resource && /^\d+$/.test(number)) wanted.set(externalId, number);
    }
    if (wanted.size === 0) continue;
    const { found, route } = await together(site, resource, wanted, what === 'both');
    for (const [externalId, number] of wanted) {
      const item = found.get(externalId);
      if (item !== undefined) told.set(externalId, item);
      else if (await isMissing(site, route, resource, number)) told.set(externalId, 'missing');
    }
  }
  return told;
}

async function together(
  site: Site,
  resource: Resource,
  wanted: ReadonlyMap<string, string>,
  both: boolean,
): Promise<{ found: ReadonlyMap<string, Rechecked>; route: Route }> {
  const query = { ...EVERY[resource], include: [...wanted.values()].join(',') };
  const { answer, route } = await askRest(site, null, `/${resource}`, query);
  if (answer.code !== null) throw refused(answer);
  const items = readWordPress(answer.reply.body, site.base, both);
  // A cache that leaves the question out of account would make every post look deleted.
  if (items.some(({ externalId }) => !wanted.has(externalId)))
    throw new Unreadable(
      `${new URL(site.base).host} answers other posts than it was asked for. A cache before it may be at fault.`,
    );
  return { found: new Map(items.map((item) => [item.externalId, item])), route };
}

async function isMissing(
  site: Site,
  route: Route,
  resource: Resource,
  number: string,
): Promise<boolean> {
  const { answer } = await askRest(site, route, `/${resource}/${number}`, {});
  return answer.code !== null && NOT_THERE.has(answer.code);
}
