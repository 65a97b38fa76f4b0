import { readFileSync } from 'node:fs';
import type { ConformanceCase } from '../conformance-case.js';
import { fixture } from '../feed/feed-fixtures.js';

const BEGAN = Date.now() - 6 * 3_600_000;

function articleOf(post: number): object {
  return {
    type_of: 'article',
    id: post,
    title: `Kettle ${post}`,
    description: 'It never…',
    url: `https://dev.to/jo/kettle-${post}`,
    published_at: new Date(BEGAN + post * 60_000).toISOString(),
    edited_at: null,
    comments_count: 0,
    user: { name: 'Jo', username: 'jo' },
  };
}

export const DEV: ConformanceCase = {
  params: (url) => ({ tag: 'kettle', url: new URL('/', url).href, allowPrivate: true }),
  badParams: [{}, { tag: '#kettle' }, { tag: 'a b' }, { tag: 'kettle', url: 'ftp://x' }, null],
  answer: {
    contentType: 'application/json; charset=utf-8',
    body: readFileSync('test/fixtures/sites/dev-articles.json'),
  },
  foreign: ['{"error":"not found","status":404}', '[{"a":1}]', 'null', fixture('rss.xml')],
  polled: {
    conditional: false,
    form: 'window',
    place: (posts) => (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://any');
      const single = /^\/api\/articles\/(\d+)$/.exec(pathname)?.[1];
      const answer =
        single === undefined
          ? posts.slice(0, searchParams.get('page') === '1' ? undefined : 0).map(articleOf)
          : { ...articleOf(Number(single)), body_markdown: `All of kettle ${single}` };
      response.end(JSON.stringify(answer));
    },
    idOf: String,
  },
};
