import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { Asking, Parsed, ParseRequest, PolledConnector } from '../connector.js';
import { PlaceError } from '../errors.js';
import { readJson } from '../json-answer.js';
import { longest, paged, pauseAskedFor, type AnsweredPage } from '../paged.js';
import { percentDecoded } from '../text/percent-decoded.js';
import { bbcodeToText } from './bbcode.js';
import { STEAM_LANGUAGES } from './steam-languages.js';

/** The interface that replaced `store.steampowered.com/appreviews` in October 2026; asks no key. */
const INTERFACE = 'https://api.steampowered.com/IUserReviewsService/GetAppReviews/v1/';
const PER_PAGE = 100;

/** What the reviews are sorted by, as the interface numbers it. */
const BY = { created: 1, changed: 2 } as const;

const SteamParams = z.strictObject({
  appId: z
    .string()
    .regex(/^[1-9]\d{0,9}$/, 'must be the number in the address of the store page')
    .meta({ title: 'App', description: 'Number in the address of the store page: …/app/620/' }),
  changed: z.boolean().default(true).meta({
    title: 'Changed reviews, too',
    description:
      'Asks a second time for the reviews that were changed last, since players revise old ones',
  }),
});

export type SteamParams = z.output<typeof SteamParams>;

const Review = z.object({
  recommendationid: z.string().min(1),
  author: z.object({ steamid: z.string(), personaname: z.string().nullish() }),
  language: z.string().nullish(),
  review: z.string(),
  timestamp_created: z.int().positive(),
  timestamp_updated: z.int().positive().nullish(),
  voted_up: z.boolean(),
  received_for_free: z.boolean().nullish(),
  written_during_early_access: z.boolean().nullish(),
});

const Listing = z.object({
  /** Of the old interface: anything but 1 is a failure. */
  success: z.literal(1).optional(),
  query_summary: z.object({ num_reviews: z.int().nullish() }),
  /** Left out of an empty page; by id in files that downloaders of the old interface merged. */
  reviews: z.union([z.array(Review), z.record(z.string(), Review)]).optional(),
  cursor: z.string().nullish(),
});

/** The new interface wraps what the old one gave bare. */
const Answer = z.union([z.object({ response: Listing }), Listing]);

const newest = paged<SteamParams>((asking, next) => page(asking, next ?? '*', BY.created));

/**
 * Player reviews of one game or program, newest first.
 *
 * A review has no stars: `rating` is 1 for "recommended" and 0 for "not recommended". A developer's
 * response is not the voice of a customer and is left out.
 */
export const steamConnector: PolledConnector<SteamParams> = {
  kind: 'steam',
  genre: 'reviews',
  name: 'Steam',
  title: 'Player reviews of a game or program on Steam, in all languages',
  terms: {
    access: 'open',
    note: 'The interface is public and asks for no key; too many requests are answered with a pause. Reviews are a thumb up (rating 1) or down (rating 0), without stars. A deleted review just no longer appears and cannot be looked up, so deletions there are not noticed.',
    eraseWhenGone: false,
  },
  params: SteamParams,
  locate: ({ appId }) => ({
    locator: appId,
    host: 'api.steampowered.com',
    name: `Steam reviews of app ${appId}`,
    url: `https://store.steampowered.com/app/${appId}/`,
  }),
  fromAddress: (url) => {
    const isSteam = /^(store\.steampowered|steamcommunity)\.com$/.test(url.hostname);
    const appId = /^\/(?:agecheck\/)?app\/(\d{1,10})(?:\/|$)/.exec(url.pathname)?.[1];
    return isSteam && appId !== undefined ? { appId, changed: true } : null;
  },
  parse: async (request) => {
    const { items } = read(request.body, appOf(request));
    return { place: { title: null, link: null }, items } satisfies Parsed;
  },
  history: (request) => newest.history(request),
  async poll(request) {
    const result = await newest.poll(request);
    if (result.outcome !== 'items' || !request.params.changed) return result;
    const { items, failure } = await lastChanged(request);
    const known = new Set(items.map(({ externalId }) => externalId));
    return {
      ...result,
      items: [...items, ...result.items.filter(({ externalId }) => !known.has(externalId))],
      freshForSeconds: longest(result.freshForSeconds, pauseAskedFor(failure)),
    };
  },
};

/** What is missed here comes with the next poll; the new reviews must not be lost over it. */
async function lastChanged(
  asking: Asking<SteamParams>,
): Promise<{ items: readonly Item[]; failure: PlaceError | null }> {
  try {
    const { items } = await page(asking, '*', BY.changed);
    return { items, failure: null };
  } catch (error) {
    if (error instanceof PlaceError) return { items: [], failure: error };
    throw error;
  }
}

async function page(
  { params: { appId }, http, signal }: Asking<SteamParams>,
  cursor: string,
  filter: number,
): Promise<AnsweredPage> {
  const url = new URL(INTERFACE);
  const input = {
    appid: Number(appId),
    filter,
    languages: ['all'],
    review_type: 0,
    purchase_type: 1,
    num_per_page: PER_PAGE,
    filter_offtopic_activity: false,
    cursor,
  };
  url.searchParams.set('input_json', JSON.stringify(input));
  const { body } = await http.get(url.href, { accept: 'application/json', signal });
  const { items, told, next } = read(body, appId);
  return {
    items,
    // A short page is not the end; an empty one is, and so is a cursor that leads nowhere.
    next: items.length === 0 || next === cursor ? null : next,
    audit: told === null ? null : { told, seen: items.length },
  };
}

interface Read {
  readonly items: readonly Item[];
  /** How many reviews the answer says that it holds. */
  readonly told: number | null;
  readonly next: string | null;
}

/** @throws Unreadable */
function read(body: Uint8Array, appId: string | null): Read {
  const answer = readJson(withTextIds(body), Answer, 'Steam');
  const { reviews = [], query_summary, cursor } = 'response' in answer ? answer.response : answer;
  return {
    items: Object.values(reviews).map((review) => itemOf(review, appId)),
    told: query_summary.num_reviews ?? null,
    next: cursor ?? null,
  };
}

/** Ids have 64 bits, more than a number of JSON keeps: they are put in quotes before it is read. */
function withTextIds(body: Uint8Array): Uint8Array {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  return Buffer.from(text.replace(/("(?:recommendationid|steamid)"\s*:\s*)(\d+)/g, '$1"$2"'));
}

function itemOf(review: z.output<typeof Review>, appId: string | null): Item {
  const profile = `https://steamcommunity.com/profiles/${review.author.steamid}/`;
  const changed = review.timestamp_updated ?? null;
  return {
    externalId: review.recommendationid,
    url: `${profile}recommended/${appId === null ? '' : `${appId}/`}`,
    title: null,
    text: bbcodeToText(review.review),
    author: {
      name: review.author.personaname ?? null,
      handle: review.author.steamid,
      url: profile,
    },
    publishedAt: iso(review.timestamp_created),
    updatedAt: changed === null ? null : iso(changed),
    rating: review.voted_up ? 1 : 0,
    tags: [
      ...(review.written_during_early_access === true ? ['early access'] : []),
      ...(review.received_for_free === true ? ['received for free'] : []),
    ],
    parentId: null,
    language: STEAM_LANGUAGES[review.language ?? ''] ?? null,
  };
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

/** The answer does not name its app; the question did. */
function appOf({ params, url }: ParseRequest): string | null {
  const given = SteamParams.safeParse(params).data?.appId;
  const asked = percentDecoded(url ?? '');
  return (
    given ?? /\/appreviews\/(\d+)|"appid":\s*(\d+)/.exec(asked)?.slice(1).find(Boolean) ?? null
  );
}
