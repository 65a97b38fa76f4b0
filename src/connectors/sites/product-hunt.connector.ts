import { z } from 'zod';
import type { Item, ItemAuthor } from '../../domain/mention.js';
import type { Asking, PolledConnector } from '../connector.js';
import { NoAccess, RateLimited, Unreadable } from '../errors.js';
import { readJson } from '../json-answer.js';
import { paged, type AnsweredPage } from '../paged.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { readDate } from '../text/dates.js';
import { htmlToText, looksLikeHtml, tidy, tidyLine } from '../text/plain-text.js';

const API = 'https://api.producthunt.com/v2/api/graphql';
const TOKEN = 'EARSHOT_PRODUCT_HUNT_TOKEN';

const ProductHuntParams = z.strictObject({
  slug: z
    .string()
    .regex(/^[a-z0-9-]{1,120}$/, 'must be the last part of the address of a launch')
    .optional()
    .meta({
      title: 'Launch',
      description:
        'Last part of the address …/posts/SLUG: reads its comments; without it, all new launches',
    }),
});

export type ProductHuntParams = z.output<typeof ProductHuntParams>;

const User = z.object({ username: z.string().nullish(), name: z.string().nullish() });

const Comment = z.object({
  id: z.string().min(1),
  body: z.string(),
  url: z.string(),
  createdAt: z.string(),
  parentId: z.string().nullish(),
  user: User.nullish(),
});

const PageInfo = z.object({ endCursor: z.string().nullish(), hasNextPage: z.boolean() });
const Comments = z.object({
  edges: z.array(z.object({ node: Comment })),
  pageInfo: PageInfo.optional(),
});

const Post = z.object({
  id: z.string().min(1),
  name: z.string(),
  tagline: z.string().nullish(),
  description: z.string().nullish(),
  url: z.string(),
  createdAt: z.string(),
  user: User.nullish(),
  comments: Comments.optional(),
});

type Post = z.output<typeof Post>;

const Posts = z.object({ edges: z.array(z.object({ node: Post })), pageInfo: PageInfo });

const Answer = z.union([
  z.object({ data: z.object({ posts: Posts }) }),
  z.object({ data: z.object({ post: Post.nullable() }) }),
  z.object({
    errors: z
      .array(z.object({ error: z.string().optional(), message: z.string().optional() }))
      .min(1),
  }),
]);

const COMMENT = 'id body url createdAt parentId user { username name }';
const POST = 'id name tagline description url createdAt user { username name }';
const INFO = 'pageInfo { endCursor hasNextPage }';

const NEW_POSTS = `query ($after: String) { posts(order: NEWEST, first: 20, after: $after) { edges { node { ${POST}
  comments(first: 10, order: NEWEST) { edges { node { ${COMMENT} } } } } } ${INFO} } }`;

const ONE_POST = `query ($slug: String, $after: String) { post(slug: $slug) { ${POST}
  comments(first: 20, order: NEWEST, after: $after) { edges { node { ${COMMENT} } } ${INFO} } } }`;

/** New launches with their newest comments, or the comments on one launch. */
export const productHuntConnector: PolledConnector<ProductHuntParams> = {
  kind: 'product-hunt',
  genre: 'sites',
  name: 'Product Hunt',
  title: 'Launches on Product Hunt and what is said about them',
  terms: {
    access: 'restricted',
    note: 'Needs a developer token. Product Hunt forbids commercial use of its interface without its consent: ask before you switch this on. It allows 6,250 points of complexity in 15 minutes and has no search over comments, so either one launch is read or all new ones with their newest comments. Of deleted posts nothing is told.',
    eraseWhenGone: true,
    attribution: 'Product Hunt',
  },
  credentials: [{ env: TOKEN, title: 'Developer token of Product Hunt', required: true }],
  params: ProductHuntParams,
  locate: ({ slug }) => ({
    locator: slug ?? '',
    host: 'api.producthunt.com',
    name: slug === undefined ? 'Product Hunt: new launches' : `Product Hunt: ${slug}`,
    url: `https://www.producthunt.com/${slug === undefined ? '' : `posts/${slug}`}`,
  }),
  fromAddress: (url) => {
    if (!/^(www\.)?producthunt\.com$/.test(url.hostname)) return null;
    const slug = /^\/posts\/([^/]+)\/?$/.exec(url.pathname)?.[1];
    if (slug === undefined) return url.pathname === '/' ? {} : null;
    return ProductHuntParams.safeParse({ slug }).data ?? null;
  },
  parse: async ({ body }) => ({ place: { title: null, link: null }, items: read(body).items }),
  ...paged<ProductHuntParams>(page),
};

async function page(
  { params: { slug }, http, credential, signal }: Asking<ProductHuntParams>,
  after: string | null,
): Promise<AnsweredPage> {
  const token = credential(TOKEN);
  if (token === null) {
    throw new NoAccess(
      `Product Hunt needs a developer token: set ${TOKEN}. It is made at producthunt.com/v2/oauth/applications.`,
    );
  }
  const query = slug === undefined ? NEW_POSTS : ONE_POST;
  const { body, headers } = await http.post(API, {
    contentType: 'application/json',
    accept: 'application/json',
    body: JSON.stringify({ query, variables: { slug, after } }),
    headers: { authorization: `Bearer ${token}` },
    signal,
  });
  return read(body, headers['x-rate-limit-reset']);
}

/**
 * @param reset seconds until the allowance is renewed, as the answer's header says
 * @throws Unreadable; RateLimited, which comes as an answer like any other
 */
function read(body: Uint8Array, reset?: string): { items: Item[]; next: string | null } {
  const answer = readJson(body, Answer, 'Product Hunt');
  if ('errors' in answer) throw refusal(answer.errors, reset);
  if ('post' in answer.data) {
    const { post } = answer.data;
    if (post === null)
      throw new Unreadable('Product Hunt knows no such launch. Check its address.');
    return { items: itemsOf(post), next: nextOf(post.comments?.pageInfo) };
  }
  const { edges, pageInfo } = answer.data.posts;
  return { items: edges.flatMap(({ node }) => itemsOf(node)), next: nextOf(pageInfo) };
}

function nextOf(info: z.output<typeof PageInfo> | undefined): string | null {
  return info?.hasNextPage === true ? (info.endCursor ?? null) : null;
}

function refusal(
  errors: readonly { error?: string | undefined; message?: string | undefined }[],
  reset: string | undefined,
): RateLimited | Unreadable {
  const said = errors.map(({ error, message }) => message ?? error ?? '').join('; ');
  if (!/rate.?limit|complexity/i.test(said)) {
    return new Unreadable(`Product Hunt does not understand the question: ${said.slice(0, 200)}`);
  }
  const seconds = Number(reset ?? Number.NaN);
  const retryAt = seconds >= 0 ? new Date(Date.now() + seconds * 1000) : null;
  return new RateLimited('Product Hunt says that the allowance of the token is used up.', {
    retryAt,
  });
}

function itemsOf(post: Post): Item[] {
  const texts = [post.tagline, post.description].map((text) => plain(text ?? ''));
  const own: Item = {
    ...NOTHING_MORE,
    externalId: `post-${post.id}`,
    url: absoluteUrl(post.url, null),
    title: tidyLine(post.name) || null,
    text: texts.filter((text) => text !== '').join('\n\n'),
    author: authorOf(post.user),
    publishedAt: readDate(post.createdAt),
    parentId: null,
  };
  const comments = post.comments?.edges ?? [];
  return [own, ...comments.map(({ node }) => commentOf(node, own.externalId))];
}

function commentOf(comment: z.output<typeof Comment>, postId: string): Item {
  const { parentId } = comment;
  return {
    ...NOTHING_MORE,
    externalId: `comment-${comment.id}`,
    url: absoluteUrl(comment.url, null),
    title: null,
    text: plain(comment.body),
    author: authorOf(comment.user),
    publishedAt: readDate(comment.createdAt),
    parentId: parentId ? `comment-${parentId}` : postId,
  };
}

function plain(text: string): string {
  return looksLikeHtml(text) ? htmlToText(text) : tidy(text);
}

/** Product Hunt writes `[REDACTED]` for people who do not agree to be named. */
function authorOf(user: z.output<typeof User> | null | undefined): ItemAuthor | null {
  const handle = user?.username ?? null;
  if (handle === null || handle === '[REDACTED]') return null;
  return { name: user?.name ?? null, handle, url: `https://www.producthunt.com/@${handle}` };
}

const NOTHING_MORE = {
  updatedAt: null,
  rating: null,
  tags: [],
  language: null,
} satisfies Partial<Item>;
