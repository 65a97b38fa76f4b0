import { z } from 'zod';
import type { Parsed, PolledConnector } from '../connector.js';
import type { Refine } from '../feed/build.js';
import { toLine } from '../feed/construct.js';
import { pollFeed } from '../feed/poll.js';
import { readFeed } from '../feed/read.js';
import { absoluteUrl } from '../text/absolute-url.js';

const GoogleNewsParams = z.strictObject({
  query: z.string().trim().min(1).max(300).meta({
    title: 'Search for',
    description: 'As typed into Google News; quotes, OR, -word, site: and when:7d work',
  }),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(?:-(?:[A-Z]{2}|\d{3}))?$/)
    .default('en-US')
    .meta({ title: 'Language', description: 'As Google names it: en-US, de, fr, es-419' }),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('US')
    .meta({ title: 'Country', description: 'Two capital letters: US, GB, DE' }),
});
type GoogleNewsParams = z.output<typeof GoogleNewsParams>;

const HOST = 'news.google.com';

/** What Google News finds, by the feed of its search. Each entry is a headline that leads to the publisher. */
export const googleNewsConnector: PolledConnector<GoogleNewsParams> = {
  kind: 'google-news',
  genre: 'sites',
  name: 'Google News',
  title: 'Google News: headlines that a search finds',
  terms: {
    access: 'restricted',
    note: 'The feed is undocumented and may end at any time; its copyright note allows personal, non-commercial use in a feed reader, so have your use cleared. It shows at most 100 headlines without their articles, and answers bursts with 429 or 503. What a publisher took down is not told.',
    eraseWhenGone: false,
    attribution: 'Google News and the publisher',
  },
  params: GoogleNewsParams,
  locate: (params) => ({
    locator: searchOf(params, '/rss/search'),
    host: HOST,
    name: `Google News: ${params.query}`,
    url: searchOf(params, '/search'),
  }),
  fromAddress: ({ host, pathname, searchParams }) => {
    if (host !== HOST || !/^\/(?:rss\/)?search\/?$/.test(pathname)) return null;
    const given = {
      query: searchParams.get('q') ?? '',
      language: searchParams.get('hl') ?? undefined,
      country: searchParams.get('gl') ?? undefined,
    };
    return GoogleNewsParams.safeParse(given).data ?? null;
  },
  parse: async (request) => {
    const { document, items } = await readFeed(request, splitPublisher);
    const { title, link, freshForSeconds } = document;
    return { place: { title, link }, items, freshForSeconds } satisfies Parsed;
  },
  poll: ({ params, ...request }) =>
    pollFeed({ ...request, params: { url: searchOf(params, '/rss/search') } }, splitPublisher),
};

function searchOf({ query, language, country }: GoogleNewsParams, path: string): string {
  const url = new URL(path, `https://${HOST}`);
  const spoken = language.replace(/-[A-Z]{2}$/, '');
  url.search = new URLSearchParams({
    q: query,
    hl: language,
    gl: country,
    ceid: `${country}:${spoken}`,
  }).toString();
  return url.href;
}

/** Titles read "headline - publisher", texts "headline  publisher"; the publisher is who speaks. */
const splitPublisher: Refine = (entry, found) => {
  const source = found.get('source');
  const dash = entry.title?.lastIndexOf(' - ') ?? -1;
  const stated = source === null ? '' : toLine(source);
  const publisher = stated || (dash > 0 ? (entry.title?.slice(dash + 3).trim() ?? '') : '');
  if (publisher === '') return entry;
  const home = found.get('sourceUrl');
  return {
    ...entry,
    title: entry.title === null ? null : without(entry.title, ` - ${publisher}`),
    text: without(entry.text, ` ${publisher}`),
    author: {
      name: publisher,
      handle: null,
      url: home === null ? null : absoluteUrl(home.content, home.base),
    },
  };
};

/** What would be left empty stays whole. */
function without(text: string, ending: string): string {
  return text.endsWith(ending) ? text.slice(0, -ending.length).trim() || text : text;
}
