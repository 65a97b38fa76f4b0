import { generateKeyPairSync } from 'node:crypto';
import type { ConformanceCase } from '../conformance-case.js';
import { fixture } from '../feed/feed-fixtures.js';
import type { Handler } from '../loopback-server.js';
import { made, timeOf, twoOf } from './reviews-fixtures.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const FOREIGN = ['{"error":"x"}', '[{"a":1}]', 'null', fixture('rss.xml')];

/** A place that answers with JSON, by what it was asked. */
function json(answer: (asked: URL) => unknown): Handler {
  return (request, response) => {
    response.end(JSON.stringify(answer(new URL(request.url ?? '', 'http://any'))));
  };
}

const APP_STORE: ConformanceCase = {
  params: () => ({ appId: '400000001', countries: ['gb'] }),
  badParams: [{}, { appId: 'kettle' }, { appId: '400000001', countries: ['GB'] }, null],
  answer: { contentType: 'text/xml; charset=utf-8', body: made('reviews/app-store.xml') },
  foreign: [...FOREIGN, '{"feed":{}}'],
  polled: {
    conditional: false,
    form: 'pages',
    place: (posts) => (request, response) => {
      const page = Number(/\/page=(\d+)\//.exec(request.url ?? '')?.[1]);
      const entry = (post: number): string =>
        `<entry><updated>${timeOf(post).toISOString()}</updated><id>${9000 + post}</id>` +
        `<title>Kettle ${post}</title><im:rating>1</im:rating></entry>`;
      response.end(
        '<?xml version="1.0"?><feed xmlns:im="http://itunes.apple.com/rss" ' +
          'xmlns="http://www.w3.org/2005/Atom"><title>Customer Reviews</title>' +
          `${twoOf(posts, page).map(entry).join('')}</feed>`,
      );
    },
    idOf: (post) => String(9000 + post),
  },
};

const STEAM: ConformanceCase = {
  params: () => ({ appId: '620' }),
  badParams: [{}, { appId: 620 }, { appId: '0' }, null],
  answer: { contentType: JSON_TYPE, body: made('reviews/steam.json') },
  foreign: [...FOREIGN, '{"response":{}}', '{"success":2}', '{"response":{"reviews":[{}]}}'],
  polled: {
    conditional: false,
    form: 'pages',
    place: (posts) =>
      json((asked) => {
        const input = JSON.parse(asked.searchParams.get('input_json') ?? '') as { cursor: string };
        const page = input.cursor === '*' ? 1 : Number(input.cursor);
        const reviews = twoOf(posts, page).map((post) => ({
          recommendationid: String(7000 + post),
          author: { steamid: '76561198000000001' },
          review: `kettle ${post}`,
          timestamp_created: Math.floor(timeOf(post).getTime() / 1000),
          voted_up: false,
        }));
        const query_summary = { num_reviews: reviews.length };
        // An empty page leaves its reviews out.
        const found = reviews.length === 0 ? {} : { reviews };
        return { response: { query_summary, ...found, cursor: String(page + 1) } };
      }),
    idOf: (post) => String(7000 + post),
  },
};

const TRUSTPILOT: ConformanceCase = {
  params: () => ({ domain: 'kettles.example' }),
  credentials: { EARSHOT_TRUSTPILOT_KEY: 'k' },
  badParams: [{}, { domain: 'kettles' }, { domain: 'https://kettles.example/' }, null],
  answer: { contentType: JSON_TYPE, body: made('reviews/trustpilot.json') },
  foreign: [...FOREIGN, '{"reviews":[{}]}', '{"id":"5f","displayName":"Acme"}'],
  polled: {
    conditional: false,
    form: 'pages',
    place: (posts) =>
      json(({ pathname, searchParams }) => {
        if (pathname.endsWith('/find')) return { id: 'u1' };
        const reviews = twoOf(posts, Number(searchParams.get('page'))).map((post) => ({
          id: `r${post}`,
          stars: 1,
          text: `kettle ${post}`,
          createdAt: timeOf(post).toISOString().slice(0, 19),
        }));
        return { links: [], reviews };
      }),
    idOf: (post) => `r${post}`,
  },
};

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

const GOOGLE_PLAY: ConformanceCase = {
  params: () => ({ packageName: 'com.example.kettle' }),
  credentials: {
    EARSHOT_GOOGLE_PLAY_KEY: JSON.stringify({
      client_email: 'earshot@project.example',
      private_key: privateKey,
    }),
  },
  badParams: [{}, { packageName: 'kettle' }, { packageName: 'com/example' }, null],
  answer: { contentType: JSON_TYPE, body: made('reviews/google-play.json') },
  foreign: [...FOREIGN, '[]', '{"reviews":[{}]}'],
  polled: {
    conditional: false,
    form: 'pages',
    place: (posts) =>
      json(({ pathname, searchParams }) => {
        if (pathname === '/token') return { access_token: 'a', expires_in: 3599 };
        const page = Number(searchParams.get('token') ?? 1);
        const reviews = twoOf(posts, page).map((post) => ({
          reviewId: `gp:${post}`,
          authorName: 'Jo',
          comments: [
            {
              userComment: {
                text: `kettle ${post}`,
                lastModified: { seconds: String(Math.floor(timeOf(post).getTime() / 1000)) },
                starRating: 1,
              },
            },
          ],
        }));
        const more = 2 * page < posts.length;
        return {
          reviews,
          ...(more ? { tokenPagination: { nextPageToken: String(page + 1) } } : {}),
        };
      }),
    idOf: (post) => `gp:${post}`,
  },
};

const REVIEW_PAGE: ConformanceCase = {
  params: (url) => ({ url, allowPrivate: true }),
  badParams: [{}, { url: 'no address' }, { url: 'file:///etc/passwd' }, { url: 1 }, null],
  answer: { contentType: 'text/html; charset=utf-8', body: made('reviews/review-page.html') },
  foreign: [...FOREIGN, '<p>Nothing here</p>'],
  polled: {
    conditional: true,
    form: 'window',
    place: (posts) => (_request, response) => {
      const review = (post: number): unknown => ({
        '@type': 'Review',
        '@id': `https://shop.example/reviews/${post}`,
        datePublished: timeOf(post).toISOString(),
        reviewBody: `kettle ${post}`,
      });
      const markup = JSON.stringify({ '@type': 'Product', review: posts.map(review) });
      response.end(`<html><script type="application/ld+json">${markup}</script></html>`);
    },
    idOf: (post) => `https://shop.example/reviews/${post}`,
  },
};

const CFPB: ConformanceCase = {
  params: () => ({ company: 'ACME BANK, N.A.' }),
  badParams: [{}, { company: '' }, { company: 'A', days: 0 }, { searchTerm: 1 }, null],
  answer: { contentType: JSON_TYPE, body: made('reviews/cfpb.json') },
  foreign: [...FOREIGN, '{"hits":{"hits":[{}],"total":{"value":1}}}', '{"hits":[]}'],
  polled: {
    conditional: false,
    form: 'pages',
    place: (posts) =>
      json(({ searchParams }) => {
        const after = Number(searchParams.get('search_after')?.split('_')[1] ?? Infinity);
        const shown = posts.filter((post) => 100 + post < after).slice(0, 2);
        const hits = shown.map((post) => ({
          sort: [timeOf(post).getTime(), String(100 + post)],
          _source: {
            complaint_id: String(100 + post),
            complaint_what_happened: `kettle ${post}`,
            date_received: timeOf(post).toISOString(),
          },
        }));
        return { hits: { total: { value: posts.length }, hits } };
      }),
    idOf: (post) => String(100 + post),
  },
};

export const REVIEWS_CASES: Readonly<Record<string, ConformanceCase>> = {
  'app-store': APP_STORE,
  steam: STEAM,
  trustpilot: TRUSTPILOT,
  'google-play': GOOGLE_PLAY,
  'review-page': REVIEW_PAGE,
  'cfpb-complaints': CFPB,
};
