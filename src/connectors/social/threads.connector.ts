import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { Asking, PolledConnector } from '../connector.js';
import { readJson } from '../json-answer.js';
import { paged, type AnsweredPage } from '../paged.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { readDate } from '../text/dates.js';
import { tidy } from '../text/plain-text.js';
import { askGraph, graphToken, nextOf, Paging } from './graph.js';

const TOKEN = {
  place: 'Threads',
  env: 'EARSHOT_THREADS_TOKEN',
  from: 'for an application with the permission threads_keyword_search, at developers.facebook.com,',
};
/** Searches per user and rolling day; those that find nothing are free. */
const SEARCHES = { most: 2_200, per: 'day' } as const;
const FIELDS =
  'id,text,alt_text,topic_tag,permalink,timestamp,username,media_type,is_reply,replied_to';

const ThreadsParams = z.strictObject({
  query: z.string().trim().min(1).max(200).meta({
    title: 'Search words',
    description: 'Words that the posts contain; the newest are read first',
  }),
});

export type ThreadsParams = z.output<typeof ThreadsParams>;

const Answer = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      text: z.string().optional(),
      alt_text: z.string().nullish(),
      topic_tag: z.string().nullish(),
      permalink: z.string().optional(),
      timestamp: z.string(),
      username: z.string().optional(),
      media_type: z.string().optional(),
      replied_to: z.object({ id: z.string() }).optional(),
    }),
  ),
  paging: Paging,
});

/** Threads, by its search for words. */
export const threadsConnector: PolledConnector<ThreadsParams> = {
  kind: 'threads',
  genre: 'social',
  name: 'Threads',
  title: 'Threads: public posts that contain some words',
  terms: {
    access: 'restricted',
    note: 'Needs an application that Meta has reviewed for the permission threads_keyword_search; before that, only posts of your own are found. 2,200 searches a day for each user. Words that Threads holds to be sensitive find nothing, and it does not say so. Deleted posts cannot be told.',
    eraseWhenGone: true,
  },
  credentials: [{ env: TOKEN.env, title: 'Access token of a Threads user', required: true }],
  params: ThreadsParams,
  locate: ({ query }) => ({
    locator: query,
    host: 'graph.threads.net',
    name: `Threads: ${query}`,
    url: `https://www.threads.com/search?q=${encodeURIComponent(query)}`,
  }),
  fromAddress({ hostname, pathname, searchParams }) {
    if (!/^(?:www\.)?threads\.(?:net|com)$/.test(hostname) || pathname !== '/search') return null;
    return ThreadsParams.safeParse({ query: searchParams.get('q') }).data ?? null;
  },
  parse: ({ body }) =>
    Promise.resolve().then(() => ({ place: { title: null, link: null }, ...read(body) })),
  ...paged(page),
};

async function page(asking: Asking<ThreadsParams>, after: string | null): Promise<AnsweredPage> {
  const { params, budget } = asking;
  const token = graphToken(asking, TOKEN);
  const url = new URL('https://graph.threads.net/v1.0/keyword_search');
  url.searchParams.set('q', params.query);
  url.searchParams.set('search_type', 'RECENT');
  url.searchParams.set('fields', FIELDS);
  url.searchParams.set('limit', '100');
  if (after !== null) url.searchParams.set('after', after);
  // This interface documents no header for it.
  url.searchParams.set('access_token', token);
  await budget.take('threads.searches', 1, SEARCHES);
  const answer = read((await askGraph(asking, url, {}, TOKEN)).body);
  if (answer.items.length === 0) await budget.giveBack('threads.searches', 1);
  return answer;
}

function read(body: Uint8Array): { items: Item[]; next: string | null } {
  const { data, paging } = readJson(body, Answer, 'Threads');
  // Reposts say nothing of their own.
  const own = data.filter(({ media_type: type }) => type !== 'REPOST_FACADE');
  return { items: own.map(itemOf), next: data.length === 0 ? null : nextOf(paging) };
}

type Post = z.output<typeof Answer>['data'][number];

function itemOf(post: Post): Item {
  const { username } = post;
  const written = [post.text, post.alt_text].filter((part) => part !== undefined && part !== null);
  return {
    externalId: post.id,
    url: absoluteUrl(post.permalink ?? '', null),
    title: null,
    text: tidy(written.join('\n\n')),
    author:
      username === undefined
        ? null
        : { name: username, handle: username, url: `https://www.threads.com/@${username}` },
    publishedAt: readDate(post.timestamp),
    updatedAt: null,
    rating: null,
    tags: post.topic_tag ? [post.topic_tag] : [],
    parentId: post.replied_to?.id ?? null,
    language: null,
  };
}
