import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { Asking, Outside, PolledConnector } from '../connector.js';
import { NoAccess } from '../errors.js';
import type { HttpReply } from '../http.js';
import { readJson } from '../json-answer.js';
import { oneByOne } from '../one-by-one.js';
import { paged, type AnsweredPage } from '../paged.js';
import { readDate } from '../text/dates.js';
import { tidy, tidyLine } from '../text/plain-text.js';

const API = 'https://api.trustpilot.com/v1';
const PER_PAGE = 100;
const KEY = 'EARSHOT_TRUSTPILOT_KEY';

const TrustpilotParams = z.strictObject({
  domain: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'must be a domain as Trustpilot lists it: example.com')
    .meta({
      title: 'Company',
      description: 'Domain under which Trustpilot lists it: www.example.com',
    }),
});

export type TrustpilotParams = z.output<typeof TrustpilotParams>;

const Review = z.object({
  id: z.string().min(1),
  consumer: z.object({ id: z.string().nullish(), displayName: z.string().nullish() }).nullish(),
  stars: z.number(),
  title: z.string().nullish(),
  text: z.string().nullish(),
  language: z.string().nullish(),
  createdAt: z.string(),
  updatedAt: z.string().nullish(),
});

/** What the site's box for other pages was fed with until 2013; kept for recorded answers. */
const OldReview = z.object({
  Created: z.object({ UnixTime: z.int().positive() }),
  Title: z.string(),
  Content: z.string(),
  TrustScore: z.object({ Stars: z.number() }),
  User: z.object({ Name: z.string(), Locale: z.string().nullish() }),
  Url: z.string().regex(/#\d+$/),
});

const Listing = z.object({ reviews: z.array(Review) });
const OldListing = z.object({ DomainName: z.string(), Reviews: z.array(OldReview) });
const Answer = z.union([Listing, OldListing, Review]);

/** Reviews of one company by Trustpilot's interface for businesses. A company's reply is left out. */
export const trustpilotConnector: PolledConnector<TrustpilotParams> = {
  kind: 'trustpilot',
  genre: 'reviews',
  name: 'Trustpilot',
  title: 'Reviews of a company on Trustpilot, by its interface for businesses',
  terms: {
    access: 'restricted',
    note: "Needs a key of Trustpilot's interface for businesses, which comes with some of its paid plans; Trustpilot sets how its reviews may be used and shown. Its terms forbid reading the site's pages by program, so Earshot does not. Without a key, import the export of its business portal.",
    eraseWhenGone: true,
    attribution: 'Trustpilot',
  },
  credentials: [
    { env: KEY, title: "Key of Trustpilot's interface for businesses", required: true },
  ],
  params: TrustpilotParams,
  locate: ({ domain }) => ({
    locator: domain.toLowerCase(),
    host: 'api.trustpilot.com',
    name: `Trustpilot: ${domain}`,
    url: `https://www.trustpilot.com/review/${domain}`,
  }),
  fromAddress: (url) => {
    const domain = /^\/review\/([^/]+)\/?$/.exec(url.pathname)?.[1];
    const isSite = /(^|\.)trustpilot\.(com|[a-z]{2}|co\.uk)$/.test(url.hostname);
    return isSite ? (TrustpilotParams.safeParse({ domain }).data ?? null) : null;
  },
  parse: async ({ body }) => ({ place: { title: null, link: null }, items: read(body) }),
  ...paged<TrustpilotParams>(page),
  recheck: {
    most: 20,
    look: (request) =>
      oneByOne(request.posts, async ({ externalId }) => {
        const { body } = await ask(request, `/reviews/${encodeURIComponent(externalId)}`);
        return read(body)[0] ?? null;
      }),
  },
};

/** @param next the company's id and the number of the page: `507f191e810c19729de860ea 2` */
async function page(asking: Asking<TrustpilotParams>, next: string | null): Promise<AnsweredPage> {
  const [unit = await unitOf(asking), number = '1'] = next?.split(' ') ?? [];
  const query = `perPage=${PER_PAGE}&page=${number}&orderBy=createdat.desc&language=all`;
  const { body } = await ask(
    asking,
    `/business-units/${encodeURIComponent(unit)}/reviews?${query}`,
  );
  const items = read(body);
  // Pages past the end are empty.
  return { items, next: items.length === 0 ? null : `${unit} ${Number(number) + 1}` };
}

async function unitOf(asking: Asking<TrustpilotParams>): Promise<string> {
  const name = encodeURIComponent(asking.params.domain);
  const { body } = await ask(asking, `/business-units/find?name=${name}`);
  return readJson(body, z.object({ id: z.string().min(1) }), 'Trustpilot').id;
}

function ask(
  { http, credential, signal }: Outside & { readonly signal: AbortSignal },
  path: string,
): Promise<HttpReply> {
  const apikey = credential(KEY);
  if (apikey === null) {
    throw new NoAccess(
      `Trustpilot needs a key: set ${KEY}. It comes with the interface for businesses (business.trustpilot.com, Integrations).`,
    );
  }
  return http.get(`${API}${path}`, { accept: 'application/json', headers: { apikey }, signal });
}

/** @throws Unreadable */
function read(body: Uint8Array): Item[] {
  const answer = readJson(body, Answer, 'Trustpilot');
  if ('Reviews' in answer) return answer.Reviews.map(oldItemOf);
  return ('reviews' in answer ? answer.reviews : [answer]).map(itemOf);
}

function itemOf(review: z.output<typeof Review>): Item {
  const { consumer } = review;
  const handle = consumer?.id ?? null;
  return {
    ...NOTHING_MORE,
    externalId: review.id,
    url: `https://www.trustpilot.com/reviews/${encodeURIComponent(review.id)}`,
    title: tidyLine(review.title ?? '') || null,
    text: tidy(review.text ?? ''),
    author: consumer
      ? {
          name: consumer.displayName ?? null,
          handle,
          url: handle === null ? null : `https://www.trustpilot.com/users/${handle}`,
        }
      : null,
    // Its times have no zone and are UTC.
    publishedAt: readDate(review.createdAt),
    updatedAt: readDate(review.updatedAt ?? ''),
    rating: review.stars,
    language: review.language ?? null,
  };
}

function oldItemOf(review: z.output<typeof OldReview>): Item {
  return {
    ...NOTHING_MORE,
    externalId: review.Url.replace(/^.*#/, ''),
    url: review.Url,
    title: tidyLine(review.Title) || null,
    text: tidy(review.Content),
    author: { name: review.User.Name, handle: null, url: null },
    publishedAt: new Date(review.Created.UnixTime * 1000).toISOString(),
    rating: review.TrustScore.Stars,
    language: /^[a-z]{2}(?=-|$)/.exec(review.User.Locale ?? '')?.[0] ?? null,
  };
}

const NOTHING_MORE = { updatedAt: null, tags: [], parentId: null } satisfies Partial<Item>;
