import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type {
  Parsed,
  ParseRequest,
  PolledConnector,
  PollRequest,
  PollResult,
} from '../connector.js';
import { PlaceError, Unreadable } from '../errors.js';
import type { HttpReply } from '../http.js';
import { leavingOwnNetwork } from '../moved.js';
import { longest, pauseAskedFor } from '../paged.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { decodeText } from '../text/decode.js';
import { allowPrivate, webAddress } from '../params.js';
import { readPage, type MarkedUpPage } from './markup/page.js';
import { reviewsOf, saysNone } from './markup/reviews.js';

const ReviewPageParams = z.strictObject({
  url: webAddress.meta({
    title: 'Address',
    description: 'Address of the page that shows the reviews',
  }),
  pages: z.int().min(1).max(10).default(1).meta({
    title: 'Pages',
    description: 'How many pages are read at most, where the page names a following one',
  }),
  allowPrivate,
});

export type ReviewPageParams = z.output<typeof ReviewPageParams>;

/**
 * Pages whose reviews are marked up with schema.org's words, as JSON-LD, microdata or RDFa.
 *
 * Ratings are brought to a scale from 1 to 5, see `ratingOf`. Reviews seldom have ids: one is known
 * by its own `@id` or `url`, else by a hash of the source's address, author, date and first words.
 */
export const reviewPageConnector: PolledConnector<ReviewPageParams> = {
  kind: 'review-page',
  genre: 'reviews',
  name: 'Review page',
  title: 'Web page whose reviews are marked up for search engines (schema.org)',
  terms: {
    access: 'open',
    note: "Earshot obeys the site's robots.txt; its terms may still forbid programs, so read them first. Many sites mark up only the first few reviews of a page. An edited review without an id of its own looks like a new one, and one that is no longer shown may be deleted or just older.",
    eraseWhenGone: false,
  },
  params: ReviewPageParams,
  locate: ({ url }) => ({ locator: url, host: new URL(url).host, name: new URL(url).host, url }),
  moved: (params, url) => ({ ...leavingOwnNetwork(params, params.url, url), url }),
  parse: async (request) => {
    const given = ReviewPageParams.safeParse(request.params).data?.url ?? request.url ?? '';
    const { page, items } = read(request, absoluteUrl(given, null));
    return { place: placeOf(page), items } satisfies Parsed;
  },
  poll,
};

async function poll(request: PollRequest<ReviewPageParams>): Promise<PollResult> {
  const { params, validators } = request;
  const reply = await get(request, params.url, validators);
  const { freshForSeconds } = reply;
  if (reply.status === 304) {
    return { outcome: 'not-modified', freshForSeconds, validators: reply.validators };
  }
  const { page, items } = read(fromReply(reply), params.url);
  const further = await furtherPages(request, page.next, new URL(reply.url).origin);
  const all = new Map([...further.items, ...items].map((item) => [item.externalId, item]));
  return {
    outcome: 'items',
    place: placeOf(page),
    items: [...all.values()],
    cursor: null,
    validators: reply.validators,
    freshForSeconds: longest(freshForSeconds, pauseAskedFor(further.failure)),
    ...(further.failure === null ? {} : { complete: false }),
    movedTo: reply.permanentRedirectTo,
  };
}

/** Older pages of the same site, no more than asked for; what was read before a failure counts. */
async function furtherPages(
  request: PollRequest<ReviewPageParams>,
  following: string | null,
  origin: string,
): Promise<{ items: Item[]; failure: PlaceError | null }> {
  const { params } = request;
  const items: Item[] = [];
  const visited = new Set([params.url]);
  let next = following;
  try {
    while (next !== null && visited.size < params.pages && new URL(next).origin === origin) {
      if (visited.has(next)) break;
      visited.add(next);
      const reply = await get(request, next, null);
      const page = readPage(textOf(fromReply(reply)), reply.url);
      items.push(...reviewsOf(page, params.url));
      next = page.next;
    }
  } catch (error) {
    if (error instanceof PlaceError) return { items, failure: error };
    throw error;
  }
  return { items, failure: null };
}

function get(
  { params, http, signal }: PollRequest<ReviewPageParams>,
  url: string,
  validators: PollRequest<ReviewPageParams>['validators'],
): Promise<HttpReply> {
  const allowPrivate = params.allowPrivate ?? false;
  return http.get(url, { accept: 'text/html', robots: true, allowPrivate, validators, signal });
}

interface Read {
  readonly page: MarkedUpPage;
  readonly items: readonly Item[];
}

/** @throws Unreadable */
function read(request: ParseRequest, address: string | null): Read {
  const page = readPage(textOf(request), request.url ?? null);
  const items = reviewsOf(page, address ?? page.canonical);
  if (items.length > 0 || saysNone(page)) return { page, items };
  const what = page.things.length > 0 ? 'marks up other things, but no reviews' : 'has no reviews';
  throw new Unreadable(
    `The page ${what} in schema.org's markup. Look for a page that shows single reviews, or use the site's feed, its interface or an import.`,
  );
}

function textOf({ body, contentType }: ParseRequest): string {
  return decodeText(body, contentType);
}

function placeOf(page: MarkedUpPage): Parsed['place'] {
  return { title: page.title, link: page.canonical };
}

function fromReply({ body, url, headers }: HttpReply): ParseRequest {
  return { body, url, contentType: headers['content-type'] };
}
