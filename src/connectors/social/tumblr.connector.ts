import { z } from 'zod';
import type {
  Asking,
  KnownPost,
  PolledConnector,
  Rechecked,
  RecheckRequest,
} from '../connector.js';
import { NoAccess } from '../errors.js';
import type { HttpReply } from '../http.js';
import { paged, type AnsweredPage } from '../paged.js';
import { percentDecoded } from '../text/percent-decoded.js';
import { itemOf, readPosts } from './tumblr-post.js';

const KEY = 'EARSHOT_TUMBLR_KEY';
/** Questions per key; working knowledge. */
const HOURLY = { most: 1_000, per: 'hour' } as const;
const DAILY = { most: 5_000, per: 'day' } as const;
/** Most that Tumblr gives at a time. */
const PER_PAGE = '20';

const TumblrParams = z.strictObject({
  tag: z.string().trim().min(1).max(140).meta({
    title: 'Tag',
    description: 'Posts with this tag, which may have spaces: acme kettle',
  }),
});

export type TumblrParams = z.output<typeof TumblrParams>;

const tagOf = ({ tag }: TumblrParams): string => tag.replace(/^#/, '');

/** Tumblr, by tag. */
export const tumblrConnector: PolledConnector<TumblrParams> = {
  kind: 'tumblr',
  genre: 'social',
  name: 'Tumblr',
  title: 'Tumblr: public posts with a tag',
  terms: {
    access: 'restricted',
    note: 'Needs a key of an application registered with Tumblr, whose licence must allow this use: about 1,000 questions an hour and 5,000 a day. Only tags can be asked for, not words; 20 posts at a time. What is deleted there must be deleted here, too.',
    eraseWhenGone: true,
    attribution: 'Tumblr',
  },
  credentials: [
    {
      env: KEY,
      title: 'Consumer key of an application, from tumblr.com/oauth/apps',
      required: true,
    },
  ],
  params: TumblrParams,
  locate(params) {
    const tag = tagOf(params);
    return {
      locator: tag.toLowerCase(),
      host: 'api.tumblr.com',
      name: `Tumblr: #${tag}`,
      url: `https://www.tumblr.com/tagged/${encodeURIComponent(tag)}`,
    };
  },
  fromAddress({ hostname, pathname }) {
    const tag = /^\/tagged\/([^/]+)\/?$/.exec(pathname)?.[1];
    if (!/^(?:www\.)?tumblr\.com$/.test(hostname) || tag === undefined) return null;
    return TumblrParams.safeParse({ tag: percentDecoded(tag).replaceAll('+', ' ') }).data ?? null;
  },
  parse: ({ body }) =>
    Promise.resolve().then(() => ({
      place: { title: null, link: null },
      items: readPosts(body).map(itemOf),
    })),
  ...paged(page),
  recheck: { most: 10, look },
};

async function page(asking: Asking<TumblrParams>, before: string | null): Promise<AnsweredPage> {
  const url = new URL('https://api.tumblr.com/v2/tagged');
  url.searchParams.set('tag', tagOf(asking.params));
  url.searchParams.set('limit', PER_PAGE);
  url.searchParams.set('npf', 'true');
  if (before !== null) url.searchParams.set('before', before);
  const posts = readPosts((await ask(asking, url, [])).body);
  const oldest = Math.min(...posts.map(({ timestamp }) => timestamp));
  return { items: posts.map(itemOf), next: posts.length === 0 ? null : String(oldest) };
}

async function ask(asking: Asking<TumblrParams>, url: URL, answers: number[]): Promise<HttpReply> {
  const { http, budget, credential, signal } = asking;
  const key = credential(KEY);
  if (key === null) {
    throw new NoAccess(
      `Tumblr answers only with a key. Register an application at tumblr.com/oauth/apps and set ${KEY}.`,
    );
  }
  await budget.take('tumblr.hourly', 1, HOURLY);
  await budget.take('tumblr.daily', 1, DAILY);
  url.searchParams.set('api_key', key);
  return http.get(url.href, { accept: 'application/json', answers, signal });
}

async function look(request: RecheckRequest<TumblrParams>): Promise<Map<string, Rechecked>> {
  const found = new Map<string, Rechecked>();
  for (const post of request.posts) {
    const blog = blogOf(post);
    if (blog === null) continue;
    const url = new URL(`https://api.tumblr.com/v2/blog/${blog}/posts`);
    url.searchParams.set('id', post.externalId);
    url.searchParams.set('npf', 'true');
    const reply = await ask(request, url, [404]);
    const items = reply.status === 404 ? [] : readPosts(reply.body).map(itemOf);
    const item = items.find(({ externalId }) => externalId === post.externalId);
    if (item !== undefined || reply.status !== 404 || isPlain404(reply)) {
      found.set(post.externalId, item ?? 'missing');
    }
  }
  return found;
}

/** The interface's own "not found", which repeats the status in its body. */
function isPlain404({ body }: HttpReply): boolean {
  return /"status"\s*:\s*404/.test(Buffer.from(body).toString());
}

/** The blog is in the address: NAME.tumblr.com/post/…, www.tumblr.com/NAME/…, or a domain of its own. */
function blogOf({ url }: KnownPost): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { hostname, pathname } = new URL(url);
  if (!/^(?:www\.)?tumblr\.com$/.test(hostname)) return hostname;
  return /^\/(?:blog\/view\/)?([\w-]+)\/\d+/.exec(pathname)?.[1] ?? null;
}
