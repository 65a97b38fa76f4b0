import { describe, expect, it } from 'vitest';
import { failure, HttpBench } from '../http-bench.js';
import { reply, type Handler } from '../loopback-server.js';
import { ask, found, poll, read } from './asking.js';
import { json, timeOf } from './places.js';

const bench = new HttpBench();

const comment = (id: number, more: object = {}) => ({
  comment: {
    id,
    post_id: 1,
    content: `Comment ${id}`,
    path: `0.${id}`,
    ap_id: `https://far.example/comment/9${id}`,
    published: timeOf(id),
    ...more,
  },
  creator: { name: 'amy' },
});

async function at(params: object, place: Handler) {
  const server = await bench.serve(place);
  const instance = server.url('/');
  const asked = await ask(bench, 'lemmy', { instance, allowPrivate: true, ...params }, place);
  return { ...asked, instance };
}

describe('lemmy', () => {
  it('reads posts and comments of people that stand, times without a zone as UTC', async () => {
    const asked = 'https://lemmy.example/api/v3/search?q=acme';
    const { items, gone } = await read('lemmy', 'lemmy-search.json', asked);
    expect(items).toEqual([
      {
        externalId: 'https://lemmy.example/post/21',
        url: 'https://lemmy.example/post/21',
        title: 'Acme kettle',
        text: 'It leaks & drips',
        author: {
          name: 'Amy K',
          handle: 'amy@lemmy.example',
          url: 'https://lemmy.example/u/amy',
        },
        publishedAt: '2023-08-10T12:01:00.000Z',
        updatedAt: null,
        rating: null,
        tags: ['kettles'],
        parentId: null,
        language: null,
      },
      expect.objectContaining({
        externalId: 'https://far.example/comment/9',
        url: 'https://lemmy.example/comment/31',
        title: 'Acme kettle',
        text: 'Mine **leaks**, too',
        publishedAt: '2023-08-10T12:03:00.123Z',
        updatedAt: '2023-08-10T13:03:00.123Z',
        parentId: 'https://lemmy.example/comment/30',
      }),
    ]);
    expect(gone).toEqual(['https://lemmy.example/comment/32']);
  });

  it('walks on by number where there is no token, to the empty page', async () => {
    const pages = [[comment(3), comment(2)], [comment(1)], []];
    const place = json((query) => ({ comments: pages[Number(query.get('page') ?? 1) - 1] }));
    const asked = await at({ what: 'comments', community: '!kettles@far.example' }, place);
    expect((await poll(asked)).items).toHaveLength(3);
    expect(asked.paths()).toEqual([
      '/api/v3/comment/list?type_=All&community_name=kettles@far.example&sort=New&limit=50',
      '/api/v3/comment/list?type_=All&community_name=kettles@far.example&sort=New&limit=50&page=2',
      '/api/v3/comment/list?type_=All&community_name=kettles@far.example&sort=New&limit=50&page=3',
    ]);
  });

  it('searches when there is something to search for', async () => {
    const asked = await at(
      { query: 'acme', what: 'comments' },
      json(() => ({ comments: [] })),
    );
    await poll(asked);
    expect(asked.paths()).toEqual([
      '/api/v3/search?q=acme&type_=Comments&listing_type=All&sort=New&limit=50',
    ]);
  });

  it.each([
    ['rate_limit_error', 'rate-limited'],
    ['couldnt_find_community', 'not-found'],
    ['invalid', 'rejected'],
  ])('tells by %s what a 400 means', async (reason, code) => {
    const asked = await at({}, reply(400, {}, JSON.stringify({ error: reason })));
    expect((await failure(poll(asked))).code).toBe(code);
  });

  it('looks posts up by the number they have on this server', async () => {
    const place: Handler = (request, response) => {
      const id = Number(/comment\?id=(\d+)$/.exec(request.url ?? '')?.[1]);
      const more = id === 2 ? { deleted: true } : { content: 'Edited' };
      if (id === 3) response.writeHead(400).end('{"error":"couldnt_find_comment"}');
      else response.end(JSON.stringify({ comment_view: comment(id, more) }));
    };
    const asked = await at({ what: 'comments' }, place);
    const told = Object.fromEntries(
      await asked.look({
        'https://far.example/comment/91': `${asked.instance}comment/1`,
        'https://far.example/comment/92': `${asked.instance}comment/2`,
        'https://far.example/comment/93': `${asked.instance}comment/3`,
        'https://far.example/comment/94': 'https://far.example/comment/94',
      }),
    );
    expect(told).toEqual({
      'https://far.example/comment/91': expect.objectContaining({ text: 'Edited' }),
      'https://far.example/comment/92': 'missing',
      'https://far.example/comment/93': 'missing',
    });
  });

  it.each([
    ['https://lemmy.world/', 'https://lemmy.world/ posts '],
    [
      'https://lemmy.world/c/kettles@far.example',
      'https://lemmy.world/ posts !kettles@far.example ',
    ],
    ['https://example.com/c/kettles', null],
  ])('knows by %s what is meant', (address, locator) => {
    expect(found('lemmy', address)).toBe(locator);
  });
});
