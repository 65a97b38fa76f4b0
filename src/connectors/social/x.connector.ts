import { z } from 'zod';
import type {
  Asking,
  PolledConnector,
  PollRequest,
  PollResult,
  Rechecked,
  RecheckRequest,
} from '../connector.js';
import { pauseAskedFor } from '../paged.js';
import { readCursor, walkPages, type Page } from '../paging.js';
import { percentDecoded } from '../text/percent-decoded.js';
import { paid, TOKEN } from './x-paid.js';
import { idBefore, readX, timeOfId } from './x-post.js';

/** Posts asked for at a time: most, and least, which is for the end of the month's limit. */
const SIZES = [100, 10] as const;
/** Posts may appear in the search a little out of order. Within a day, X charges none twice. */
const OVERLAP_MS = 60_000;
/** The search goes back seven days, and refuses ids that are older. */
const WINDOW_MS = 6.9 * 24 * 3_600_000;

const XParams = z.strictObject({
  query: z.string().trim().min(1).max(480).meta({
    title: 'Query',
    description:
      'In the language of X: "acme kettle" lang:en. Reposts are left out unless it names them',
  }),
  postsPerMonth: z.int().min(10).max(2_000_000).default(1_000).meta({
    title: 'Posts paid for in a month',
    description:
      'Earshot stops for the rest of the month (UTC) at this number. X charged $0.005 for each post in 2026, and $0.010 for each author: 1,000 posts cost up to $15',
  }),
  authors: z.boolean().default(true).meta({
    title: 'Names of authors',
    description: 'Costs extra; without it, authors are known by their number only',
  }),
  recheck: z.boolean().optional().meta({
    title: 'Look posts up again',
    description:
      'To hear of deletions, which the terms of X demand; each look costs like a new post',
  }),
});

export type XParams = z.output<typeof XParams>;

/** X, by its search of the last seven days. Every post that comes is paid for. */
export const xConnector: PolledConnector<XParams> = {
  kind: 'x',
  genre: 'social',
  name: 'X',
  title: 'X (Twitter): posts of the last seven days that match a query; paid',
  terms: {
    access: 'restricted',
    note: 'Paid by use: each post read costs money, so each source has a limit for the month. The search reaches back seven days. The terms demand that what was deleted or protected there is deleted here within a day, and that posts are shown unchanged and with their author.',
    eraseWhenGone: true,
    attribution: 'X',
  },
  credentials: [
    { env: TOKEN, title: 'Bearer token of an application, from console.x.com', required: true },
  ],
  params: XParams,
  locate: ({ query }) => ({
    locator: query,
    host: 'api.x.com',
    name: `X: ${query}`,
    url: `https://x.com/search?q=${encodeURIComponent(query)}&f=live`,
  }),
  fromAddress({ hostname, pathname, searchParams }) {
    if (!/^(?:www\.|mobile\.)?(?:x|twitter)\.com$/.test(hostname)) return null;
    const tag = /^\/hashtag\/([^/]+)/.exec(pathname)?.[1];
    const query = tag === undefined ? searchParams.get('q') : `#${percentDecoded(tag)}`;
    return XParams.safeParse({ query }).data ?? null;
  },
  parse: ({ body }) =>
    Promise.resolve().then(() => {
      const { items, missing } = readX(body);
      return { place: { title: null, link: null }, items, gone: missing };
    }),
  poll,
  history: ({ position, ...asking }) => page(asking, '', position),
  recheck: { most: 100, look },
};

async function poll(request: PollRequest<XParams>): Promise<PollResult> {
  const cursor = readCursor(request.cursor);
  const since = sinceId(cursor?.seen ?? []);
  const first = await page(request, since, null);
  const walk = await walkPages(first, cursor, (next) => page(request, since, next));
  return {
    outcome: 'items',
    place: { title: null, link: null },
    items: walk.items,
    cursor: walk.cursor,
    validators: null,
    freshForSeconds: pauseAskedFor(walk.failure),
    complete: walk.cursor?.gap === null && !walk.isLost,
  };
}

/** @returns empty when there is nothing to go on from, or it is too long ago */
function sinceId(seen: readonly string[]): string {
  const [newest] = seen
    .filter((id) => timeOfId(id) !== null)
    .sort((a, b) => Number(BigInt(b) - BigInt(a)));
  const time = timeOfId(newest ?? '')?.getTime() ?? 0;
  return newest === undefined || time < Date.now() - WINDOW_MS ? '' : idBefore(newest, OVERLAP_MS);
}

/** @param position `SINCE~TOKEN`, since a token holds only for the question that it came with */
async function page(
  asking: Asking<XParams>,
  since: string,
  position: string | null,
): Promise<Page> {
  const [from = since, token] = position?.split(/~(.*)/s) ?? [];
  const { next, items } = await paid(asking, SIZES, (size) => {
    const url = new URL('https://api.x.com/2/tweets/search/recent');
    const { query } = asking.params;
    url.searchParams.set('query', /\bis:retweet\b/.test(query) ? query : `${query} -is:retweet`);
    url.searchParams.set('max_results', String(size));
    if (from !== '') url.searchParams.set('since_id', from);
    if (token !== undefined) url.searchParams.set('next_token', token);
    return url;
  });
  return { items, next: next === null ? null : `${from}~${next}` };
}

async function look(request: RecheckRequest<XParams>): Promise<Map<string, Rechecked>> {
  if (request.params.recheck !== true) return new Map();
  const ids = request.posts.map(({ externalId }) => externalId);
  const { items, missing, outdated } = await paid(request, [ids.length], () => {
    const url = new URL('https://api.x.com/2/tweets');
    url.searchParams.set('ids', ids.join(','));
    return url;
  });
  return new Map<string, Rechecked>([
    ...missing.map((id) => [id, 'missing'] as const),
    // By its first id X gives the first version of a post, which is older than what is stored.
    ...items.map(
      (item) => [item.externalId, outdated.has(item.externalId) ? 'there' : item] as const,
    ),
  ]);
}
