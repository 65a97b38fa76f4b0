import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { Asking, PolledConnector, PollRequest, PollResult } from '../connector.js';
import { PlaceError } from '../errors.js';
import { oneByOne } from '../one-by-one.js';
import { pauseAskedFor } from '../paged.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { allowPrivate, webAddress } from '../params.js';
import { readDev, type Article, type DevAnswer } from './dev-answer.js';

const ACCEPT = 'application/vnd.forem.api-v1+json, application/json;q=0.9';
const PER_PAGE = 100;
/** Articles that are read whole in one poll, and those whose comments are; the rest has its turn later. */
const MAX_WHOLE = 20;
const MAX_TREES = 20;
/** Articles known from last time that are read again nevertheless. */
const OVERLAP = 2;
const REMEMBERED = 500;

const DevParams = z.strictObject({
  tag: z
    .string()
    .regex(/^[\p{L}\p{N}]{1,60}$/u, 'must be a tag without #, in one word')
    .meta({ title: 'Tag', description: 'Tag whose articles are read, without #' }),
  comments: z.boolean().default(true).meta({
    title: 'Comments',
    description: 'Reads the comments under these articles, too',
  }),
  url: webAddress
    .default('https://dev.to/')
    .meta({ title: 'Site', description: 'Address of DEV, or of another site that runs Forem' }),
  allowPrivate,
});

export type DevParams = z.output<typeof DevParams>;

/** Articles of one tag at DEV or another Forem, with their comments. */
export const devConnector: PolledConnector<DevParams> = {
  kind: 'dev',
  genre: 'sites',
  name: 'DEV',
  title: 'Articles of a tag on DEV (or another Forem), with their comments',
  terms: {
    access: 'restricted',
    note: "DEV's interface is public and limits programs to about 30 questions in 30 seconds, but its terms reserve commercial use of its posts: ask before you use it for a business. It has no search over texts, and lists the articles of a tag by how much they are talked about, so one that nobody takes notice of may be missed.",
    eraseWhenGone: true,
  },
  params: DevParams,
  locate: ({ tag, url }) => {
    const { host } = new URL(url);
    return {
      locator: `${host} ${tag}`,
      host,
      name: `${host} #${tag}`,
      url: new URL(`/t/${tag}`, url).href,
    };
  },
  fromAddress: (url) => {
    const tag = /^\/t\/([^/]+)\/?$/.exec(url.pathname)?.[1];
    return url.hostname === 'dev.to' ? (DevParams.safeParse({ tag }).data ?? null) : null;
  },
  parse: async ({ body, url, params }) => {
    const given = DevParams.safeParse(params).data?.url ?? url ?? '';
    const site = absoluteUrl(given, null) ?? 'https://dev.to/';
    const under = /[?&]a_id=(\d+)/.exec(url ?? '')?.[1] ?? null;
    const { items, gone } = readDev(body, site, under);
    return { place: { title: null, link: null }, items, gone };
  },
  poll,
  history: async ({ position, ...asking }) => {
    const { items } = await listing(asking, Number(position ?? 1));
    return { items, next: items.length === 0 ? null : String(Number(position ?? 1) + 1) };
  },
  recheck: {
    most: 10,
    look: (request) =>
      oneByOne(request.posts, async ({ externalId, parentId }) => {
        const code = /^comment-(.+)$/.exec(externalId)?.[1];
        const kind = code === undefined ? 'articles' : 'comments';
        const path = `/api/${kind}/${encodeURIComponent(code ?? externalId)}`;
        const { items, gone } = await ask(request, path, parentId);
        if (gone.includes(externalId)) return 'missing';
        return items.find((item) => item.externalId === externalId) ?? null;
      }),
  },
};

const Cursor = z.object({
  /** Id, time of the last edit and number of comments that were read. */
  articles: z.array(z.tuple([z.string(), z.string(), z.int()])),
});

/** What is known of an article. */
type Known = readonly [edited: string, comments: number];

/** The listing has neither the texts of articles nor comments: they are read where something changed. */
async function poll(request: PollRequest<DevParams>): Promise<PollResult> {
  const { articles } = await listing(request, 1);
  const stored = Cursor.safeParse(request.cursor).data?.articles ?? [];
  const known = new Map<string, Known>(stored.map(([id, ...rest]) => [id, rest]));
  const items = new Map<string, Item>();
  const gone: string[] = [];
  let failure: PlaceError | null = null;
  try {
    for (const article of toReadWhole(articles, known)) {
      const id = String(article.id);
      for (const item of (await ask(request, `/api/articles/${id}`, null)).items)
        items.set(id, item);
      known.set(id, [article.edited_at ?? '', known.get(id)?.[1] ?? 0]);
    }
    for (const article of request.params.comments ? toReadComments(articles, known) : []) {
      const id = String(article.id);
      const tree = await ask(request, `/api/comments?a_id=${id}&per_page=1000`, id);
      for (const item of tree.items) items.set(item.externalId, item);
      gone.push(...tree.gone);
      known.set(id, [known.get(id)?.[0] ?? '', article.comments_count ?? 0]);
    }
  } catch (error) {
    if (!(error instanceof PlaceError)) throw error;
    failure = error;
  }
  return {
    outcome: 'items',
    place: { title: null, link: null },
    items: [...items.values()],
    cursor: {
      articles: [...known]
        .map(([id, [edited, comments]]) => [id, edited, comments])
        .slice(-REMEMBERED),
    },
    validators: null,
    freshForSeconds: pauseAskedFor(failure),
    ...(failure === null ? {} : { complete: false }),
    gone,
  };
}

function toReadWhole(articles: readonly Article[], known: ReadonlyMap<string, Known>): Article[] {
  const isSame = ({ id, edited_at }: Article): boolean =>
    known.get(String(id))?.[0] === (edited_at ?? '');
  const changed = articles.filter((article) => !isSame(article)).slice(0, MAX_WHOLE);
  const newest = articles
    .filter(isSame)
    .sort((a, b) => (b.published_at ?? '').localeCompare(a.published_at ?? ''));
  return [...changed, ...newest.slice(0, OVERLAP)];
}

function toReadComments(
  articles: readonly Article[],
  known: ReadonlyMap<string, Known>,
): Article[] {
  return articles
    .filter(({ id, comments_count }) => (comments_count ?? 0) > (known.get(String(id))?.[1] ?? 0))
    .slice(0, MAX_TREES);
}

function listing(asking: Asking<DevParams>, page: number): Promise<DevAnswer> {
  const tag = encodeURIComponent(asking.params.tag);
  return ask(asking, `/api/articles?tag=${tag}&per_page=${PER_PAGE}&page=${page}`, null);
}

async function ask(
  { params, http, signal }: Asking<DevParams>,
  path: string,
  under: string | null,
): Promise<DevAnswer> {
  const allowPrivate = params.allowPrivate ?? false;
  const { body } = await http.get(new URL(path, params.url).href, {
    accept: ACCEPT,
    allowPrivate,
    signal,
  });
  return readDev(body, params.url, under);
}
