import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { Asking, PolledConnector } from '../connector.js';
import { Blocked } from '../errors.js';
import { readJson } from '../json-answer.js';
import { paged, type AnsweredPage } from '../paged.js';
import { tidy, tidyLine } from '../text/plain-text.js';
import { forgetGoogleToken, googleToken } from './google-access.js';

const API = 'https://androidpublisher.googleapis.com/androidpublisher/v3/applications';
const SCOPE = 'https://www.googleapis.com/auth/androidpublisher';
const KEY = 'EARSHOT_GOOGLE_PLAY_KEY';
const PER_PAGE = 100;

/** Questions for reviews that Google allows per app and hour. */
const ALLOWANCE = { most: 200, per: 'hour' } as const;

const GooglePlayParams = z.strictObject({
  packageName: z
    .string()
    .regex(/^[a-z]\w*(\.[a-z]\w*)+$/i, 'must be the name of a package: com.example.app')
    .meta({ title: 'App', description: 'Name of its package: com.example.app' }),
});

export type GooglePlayParams = z.output<typeof GooglePlayParams>;

const Moment = z.object({
  seconds: z.union([z.string().regex(/^\d+$/), z.int()]).transform(Number),
});

const UserComment = z.object({
  text: z.string(),
  lastModified: Moment,
  starRating: z.int().nullish(),
  reviewerLanguage: z.string().nullish(),
  appVersionName: z.string().nullish(),
  /** The text before Google translated it, when a translation was asked for. */
  originalText: z.string().nullish(),
});

const Review = z.object({
  reviewId: z.string().min(1),
  authorName: z.string().nullish(),
  /** The user's own, and the developer's reply to it. */
  comments: z.array(z.object({ userComment: UserComment.optional() })),
});

/** Google leaves out what is empty: without reviews there is nothing in it at all. */
const Answer = z.strictObject({
  reviews: z.array(Review).optional(),
  tokenPagination: z.object({ nextPageToken: z.string().optional() }).optional(),
  pageInfo: z.unknown().optional(),
});

/** Reviews of an app of one's own, by the interface that Google offers to its owner. */
export const googlePlayConnector: PolledConnector<GooglePlayParams> = {
  kind: 'google-play',
  genre: 'reviews',
  name: 'Google Play',
  title: 'Reviews of your own app on Google Play, by the interface for its owner',
  terms: {
    access: 'restricted',
    note: "Only for apps of your own: Google's interface needs a service account that may see reviews in Play Console, gives the reviews written or changed in the last 7 days, those with a text only, and allows 200 questions an hour. Google's terms forbid reading the store's pages by program, so Earshot does not offer it; for older reviews import the export of Play Console.",
    eraseWhenGone: false,
  },
  credentials: [
    {
      env: KEY,
      title: 'Key of a service account (JSON) that may see reviews in Play Console',
      required: true,
    },
  ],
  params: GooglePlayParams,
  locate: ({ packageName }) => ({
    locator: packageName,
    host: 'androidpublisher.googleapis.com',
    name: `Google Play reviews of ${packageName}`,
    url: `https://play.google.com/store/apps/details?id=${packageName}`,
  }),
  fromAddress: (url) => {
    const isApp = url.hostname === 'play.google.com' && url.pathname === '/store/apps/details';
    const packageName = url.searchParams.get('id');
    return isApp ? (GooglePlayParams.safeParse({ packageName }).data ?? null) : null;
  },
  parse: async (request) => {
    const packageName = GooglePlayParams.safeParse(request.params).data?.packageName;
    const asked = /\/applications\/([\w.]+)\/reviews/.exec(request.url ?? '')?.[1];
    const { items } = read(request.body, packageName ?? asked ?? null);
    return { place: { title: null, link: null }, items };
  },
  // A review older than a week may be refused by its id, too, so none is looked up again.
  ...paged<GooglePlayParams>(page),
};

async function page(asking: Asking<GooglePlayParams>, token: string | null): Promise<AnsweredPage> {
  const { params, http, budget, signal } = asking;
  const access = await googleToken(asking, KEY, SCOPE);
  await budget.take(`google-play ${params.packageName}`, 1, ALLOWANCE);
  const url = new URL(`${API}/${params.packageName}/reviews`);
  url.searchParams.set('maxResults', String(PER_PAGE));
  if (token !== null) url.searchParams.set('token', token);
  const headers = { authorization: `Bearer ${access}` };
  const asked = http.get(url.href, { accept: 'application/json', headers, signal });
  const { body } = await asked.catch((error: unknown) => {
    if (error instanceof Blocked && error.status === 401) forgetGoogleToken(access);
    throw error;
  });
  return read(body, params.packageName);
}

/** @throws Unreadable */
function read(
  body: Uint8Array,
  packageName: string | null,
): { items: Item[]; next: string | null } {
  const { reviews = [], tokenPagination } = readJson(body, Answer, 'Google Play');
  return {
    items: reviews.flatMap((review) => itemOf(review, packageName) ?? []),
    next: tokenPagination?.nextPageToken ?? null,
  };
}

function itemOf(
  { reviewId, authorName, comments }: z.output<typeof Review>,
  packageName: string | null,
): Item | null {
  const comment = comments.find(({ userComment }) => userComment !== undefined)?.userComment;
  if (comment === undefined) return null;
  const written = comment.originalText || comment.text;
  // A title, which old reviews have, stands before the text, set apart by a tab.
  const tab = written.indexOf('\t');
  const changed = new Date(comment.lastModified.seconds * 1000).toISOString();
  const version = comment.appVersionName ?? '';
  return {
    externalId: reviewId,
    url:
      packageName === null
        ? null
        : `https://play.google.com/store/apps/details?id=${packageName}&reviewId=${encodeURIComponent(reviewId)}`,
    title: tidyLine(written.slice(0, Math.max(tab, 0))) || null,
    text: tidy(written.slice(tab + 1)),
    author: authorName ? { name: authorName, handle: null, url: null } : null,
    // Google tells only when it was changed last.
    publishedAt: changed,
    updatedAt: changed,
    rating: comment.starRating ?? null,
    tags: version === '' ? [] : [`version ${version}`],
    parentId: null,
    language:
      /^[a-z]{2}(?=[-_]|$)/i.exec(comment.reviewerLanguage ?? '')?.[0].toLowerCase() ?? null,
  };
}
