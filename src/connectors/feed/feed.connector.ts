import { z } from 'zod';
import type { Parsed, PolledConnector } from '../connector.js';
import { leavingOwnNetwork } from '../moved.js';
import { allowPrivate, webAddress } from '../params.js';
import { feedHistory, pollFeed } from './poll.js';
import { readFeed } from './read.js';
import { recheckByLink } from './recheck.js';

const FeedParams = z.strictObject({
  url: webAddress.meta({
    title: 'Address',
    description: 'Address of the feed itself, not of the page it belongs to',
  }),
  allowPrivate,
});

export type FeedParams = z.output<typeof FeedParams>;

/** RSS, RDF, Atom and JSON Feed. */
export const feedConnector: PolledConnector<FeedParams> = {
  kind: 'feed',
  genre: 'feed',
  name: 'Feed',
  title: 'Feed: RSS, Atom or JSON Feed of a blog, forum, news or review site',
  terms: {
    access: 'open',
    note: 'Feeds are made to be read by programs. Most show only their newest 10 to 50 posts, and not what was deleted: that is looked up on the page of each post.',
    eraseWhenGone: false,
  },
  params: FeedParams,
  locate: ({ url }) => ({ locator: url, host: new URL(url).host, name: new URL(url).host, url }),
  moved: (params, url) => ({ ...leavingOwnNetwork(params, params.url, url), url }),
  parse: async (request) => {
    const { document, items } = await readFeed(request);
    const { title, link, freshForSeconds } = document;
    return { place: { title, link }, items, freshForSeconds } satisfies Parsed;
  },
  poll: (request) => pollFeed(request),
  history: (request) => feedHistory(request),
  recheck: recheckByLink((params) => params),
};
