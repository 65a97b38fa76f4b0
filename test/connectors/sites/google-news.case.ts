import { readFileSync } from 'node:fs';
import type { ConformanceCase } from '../conformance-case.js';
import { fixture } from '../feed/feed-fixtures.js';

const BEGAN = Date.UTC(2026, 0, 10, 12);

export const GOOGLE_NEWS: ConformanceCase = {
  params: () => ({ query: '"acme kettle"', language: 'en-US', country: 'US' }),
  badParams: [
    {},
    { query: ' ' },
    { query: 'x', country: 'usa' },
    { query: 'x', language: 'English' },
    null,
  ],
  answer: {
    contentType: 'application/xml; charset=utf-8',
    body: readFileSync('test/fixtures/sites/google-news.xml'),
  },
  foreign: ['{"data":[]}', '<urlset/>', fixture('sign-in.html')],
  polled: {
    conditional: true,
    form: 'window',
    place: (posts) => (_request, response) => {
      const item = (post: number): string =>
        `<item><guid isPermaLink="false">g${post}</guid><title>Kettle ${post} - The Lid</title>` +
        `<link>https://news.google.com/rss/articles/g${post}</link>` +
        `<pubDate>${new Date(BEGAN + post * 60_000).toUTCString()}</pubDate></item>`;
      response.end(
        `<rss version="2.0"><channel><title>News</title>${posts.map(item).join('')}</channel></rss>`,
      );
    },
    idOf: (post) => `g${post}`,
  },
};
