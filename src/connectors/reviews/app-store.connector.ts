import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type {
  Asking,
  HistoryPage,
  HistoryRequest,
  Parsed,
  ParseRequest,
  PolledConnector,
  PollRequest,
  PollResult,
} from '../connector.js';
import { PlaceError, RateLimited, Unreadable } from '../errors.js';
import { feedConnector } from '../feed/feed.connector.js';
import type { HttpReply } from '../http.js';
import { statusError } from '../http/status.js';
import { longest, pauseAskedFor } from '../paged.js';
import { readCursor, walkPages, type Page, type PageCursor } from '../paging.js';
import { handleOf, readJsonReviews } from './app-store-json.js';

/** Apple gives 50 reviews a page and answers page 11 with 400 (recorded). */
const LAST_PAGE = 10;

/** The store's largest English, European, American and Asian countries. */
const COUNTRIES = ['us', 'gb', 'ca', 'au', 'de', 'fr', 'it', 'es', 'nl', 'br', 'mx', 'jp'];

const AppStoreParams = z.strictObject({
  appId: z
    .string()
    .regex(/^[1-9]\d{4,19}$/, 'must be the number in the address of the app: …/id497799835')
    .meta({ title: 'App', description: 'Number in the address of the app: …/id497799835' }),
  countries: z
    .array(z.string().regex(/^[a-z]{2}$/, 'must be a code of two small letters: us, gb, de'))
    .min(1)
    .max(60)
    .default(COUNTRIES)
    .meta({
      title: 'Countries',
      description:
        'Codes of the countries whose stores are read: each has reviews of its own and costs a request per poll',
    }),
});

export type AppStoreParams = z.output<typeof AppStoreParams>;

/** Customer reviews of one app in the stores of all countries asked for, newest first. */
export const appStoreConnector: PolledConnector<AppStoreParams> = {
  kind: 'app-store',
  genre: 'reviews',
  name: 'App Store',
  title: "Customer reviews in Apple's App Store, of all countries asked for",
  terms: {
    access: 'open',
    note: "Apple's feed is public and needs no key. It gives the newest 500 reviews per country, without the developer's replies; a review that leaves it may be deleted or just too old, so deletions are not noticed. An edited review keeps its id and gets a new date. Apple answers bursts with empty feeds or errors, so countries are asked one after the other.",
    eraseWhenGone: false,
  },
  params: AppStoreParams,
  locate: ({ appId, countries }) => ({
    locator: `${appId} ${[...new Set(countries)].sort().join(',')}`,
    host: 'itunes.apple.com',
    name: `App Store reviews of app ${appId}`,
    url: `https://apps.apple.com/${countries[0] ?? 'us'}/app/id${appId}`,
  }),
  fromAddress: (url) => {
    if (!/^(apps|itunes)\.apple\.com$/.test(url.hostname)) return null;
    const found = /^\/(?:([a-z]{2})\/)?app\/(?:[^/]+\/)?id(\d{5,20})/.exec(url.pathname);
    if (found?.[2] === undefined) return null;
    const country = found[1] ?? 'us';
    return { appId: found[2], countries: [...new Set([country, ...COUNTRIES])] };
  },
  parse: async (request) => {
    const { title, items } = await read(request);
    return { place: { title, link: null }, items } satisfies Parsed;
  },
  poll,
  history,
};

const Cursor = z.object({ countries: z.record(z.string(), z.unknown()) });

/** Reads country by country; one that fails does not take the others with it. */
async function poll(request: PollRequest<AppStoreParams>): Promise<PollResult> {
  const before = Cursor.safeParse(request.cursor).data?.countries ?? {};
  const cursors: Record<string, PageCursor | null> = {};
  const items = new Map<string, Item>();
  const failures: PlaceError[] = [];
  let answered = 0;
  const countries = [...new Set(request.params.countries)];
  for (const country of countries) {
    const known = readCursor(before[country]);
    cursors[country] = known;
    // A place that asks for a pause is not asked for its other countries.
    if (failures.some((failure) => failure instanceof RateLimited)) continue;
    try {
      const walk = await readCountry(request, country, known);
      for (const item of walk.items) items.set(item.externalId, item);
      cursors[country] = walk.cursor;
      answered++;
      if (walk.failure !== null) failures.push(walk.failure);
    } catch (error) {
      if (!(error instanceof PlaceError)) throw error;
      failures.push(error);
    }
  }
  const [failure] = failures;
  if (failure !== undefined && answered === 0) throw failure;
  return {
    outcome: 'items',
    place: { title: null, link: null },
    items: [...items.values()],
    cursor: { countries: cursors },
    validators: null,
    freshForSeconds: longest(...failures.map(pauseAskedFor)),
    complete: failure === undefined && Object.values(cursors).every((cursor) => !cursor?.gap),
  };
}

async function readCountry(
  asking: Asking<AppStoreParams>,
  country: string,
  known: PageCursor | null,
): ReturnType<typeof walkPages> {
  const first = await page(asking, country, 1);
  if (first.items.length === 0 && known !== null && known.seen.length > 0) {
    throw new Unreadable(
      `The App Store gave an empty feed for ${country}, which had reviews before. It does so under load; Earshot asks again.`,
    );
  }
  // The past of dozens of countries is for those who ask for it.
  const newest = known === null ? { ...first, next: null } : first;
  return walkPages(newest, known, (next) => page(asking, country, Number(next)));
}

/** All pages of the first country, then those of the next: `gb 3`. */
async function history(request: HistoryRequest<AppStoreParams>): Promise<HistoryPage> {
  const countries = [...new Set(request.params.countries)];
  const [country = countries[0] ?? 'us', number = '1'] = request.position?.split(' ') ?? [];
  const { items, next } = await page(request, country, Number(number));
  const following = countries[countries.indexOf(country) + 1];
  const elsewhere = following === undefined ? null : `${following} 1`;
  return { items, next: next === null ? elsewhere : `${country} ${next}` };
}

async function page(
  { params: { appId }, http, signal }: Asking<AppStoreParams>,
  country: string,
  number: number,
): Promise<Page> {
  const address = `https://itunes.apple.com/${country}/rss/customerreviews/page=${number}/id=${appId}/sortby=mostrecent`;
  const get = (form: string): Promise<HttpReply> =>
    http.get(`${address}/${form}`, { answers: [400], signal });
  const reply = await get('xml');
  if (reply.status === 400) return pastTheEnd(reply, country);
  // Only the XML form is sure to carry dates.
  const { items } = await read(fromReply(reply)).catch(async (error: unknown) => {
    if (error instanceof Unreadable) return read(fromReply(await get('json')));
    throw error;
  });
  // The feed's own links to further pages are wrong in the JSON form, and short pages are not the end.
  const next = items.length === 0 || number >= LAST_PAGE ? null : String(number + 1);
  return { items: items.map((item) => inCountry(item, country)), next };
}

function pastTheEnd({ status, headers, body }: HttpReply, country: string): Page {
  if (/page depth is limited/i.test(Buffer.from(body).toString('utf8')))
    return { items: [], next: null };
  throw statusError(status, headers, `The App Store (${country})`);
}

function fromReply({ body, url, headers }: HttpReply): ParseRequest {
  return { body, url, contentType: headers['content-type'] };
}

/** @throws Unreadable */
async function read(request: ParseRequest): Promise<{ title: string | null; items: Item[] }> {
  const start = Buffer.from(request.body.subarray(0, 2000)).toString('latin1');
  if (!/^[^<{]*<(\?xml|feed)/.test(start)) return readJsonReviews(request.body);
  if (!start.includes('itunes.apple.com/rss')) {
    throw new Unreadable('The App Store sent something else than its feed of customer reviews.');
  }
  const { place, items } = await feedConnector.parse(request);
  // The app itself may come first; its id is an address, and it has no stars.
  const reviews = items.filter(({ externalId }) => /^\d+$/.test(externalId));
  return { title: place.title, items: reviews.map(asReview) };
}

function asReview(item: Item): Item {
  const url = item.author?.url ?? null;
  const author = item.author === null ? null : { ...item.author, handle: handleOf(url) };
  return { ...item, author, updatedAt: item.updatedAt ?? item.publishedAt, language: null };
}

/** The store that a review stands in, for filters: the place states no language. */
function inCountry(item: Item, country: string): Item {
  return { ...item, tags: [`store ${country}`, ...item.tags] };
}
