import { z } from 'zod';
import type { Asking, Connector } from '../connector.js';
import { Unreadable } from '../errors.js';
import { paged, type AnsweredPage } from '../paged.js';
import { readHackerNews } from './hacker-news-answer.js';
import { MOST_ONE_BY_ONE, oneByOne } from '../one-by-one.js';
import { nextSecond } from './unix-time.js';

const HackerNewsParams = z.strictObject({
  query: z.string().trim().max(200).default('').meta({
    title: 'Search for',
    description:
      'Words that posts must have; put a phrase in double quotes. Empty for all posts, which are some ten thousand a day',
  }),
  what: z.enum(['all', 'stories', 'comments']).default('all').meta({
    title: 'What to read',
    description: 'Stories, comments, or both',
  }),
});
type HackerNewsParams = z.output<typeof HackerNewsParams>;

const SEARCH = 'https://hn.algolia.com/api/v1/search_by_date';
const ITEM = 'https://hacker-news.firebaseio.com/v0/item';
const TAGS = { all: '(story,comment,poll)', stories: '(story,poll)', comments: 'comment' };
const NAMES = { all: '', stories: ' stories', comments: ' comments' };

/** Hacker News: found by its search, looked up again at its own record. */
export const hackerNewsConnector: Connector<HackerNewsParams> = {
  kind: 'hacker-news',
  genre: 'forums',
  name: 'Hacker News',
  title: 'Hacker News: stories and comments that its search finds',
  terms: {
    access: 'open',
    note:
      'Both interfaces are open to programs and need no key. The search lags by seconds to minutes ' +
      'and gives at most 1,000 finds per question, so Earshot walks by date. Edits and deletions show ' +
      'only when a post is looked up again.',
    eraseWhenGone: false,
  },
  params: HackerNewsParams,
  locate: ({ query, what }) => ({
    locator: `${what}:${query.toLowerCase()}`,
    host: 'hn.algolia.com',
    name: `Hacker News${NAMES[what]}${query === '' ? '' : `: ${query}`}`,
    url:
      query === ''
        ? 'https://news.ycombinator.com/newest'
        : `https://hn.algolia.com/?sort=byDate&query=${encodeURIComponent(query)}`,
  }),
  fromAddress: ({ hostname, searchParams }) => {
    if (hostname === 'news.ycombinator.com') return { query: '', what: 'all' };
    if (hostname !== 'hn.algolia.com') return null;
    const query = searchParams.get('query') ?? searchParams.get('q') ?? '';
    return { query: query.trim().slice(0, 200), what: 'all' };
  },
  parse: async (request) => {
    const { items, gone } = readHackerNews(request.body);
    return { place: PLACE, items, gone };
  },
  ...paged(page),
  recheck: {
    most: MOST_ONE_BY_ONE,
    look: ({ posts, http, signal }) =>
      oneByOne(posts, async ({ externalId }) => {
        if (!/^\d+$/.test(externalId)) return null;
        const { body } = await http.get(`${ITEM}/${externalId}.json`, { signal });
        // A number that was never given out, or not yet visible, is answered with `null`.
        if (Buffer.from(body).toString('latin1').trim() === 'null') return 'missing';
        const { items, gone } = readHackerNews(body);
        if (gone.includes(externalId)) return 'missing';
        return items.find((item) => item.externalId === externalId) ?? null;
      }),
  },
};

const PLACE = { title: 'Hacker News', link: 'https://news.ycombinator.com/' };

/** @param next the second since 1970 up to which posts are wanted, itself included */
async function page(
  { params, http, signal }: Asking<HackerNewsParams>,
  next: string | null,
): Promise<AnsweredPage> {
  const url = new URL(SEARCH);
  url.searchParams.set('query', params.query);
  url.searchParams.set('tags', TAGS[params.what]);
  url.searchParams.set('hitsPerPage', '100');
  // Otherwise "acme" finds "acne", too.
  url.searchParams.set('typoTolerance', 'false');
  if (next !== null) url.searchParams.set('numericFilters', `created_at_i<=${next}`);
  const reply = await http.get(url.href, { signal });
  const { items, more, gone } = readHackerNews(reply.body);
  if (gone.length > 0) throw new Unreadable('Hacker News sent a single post instead of its finds.');
  return {
    place: PLACE,
    items,
    next: more === null ? null : nextSecond(more, next),
    freshForSeconds: reply.freshForSeconds,
  };
}
