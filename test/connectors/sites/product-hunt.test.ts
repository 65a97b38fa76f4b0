import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { productHuntConnector } from '../../../src/connectors/sites/product-hunt.connector.js';
import { failure, HttpBench } from '../http-bench.js';
import { reply } from '../loopback-server.js';
import { asking, brought } from '../asking.js';

const bench = new HttpBench();
const TOKEN = { EARSHOT_PRODUCT_HUNT_TOKEN: 'token1' };
const FIXTURE = readFileSync('test/fixtures/sites/product-hunt.json');

it('reads launches and their comments', async () => {
  const { items } = await productHuntConnector.parse({ body: FIXTURE });
  expect(items).toEqual([
    {
      externalId: 'post-900',
      url: 'https://www.producthunt.com/posts/acme-kettle?utm=x',
      title: 'Acme Kettle',
      text: 'Boils & boils\n\nAn app for your kettle.',
      author: { name: 'Jo Doe', handle: 'jo', url: 'https://www.producthunt.com/@jo' },
      publishedAt: '2026-10-01T07:01:00.000Z',
      updatedAt: null,
      rating: null,
      tags: [],
      parentId: null,
      language: null,
    },
    expect.objectContaining({
      externalId: 'comment-41',
      text: 'It never stops.',
      author: null,
      parentId: 'post-900',
    }),
    expect.objectContaining({ externalId: 'comment-42', parentId: 'comment-41' }),
  ]);
});

describe('a poll', () => {
  it('of one launch reads its comments page by page', async () => {
    const asked: unknown[] = [];
    const server = await bench.serve((request, response) => {
      void text(request).then((body) => {
        const { variables } = JSON.parse(body) as { variables: { after: string | null } };
        asked.push(variables);
        const id = variables.after === null ? '2' : '1';
        const comment = { id, body: 'x', url: '', createdAt: '2026-10-01T07:01:00Z' };
        const pageInfo = { endCursor: 'c1', hasNextPage: variables.after === null };
        const comments = { edges: [{ node: comment }], pageInfo };
        const post = { id: '900', name: 'K', url: '', createdAt: '2026-10-01T07:01:00Z', comments };
        response.end(JSON.stringify({ data: { post } }));
      });
    });
    const request = asking(bench, server, { slug: 'acme-kettle' }, TOKEN);
    const { items } = brought(await productHuntConnector.poll(request));
    expect(items.map(({ externalId }) => externalId)).toEqual([
      'post-900',
      'comment-2',
      'comment-1',
    ]);
    expect(asked).toEqual([
      { slug: 'acme-kettle', after: null },
      { slug: 'acme-kettle', after: 'c1' },
    ]);
    expect(server.requests[0]?.headers['authorization']).toBe('Bearer token1');
  });

  it('takes a spent allowance for what it is, though it comes as an answer', async () => {
    const body = '{"data":null,"errors":[{"error":"rate_limit_reached"}]}';
    const server = await bench.serve(reply(200, { 'x-rate-limit-reset': '300' }, body));
    const error = await failure(productHuntConnector.poll(asking(bench, server, {}, TOKEN)));
    expect(error.code).toBe('rate-limited');
    expect(error.retryAt?.getTime()).toBeGreaterThan(Date.now() + 290_000);
  });

  it('says which token is missing', async () => {
    const server = await bench.serve(reply(200));
    const error = await failure(productHuntConnector.poll(asking(bench, server, {})));
    expect(error.code).toBe('no-access');
    expect(error.message).toContain('EARSHOT_PRODUCT_HUNT_TOKEN');
  });
});
