import { z } from 'zod';
import type { Asking, HistoryPage, Parsed, PolledConnector } from '../connector.js';
import { readFeed } from '../feed/read.js';
import { leavingOwnNetwork } from '../moved.js';
import { allowPrivate, webAddress } from '../params.js';
import { readWordPress, type Resource } from './wordpress-answer.js';
import { EVERY } from './wordpress-every.js';
import { pollSite } from './wordpress-poll.js';
import { lookUp } from './wordpress-recheck.js';
import { askRest, refused, siteBase, type Site } from './wordpress-rest.js';

const WordPressParams = z.strictObject({
  url: webAddress.meta({
    title: 'Address of the site',
    description: 'Where its front page is, such as https://blog.example.org/',
  }),
  what: z.enum(['comments', 'posts', 'both']).default('comments').meta({
    title: 'What to read',
    description: 'What its readers write (comments), what it publishes itself (posts), or both',
  }),
  allowPrivate,
});
export type WordPressParams = z.output<typeof WordPressParams>;

/** A site that runs WordPress, by its REST interface: all comments and posts, not only the newest 10. */
export const wordpressConnector: PolledConnector<WordPressParams> = {
  kind: 'wordpress',
  genre: 'sites',
  name: 'WordPress',
  title: 'WordPress: comments and posts of a site, by its REST interface',
  terms: {
    access: 'open',
    note: 'Sites answer any program unless they switched their REST interface off for strangers; then add their feeds instead. Comments that wait for approval are not shown. Edited comments carry no date of the edit.',
    eraseWhenGone: false,
  },
  params: WordPressParams,
  locate: ({ url, what }) => {
    const base = siteBase(url);
    const name = base.replace(/^https?:\/\//, '');
    return { locator: `${base}/#${what}`, host: new URL(base).host, name, url: `${base}/` };
  },
  fromAddress: ({ href, pathname }) => {
    if (!/\/wp-json(?:\/|$)/.test(pathname)) return null;
    const what = pathname.endsWith('/posts') ? 'posts' : 'comments';
    return { url: `${siteBase(href)}/`, what };
  },
  moved: (params, url) => ({
    ...leavingOwnNetwork(params, params.url, url),
    url: `${siteBase(url)}/`,
  }),
  parse: async (request) => {
    // Its feeds are recorded beside its JSON; either may come.
    if (/^\s*</.test(Buffer.from(request.body.subarray(0, 200)).toString('utf8'))) {
      const { document, items } = await readFeed(request);
      return { place: { title: document.title, link: document.link }, items } satisfies Parsed;
    }
    const params = WordPressParams.safeParse(request.params).data;
    const base = params?.url ?? request.url ?? null;
    const items = readWordPress(request.body, base, params?.what === 'both');
    return { place: { title: null, link: base }, items } satisfies Parsed;
  },
  poll: (request) => pollSite(siteOf(request), request.params.what, request.cursor),
  history: ({ position, ...asking }) => olderPage(siteOf(asking), asking.params.what, position),
  recheck: {
    most: 100,
    look: ({ posts, ...asking }) => lookUp(siteOf(asking), asking.params.what, posts),
  },
};

function siteOf({ params, http, signal }: Asking<WordPressParams>): Site {
  const { url, allowPrivate = false } = params;
  return { base: siteBase(url), allowPrivate, http, signal };
}

/** @param position `comments:3`: what, and which page of it, newest first */
async function olderPage(
  site: Site,
  what: WordPressParams['what'],
  position: string | null,
): Promise<HistoryPage> {
  const resources: readonly Resource[] = what === 'both' ? ['comments', 'posts'] : [what];
  const [resource = resources[0] as Resource, page = '1'] = (position?.split(':') ?? []) as [
    Resource?,
    string?,
  ];
  const query = { order: 'desc', ...EVERY[resource], page };
  const { answer } = await askRest(site, null, `/${resource}`, query);
  const isPastEnd = answer.code === 'rest_post_invalid_page_number';
  if (answer.code !== null && !isPastEnd) throw refused(answer);
  const items = isPastEnd ? [] : readWordPress(answer.reply.body, site.base, what === 'both');
  const after = resources[resources.indexOf(resource) + 1];
  const next = after === undefined ? null : `${after}:1`;
  return { items, next: items.length > 0 ? `${resource}:${Number(page) + 1}` : next };
}
