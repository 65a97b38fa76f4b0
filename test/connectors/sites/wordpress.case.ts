import { readFileSync } from 'node:fs';
import type { ConformanceCase } from '../conformance-case.js';
import { fixture } from '../feed/feed-fixtures.js';
import { WordPressSite } from './wordpress-site.js';

const BEGAN = Date.UTC(2026, 0, 10, 12);

export const WORDPRESS: ConformanceCase = {
  params: (url) => ({ url: new URL('/', url).href, allowPrivate: true }),
  badParams: [
    {},
    { url: 'blog' },
    { url: 'ftp://blog.example' },
    { url: 'https://b.example', what: 'all' },
    null,
  ],
  answer: {
    contentType: 'application/json; charset=UTF-8',
    body: readFileSync('test/fixtures/sites/wordpress-comments.json'),
  },
  foreign: [
    '{"code":"rest_no_route","message":"x"}',
    '[{"a":1}]',
    'null',
    '[[]]',
    '<urlset/>',
    fixture('sign-in.html'),
  ],
  polled: {
    conditional: false,
    form: 'pages',
    place: (posts) => {
      const site = new WordPressSite({ perPage: 2, route: 'path' });
      site.comments = posts.map((id) => ({
        id,
        at: new Date(BEGAN + id * 60_000).toISOString(),
        text: `Comment ${id}`,
      }));
      return site.answer;
    },
    idOf: String,
  },
};
