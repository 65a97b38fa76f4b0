import { z } from 'zod';
import type { Asking, Connector, RecheckRequest, Rechecked } from '../connector.js';
import { NotFound, RateLimited } from '../errors.js';
import type { HttpReply } from '../http.js';
import { retryAfter } from '../http/freshness.js';
import { statusError } from '../http/status.js';
import { leavingOwnNetwork } from '../moved.js';
import { paged, type AnsweredPage } from '../paged.js';
import { baseOf, INSTANCE_PARAMS, instanceOf } from './instance.js';
import { readLemmy } from './lemmy-answer.js';
import { MOST_ONE_BY_ONE, oneByOne } from '../one-by-one.js';

const LemmyParams = z.strictObject({
  ...INSTANCE_PARAMS,
  what: z.enum(['posts', 'comments']).default('posts').meta({
    title: 'What to read',
    description: 'Posts or comments; for both add a second source',
  }),
  query: z.string().trim().max(200).default('').meta({
    title: 'Search for',
    description: 'Empty for everything that the server knows, also from other servers',
  }),
  community: z
    .string()
    .regex(/^!?[\w.-]{2,60}(?:@[\w.:-]{3,100})?$/, 'must be a name, or name@server')
    .optional()
    .meta({ title: 'Community', description: 'Only this community: name, or name@server' }),
});
type LemmyParams = z.output<typeof LemmyParams>;

const INNER = /\/(?:api|post|comment|c|u|search)(?:\/.*)?$/;

/** A Lemmy server: its own posts and those it knows from others, newest first. */
export const lemmyConnector: Connector<LemmyParams> = {
  kind: 'lemmy',
  genre: 'forums',
  name: 'Lemmy',
  title: 'Lemmy: new posts or comments that a server of the network knows',
  terms: {
    access: 'open',
    note:
      'Lemmy servers answer any program, within limits that each sets for itself. One server shows ' +
      'only what it knows of the others. Accounts that call themselves bots are left out. What is ' +
      'deleted at its origin should be removed here, too.',
    eraseWhenGone: true,
  },
  params: LemmyParams,
  locate: ({ instance, what, query, community }) => {
    const base = baseOf(instance) ?? instance;
    const { host } = new URL(base);
    const within = community === undefined ? '' : ` !${community.replace(/^!/, '')}`;
    return {
      locator: `${base} ${what}${within.toLowerCase()} ${query.toLowerCase()}`,
      host,
      name: `${host}${within} ${what}${query === '' ? '' : `: ${query}`}`,
      url: within === '' ? base : new URL(`c/${within.slice(2)}`, base).href,
    };
  },
  // Other software has the same addresses, so the name must tell as well.
  fromAddress: ({ origin, hostname, pathname }) => {
    if (!/lemmy/.test(hostname)) return null;
    const community = /^\/c\/([^/]+)/.exec(pathname)?.[1];
    const named = community === undefined ? {} : { community };
    return LemmyParams.safeParse({ instance: `${origin}/`, ...named }).data ?? null;
  },
  moved: (params, url) => ({
    ...leavingOwnNetwork(params, params.instance, url),
    instance: baseOf(url, INNER) ?? params.instance,
  }),
  parse: async (request) => {
    const base = instanceOf(request, INNER);
    const { items, gone } = readLemmy(request.body, base);
    return { place: { title: null, link: base }, items, gone };
  },
  ...paged(page),
  recheck: { most: MOST_ONE_BY_ONE, look },
};

/** @param next the number of the page, or the token that newer servers give instead */
async function page(asking: Asking<LemmyParams>, next: string | null): Promise<AnsweredPage> {
  const { params } = asking;
  const { what, query, community } = params;
  const url = new URL(`api/v3/${pathOf(params)}`, baseOf(params.instance) ?? params.instance);
  const search = url.searchParams;
  if (query === '') search.set('type_', 'All');
  else {
    search.set('q', query);
    search.set('type_', what === 'posts' ? 'Posts' : 'Comments');
    search.set('listing_type', 'All');
  }
  if (community !== undefined) search.set('community_name', community.replace(/^!/, ''));
  search.set('sort', 'New');
  search.set('limit', '50');
  const isToken = next !== null && !/^\d+$/.test(next);
  if (next !== null) search.set(isToken ? 'page_cursor' : 'page', next);
  const reply = await ask(asking, url.href);
  const base = baseOf(params.instance);
  const answer = readLemmy(reply.body, base);
  const number = isToken ? null : Number(next ?? '1');
  const byNumber = answer.held === 0 || number === null ? null : String(number + 1);
  return {
    place: { title: null, link: base },
    items: answer.items,
    gone: answer.gone,
    // Where there are only numbers, an empty page shows the end.
    next: answer.next ?? byNumber,
    freshForSeconds: reply.freshForSeconds,
    movedTo: reply.permanentRedirectTo,
  };
}

function pathOf({ what, query }: LemmyParams): string {
  if (query !== '') return 'search';
  return what === 'posts' ? 'post/list' : 'comment/list';
}

async function look(asking: RecheckRequest<LemmyParams>): Promise<ReadonlyMap<string, Rechecked>> {
  const base = baseOf(asking.params.instance) ?? asking.params.instance;
  return oneByOne(asking.posts, async ({ externalId, url }) => {
    // The number of this server stands in the address here, not in the id all servers share.
    const [, kind, id] = /\/(post|comment)\/(\d+)$/.exec(url ?? '') ?? [];
    if (kind === undefined || !url?.startsWith(base)) return null;
    const reply = await ask(asking, new URL(`api/v3/${kind}?id=${id}`, base).href);
    const { items, gone } = readLemmy(reply.body, base);
    if (gone.includes(externalId)) return 'missing';
    return items.find((item) => item.externalId === externalId) ?? null;
  });
}

/** Lemmy says by a word in the body what its 400 and 404 mean. */
async function ask({ http, signal, params }: Asking<LemmyParams>, url: string): Promise<HttpReply> {
  const allowPrivate = params.allowPrivate ?? false;
  const reply = await http.get(url, { signal, allowPrivate, answers: [400] });
  if (reply.status === 200) return reply;
  const { host } = new URL(url);
  const reason = /"error"\s*:\s*"(\w+)"/.exec(Buffer.from(reply.body).toString('utf8'))?.[1] ?? '';
  if (reason === 'rate_limit_error') {
    throw new RateLimited(
      `${host} asks for a pause (${reason}). Earshot waits; if this repeats, poll it less often.`,
      {
        status: reply.status,
        retryAt: retryAfter(reply.headers, new Date()),
      },
    );
  }
  if (/^couldnt_find_|^not_found$/.test(reason))
    throw new NotFound(`${host} does not know it (${reason}).`, { status: reply.status });
  throw statusError(reply.status, reply.headers, host);
}
