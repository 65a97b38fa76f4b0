import { z } from 'zod';
import type { Asking, Connector, RecheckRequest, Rechecked } from '../connector.js';
import { leavingOwnNetwork } from '../moved.js';
import { paged, type AnsweredPage } from '../paged.js';
import { readDiscourse } from './discourse-answer.js';
import { baseOf, INSTANCE_PARAMS, instanceOf } from './instance.js';
import { MOST_ONE_BY_ONE, oneByOne } from '../one-by-one.js';

const DiscourseParams = z.strictObject(INSTANCE_PARAMS);
type DiscourseParams = z.output<typeof DiscourseParams>;

/** Where the pages of a forum begin, below its front page. */
const INNER = /\/(?:posts|t|c|latest|search|u)(?:[/.].*)?$/;
/** Posts are numbered over the whole forum; a page holds at most the next 50 numbers downwards. */
const PAGE = 50;

/** A forum that runs Discourse: all its public posts, newest first, by their numbers. */
export const discourseConnector: Connector<DiscourseParams> = {
  kind: 'discourse',
  genre: 'forums',
  name: 'Discourse',
  title: 'Discourse: all public posts of a forum that runs Discourse',
  terms: {
    access: 'open',
    note:
      'Public forums answer any program, by default up to 200 questions a minute; each forum sets ' +
      'its own limits and rules of use. Forums that want a sign-in cannot be read. Quoted words are ' +
      'left out, and so are posts that are hidden until a moderator looked at them.',
    eraseWhenGone: false,
  },
  params: DiscourseParams,
  locate: ({ instance }) => {
    const base = baseOf(instance) ?? instance;
    const { host, pathname } = new URL(base);
    const name = pathname === '/' ? host : host + pathname.replace(/\/$/, '');
    return { locator: base, host, name, url: base };
  },
  // Only the addresses of topics and categories tell by themselves that it is a Discourse.
  fromAddress: ({ href, pathname }) => {
    if (!/\/(?:t\/[^/]+\/\d+(?:\/\d+)?|c\/[^/]+(?:\/[^/]+)?\/\d+)\/?$/.test(pathname)) return null;
    const instance = baseOf(href, INNER);
    return instance === null ? null : { instance };
  },
  moved: (params, url) => ({
    ...leavingOwnNetwork(params, params.instance, url),
    instance: baseOf(url, INNER) ?? params.instance,
  }),
  parse: async (request) => {
    const base = instanceOf(request, INNER);
    const { items, gone } = readDiscourse(request.body, base);
    return { place: { title: null, link: base }, items, gone };
  },
  ...paged(page),
  recheck: { most: MOST_ONE_BY_ONE, look },
};

async function page(
  { params, http, signal }: Asking<DiscourseParams>,
  next: string | null,
): Promise<AnsweredPage> {
  const base = baseOf(params.instance) ?? params.instance;
  const url = new URL('posts.json', base);
  if (next !== null) url.searchParams.set('before', next);
  const allowPrivate = params.allowPrivate ?? false;
  const reply = await http.get(url.href, { signal, allowPrivate });
  const { items, gone, lowest } = readDiscourse(reply.body, base);
  return {
    place: { title: null, link: base },
    items,
    gone,
    next: nextBelow(lowest, next),
    freshForSeconds: reply.freshForSeconds,
    movedTo: reply.permanentRedirectTo,
  };
}

/**
 * Where to go on. Some servers give posts up to `before`, others below it: so the lowest number is
 * asked for again. A page may be empty since all its numbers are private; the next one need not be.
 */
function nextBelow(lowest: number | null, asked: string | null): string | null {
  const before = asked === null ? null : Number(asked);
  if (lowest === null) return before !== null && before > PAGE ? String(before - PAGE) : null;
  const next = before !== null && lowest >= before ? before - 1 : lowest;
  return next < 1 ? null : String(next);
}

function look({
  params,
  posts,
  http,
  signal,
}: RecheckRequest<DiscourseParams>): Promise<ReadonlyMap<string, Rechecked>> {
  const base = baseOf(params.instance) ?? params.instance;
  const allowPrivate = params.allowPrivate ?? false;
  return oneByOne(posts, async ({ externalId }) => {
    if (!/^\d+$/.test(externalId)) return null;
    const url = new URL(`posts/${externalId}.json`, base).href;
    const { body } = await http.get(url, { signal, allowPrivate });
    const { items, gone } = readDiscourse(body, base);
    if (gone.includes(externalId)) return 'missing';
    return items.find((item) => item.externalId === externalId) ?? 'there';
  });
}
