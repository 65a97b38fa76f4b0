import { z } from 'zod';
import type { Asking, PolledConnector } from '../connector.js';
import { NotFound } from '../errors.js';
import { readJson } from '../json-answer.js';
import { paged, type AnsweredPage } from '../paged.js';
import { askGraph, graphToken } from './graph.js';
import { readMeta } from './meta-post.js';

const TOKEN = {
  place: 'Meta',
  env: 'EARSHOT_META_TOKEN',
  from: 'for your page or account, of an application that Meta has reviewed, at developers.facebook.com,',
};

const COMMENT = 'id,message,created_time,permalink_url,from,parent{id}';
const POST =
  'id,message,story,created_time,updated_time,permalink_url,from,attachments{title,description}';
const PICTURE = 'id,caption,permalink,timestamp,username';

/** What is asked for of each kind; hashtags show no author, and of comments only the newest come. */
const QUESTIONS = {
  page: {
    path: 'feed',
    fields: `${POST},comments.filter(stream).order(reverse_chronological).limit(50){${COMMENT}}`,
  },
  'page-mentions': { path: 'tagged', fields: POST },
  comments: { path: 'comments', fields: COMMENT },
  'instagram-comments': { path: 'comments', fields: 'id,text,timestamp,username' },
  'instagram-mentions': { path: 'tags', fields: PICTURE },
  'instagram-hashtag': { path: 'recent_media', fields: 'id,caption,permalink,timestamp' },
} as const;
const KINDS = Object.keys(QUESTIONS) as [keyof typeof QUESTIONS, ...(keyof typeof QUESTIONS)[]];

const MetaParams = z.strictObject({
  what: z.enum(KINDS).default('page').meta({
    title: 'What to read',
    description:
      'page: posts on a Facebook page of yours, with their comments. page-mentions: posts that name it. comments, instagram-comments: those of one post. instagram-mentions: pictures that tag your account. instagram-hashtag: the last day of a hashtag',
  }),
  id: z
    .string()
    .trim()
    .regex(/^[\w.]{1,100}$/, 'must be an id, without spaces')
    .meta({
      title: 'Id',
      description: 'Number of the page, post or Instagram account; for a hashtag, your account',
    }),
  hashtag: z
    .string()
    .trim()
    .regex(/^#?[\p{L}\p{M}\p{N}_]{1,100}$/u, 'must be one tag')
    .optional()
    .meta({
      title: 'Hashtag',
      description: 'Only for instagram-hashtag; at most 30 different ones in seven days',
    }),
  version: z
    .string()
    .regex(/^v\d{1,3}\.\d$/, 'must look like v23.0')
    .default('v23.0')
    .meta({
      title: 'Version of the interface',
      description: 'As Meta counts them; each is switched off after about two years',
    }),
});

export type MetaParams = z.output<typeof MetaParams>;

const tagOf = ({ hashtag = '' }: MetaParams): string => hashtag.replace(/^#/, '').toLowerCase();

/** Facebook pages and Instagram accounts of one's own, and Instagram hashtags. */
export const metaConnector: PolledConnector<MetaParams> = {
  kind: 'meta',
  genre: 'social',
  name: 'Facebook and Instagram',
  title: 'Facebook and Instagram: your own pages with their comments, mentions, hashtags',
  terms: {
    access: 'restricted',
    note: 'Needs an application that Meta has reviewed, and a token that is renewed about every 60 days. Only pages and accounts of your own can be read; there is no search. Comments are read under the posts of the newest pages only. Hashtags give the last day, without authors, for at most 30 tags in seven days. Deleted posts cannot be told from those that a token may not see.',
    eraseWhenGone: true,
  },
  credentials: [{ env: TOKEN.env, title: 'Access token for the page or account', required: true }],
  params: MetaParams.refine(
    (params) => params.what !== 'instagram-hashtag' || tagOf(params) !== '',
    {
      path: ['hashtag'],
      message: 'is needed for instagram-hashtag',
    },
  ),
  locate(params) {
    const { what, id } = params;
    const isInstagram = what.startsWith('instagram');
    const tag = what === 'instagram-hashtag' ? tagOf(params) : '';
    return {
      locator: `${what} ${tag || id}`,
      host: 'graph.facebook.com',
      name: `${isInstagram ? 'Instagram' : 'Facebook'}: ${tag === '' ? `${what} ${id}` : `#${tag}`}`,
      url: urlOf(isInstagram, tag, id),
    };
  },
  parse: ({ body }) =>
    Promise.resolve().then(() => ({
      place: { title: null, link: null },
      items: readMeta(body).items,
    })),
  ...paged(page),
};

function urlOf(isInstagram: boolean, tag: string, id: string): string | null {
  if (tag !== '') return `https://www.instagram.com/explore/tags/${encodeURIComponent(tag)}/`;
  return isInstagram ? null : `https://www.facebook.com/${id}`;
}

async function page(asking: Asking<MetaParams>, position: string | null): Promise<AnsweredPage> {
  const { params } = asking;
  const { path, fields } = QUESTIONS[params.what];
  // A page of a hashtag is found by the hashtag's number, which goes along: `NUMBER~CURSOR`.
  const [known, after] = position?.split(/~(.*)/s) ?? [];
  const node = known ?? (params.what === 'instagram-hashtag' ? await hashtagId(asking) : params.id);
  const url = address(params, `${node}/${path}`, { fields, limit: '50' });
  if (params.what === 'instagram-hashtag') url.searchParams.set('user_id', params.id);
  if (path === 'comments') url.searchParams.set('order', 'reverse_chronological');
  if (params.what === 'comments') url.searchParams.set('filter', 'stream');
  if (after !== undefined) url.searchParams.set('after', after);
  const { items, next } = readMeta(await ask(asking, url));
  return { items, next: next === null ? null : `${node}~${next}` };
}

const Found = z.object({ data: z.array(z.object({ id: z.string() })) });

async function hashtagId(asking: Asking<MetaParams>): Promise<string> {
  const { params } = asking;
  const url = address(params, 'ig_hashtag_search', { user_id: params.id, q: tagOf(params) });
  const [found] = readJson(await ask(asking, url), Found, 'Instagram').data;
  if (found === undefined) throw new NotFound(`Instagram knows no hashtag "${tagOf(params)}".`);
  return found.id;
}

function address({ version }: MetaParams, path: string, query: Record<string, string>): URL {
  const url = new URL(`https://graph.facebook.com/${version}/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

async function ask(asking: Asking<MetaParams>, url: URL): Promise<Uint8Array> {
  const headers = { authorization: `Bearer ${graphToken(asking, TOKEN)}` };
  return (await askGraph(asking, url, headers, TOKEN)).body;
}
