import { z } from 'zod';
import type { Asking, Connector, KnownPost, Rechecked, RecheckRequest } from '../connector.js';
import { NoAccess } from '../errors.js';
import type { HttpReply } from '../http.js';
import { longest, paged, type AnsweredPage } from '../paged.js';
import { statusError } from '../http/status.js';
import { forgetToken, REDDIT_CREDENTIALS, redditToken } from './reddit-access.js';
import { readReddit } from './reddit-answer.js';
import { readRedditFeed } from './reddit-feed.js';

const RedditParams = z
  .strictObject({
    subreddits: z
      .array(z.string().regex(/^\w{2,24}$/, 'must be the name of a community, without r/'))
      .max(50)
      .default([])
      .meta({
        title: 'Communities',
        description: 'Names without r/. Empty to search all of Reddit',
      }),
    query: z.string().trim().max(400).default('').meta({
      title: 'Search for',
      description: 'Empty for everything new in the communities. Finds posts only, not comments',
    }),
    what: z.enum(['posts', 'comments']).default('posts').meta({
      title: 'What to read',
      description: 'Posts or comments; for both add a second source',
    }),
  })
  .refine(({ subreddits, query }) => subreddits.length > 0 || query !== '', {
    error: 'Name a community, or what to search for.',
  })
  .refine(({ what, query }) => what === 'posts' || query === '', {
    error: "Reddit's search does not find comments: leave it empty, and monitors pick them.",
  });
type RedditParams = z.output<typeof RedditParams>;

const API = 'https://oauth.reddit.com';
const SITE = 'https://www.reddit.com';

/** Reddit by its interface for programs; by its feeds, in part, while there is no access to it. */
export const redditConnector: Connector<RedditParams> = {
  kind: 'reddit',
  genre: 'forums',
  name: 'Reddit',
  title: 'Reddit: new posts or comments of communities, or posts that its search finds',
  terms: {
    access: 'key',
    note:
      'Reddit wants programs to sign in with an app of their own, and commercial use to be approved. ' +
      'Without one Earshot reads the public feeds, as far as robots.txt lets it: only the newest 25 ' +
      'or so, without edits and deletions, so only in part. What was deleted there must be removed ' +
      'here. A listing ends after about 1,000 posts.',
    eraseWhenGone: true,
  },
  credentials: REDDIT_CREDENTIALS,
  params: RedditParams,
  locate: (params) => {
    const names = params.subreddits.map((name) => name.toLowerCase()).sort();
    const found = params.query === '' ? '' : `: ${params.query}`;
    const where = names.length === 0 ? 'Reddit' : `r/${params.subreddits.join('+')}`;
    return {
      locator: `${names.join('+')}/${params.what}/${params.query.toLowerCase()}`,
      host: 'oauth.reddit.com',
      name: `${where}${params.what === 'comments' ? ' comments' : ''}${found}`,
      url: `${SITE}${pathOf(params)}`,
    };
  },
  fromAddress: ({ hostname, pathname }) => {
    if (!/(?:^|\.)reddit\.com$/.test(hostname)) return null;
    const [, names, rest] = /^\/r\/([\w+]{2,400})(?:\/(.*))?$/.exec(pathname) ?? [];
    if (names === undefined) return null;
    const what = /^comments\/?$/.test(rest ?? '') ? 'comments' : 'posts';
    const params = { subreddits: names.split('+').filter((name) => name !== ''), query: '', what };
    return RedditParams.safeParse(params).data ?? null;
  },
  parse: async (request) => {
    if (/^[^{[]{0,400}</.test(Buffer.from(request.body).toString('latin1', 0, 500)))
      return readRedditFeed(request);
    const { items, gone } = readReddit(request.body);
    return { place: { title: 'Reddit', link: `${SITE}/` }, items, gone };
  },
  ...paged(page),
  recheck: { most: 100, look },
};

function pathOf({ subreddits, query, what }: RedditParams): string {
  const where = subreddits.length === 0 ? '' : `/r/${subreddits.join('+')}`;
  if (query === '') return `${where}/${what === 'posts' ? 'new' : 'comments'}`;
  const within = subreddits.length === 0 ? '' : '&restrict_sr=1';
  return `${where}/search?q=${encodeURIComponent(query)}&sort=new&type=link${within}`;
}

/**
 * Plain pages, down to what is known: `before=` with a post that was deleted since answers like a
 * place with nothing new.
 *
 * @param next the full name after which to go on
 */
async function page(asking: Asking<RedditParams>, next: string | null): Promise<AnsweredPage> {
  const url = new URL(pathOf(asking.params), API);
  const token = await redditToken(asking);
  if (token === null) return feedPage(asking);
  url.searchParams.set('limit', '100');
  url.searchParams.set('raw_json', '1');
  if (next !== null) url.searchParams.set('after', next);
  const reply = await ask(asking, token, url.href);
  const { items, gone, after } = readReddit(reply.body);
  const place = { title: null, link: `${SITE}${pathOf(asking.params)}` };
  const freshForSeconds = longest(reply.freshForSeconds, pauseOf(reply));
  return { place, items, gone, next: after, freshForSeconds };
}

async function feedPage({ params, http, signal }: Asking<RedditParams>): Promise<AnsweredPage> {
  const url = new URL(pathOf(params), SITE);
  url.pathname += url.pathname.endsWith('/search') ? '.rss' : '/.rss';
  const reply = await http.get(url.href, { signal, robots: true });
  const contentType = reply.headers['content-type'];
  const { place, items } = await readRedditFeed({ body: reply.body, url: reply.url, contentType });
  const title = `${place.title ?? 'Reddit'} (by feed, in part)`;
  return { place: { ...place, title }, items, next: null, freshForSeconds: reply.freshForSeconds };
}

/** Signs in once more when the token is not taken: Reddit may end it before its time. */
async function ask(asking: Asking<RedditParams>, token: string, url: string): Promise<HttpReply> {
  const { http, signal } = asking;
  const get = (bearer: string): Promise<HttpReply> =>
    http.get(url, { signal, headers: { authorization: `Bearer ${bearer}` }, answers: [401] });
  const first = await get(token);
  if (first.status !== 401) return first;
  forgetToken(token);
  const second = await get((await redditToken(asking)) ?? token);
  if (second.status === 401) throw statusError(401, second.headers, 'Reddit');
  return second;
}

/** Once the requests of the current ten minutes are used up, the place is left alone until they end. */
function pauseOf({ headers }: HttpReply): number | null {
  const remaining = Number.parseFloat(headers['x-ratelimit-remaining'] ?? '');
  const reset = Number.parseFloat(headers['x-ratelimit-reset'] ?? '');
  return remaining < 1 && reset > 0 ? Math.ceil(reset) : null;
}

async function look(asking: RecheckRequest<RedditParams>): Promise<ReadonlyMap<string, Rechecked>> {
  const ids = asking.posts.map((post: KnownPost) => post.externalId).filter(isFullName);
  if (ids.length === 0) return new Map();
  const token = await redditToken(asking);
  if (token === null) {
    throw new NoAccess(
      'Reddit shows edits and deletions only to an app of your own: set EARSHOT_REDDIT_CLIENT_ID and ' +
        'EARSHOT_REDDIT_CLIENT_SECRET (www.reddit.com/prefs/apps).',
    );
  }
  const url = `${API}/api/info?raw_json=1&id=${ids.join(',')}`;
  const { items } = readReddit((await ask(asking, token, url)).body);
  const found = new Map(items.map((item) => [item.externalId, item]));
  return new Map(ids.map((id) => [id, found.get(id) ?? 'missing']));
}

const isFullName = (id: string): boolean => /^t[13]_[a-z0-9]+$/.test(id);
