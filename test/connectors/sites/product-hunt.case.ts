import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { ConformanceCase } from '../conformance-case.js';
import { fixture } from '../feed/feed-fixtures.js';

const BEGAN = Date.now() - 6 * 3_600_000;

function launch(post: number): object {
  return {
    node: {
      id: String(post),
      name: `Kettle ${post}`,
      url: `https://www.producthunt.com/posts/kettle-${post}`,
      createdAt: new Date(BEGAN + post * 60_000).toISOString(),
    },
  };
}

export const PRODUCT_HUNT: ConformanceCase = {
  params: () => ({}),
  credentials: { EARSHOT_PRODUCT_HUNT_TOKEN: 't' },
  badParams: [{ slug: 'Acme Kettle' }, { slug: '' }, { other: 1 }, null],
  answer: {
    contentType: 'application/json; charset=utf-8',
    body: readFileSync('test/fixtures/sites/product-hunt.json'),
  },
  foreign: [
    '{"error":"x"}',
    '{"data":{"posts":{"edges":[{}]}}}',
    '{"data":{"post":null}}',
    '{"data":null,"errors":[{"message":"Field x does not exist"}]}',
    fixture('rss.xml'),
  ],
  polled: {
    conditional: false,
    form: 'pages',
    place: (posts) => (request, response) => {
      void text(request).then((body) => {
        const { variables } = JSON.parse(body) as { variables: { after: string | null } };
        const page = Number(variables.after ?? 1);
        const pageInfo = { endCursor: String(page + 1), hasNextPage: 2 * page < posts.length };
        const edges = posts.slice(2 * page - 2, 2 * page).map(launch);
        response.end(JSON.stringify({ data: { posts: { edges, pageInfo } } }));
      });
    },
    idOf: (post) => `post-${post}`,
  },
};
