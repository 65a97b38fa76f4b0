import { describe, expect, it } from 'vitest';
import { withoutQuotes } from '../../../src/connectors/forums/discourse-answer.js';
import { polledConnectorFor } from '../../../src/connectors/index.js';
import { failure, HttpBench } from '../http-bench.js';
import { redirect, reply } from '../loopback-server.js';
import { ask, found, poll, read } from './asking.js';
import { json, timeOf } from './places.js';

const bench = new HttpBench();

const post = (id: number, more: object = {}) => ({
  id,
  username: 'amy',
  created_at: timeOf(id),
  cooked: `<p>Post ${id}</p>`,
  post_number: 1,
  topic_id: id,
  ...more,
});

/** A forum in a folder of its server. */
const at = (routes: Parameters<typeof ask>[3], folder = '/') => {
  return async () => {
    const server = await bench.serve(routes);
    const params = { instance: server.url(folder), allowPrivate: true };
    return ask(bench, 'discourse', params, routes);
  };
};

describe('discourse', () => {
  it('reads posts of people that stand, without what they quote', async () => {
    const { items, gone } = await read(
      'discourse',
      'discourse-posts.json',
      'https://acme.example/forum/posts.json?before=106',
    );
    expect(items).toEqual([
      {
        externalId: '105',
        url: 'https://acme.example/forum/t/acme-kettle/9/3',
        title: 'Acme kettle',
        text: 'Not mine, it leaks.',
        author: { name: 'Amy', handle: 'amy_k', url: 'https://acme.example/forum/u/amy_k' },
        publishedAt: '2026-01-10T12:05:00.000Z',
        updatedAt: '2026-01-10T12:30:00.000Z',
        rating: null,
        tags: [],
        parentId: '102',
        language: null,
      },
      expect.objectContaining({ externalId: '102', parentId: null, updatedAt: null }),
    ]);
    expect(gone).toEqual(['103']);
  });

  it.each([
    ['<p>a</p>', '<p>a</p>'],
    ['a<aside class="quote">b<aside>c</aside>d</aside>e', 'a\ne'],
    ['a<aside class="onebox">b</aside>c', 'a<aside class="onebox">b</aside>c'],
    ['a<ASIDE data-x="1" CLASS=\'quote no-group\'>b</ASIDE>c<aside class="quote">d', 'a\nc\n'],
  ])('leaves quotes out of %s', (cooked, kept) => {
    expect(withoutQuotes(cooked)).toBe(kept);
  });

  it('leaves quotes that never begin as they are, in a time that grows with the length', () => {
    const cooked = '<aside '.repeat(500_000);
    expect(withoutQuotes(cooked)).toBe(cooked);
  });

  it('finds nothing in topics of another form', async () => {
    const { parse } = polledConnectorFor('discourse');
    const body = Buffer.from('[{"type":"topic","results":[{"id":"one"}]}]');
    expect((await failure(parse({ body }))).code).toBe('unreadable');
  });

  it('goes on below a page on which all numbers are private', async () => {
    const place = json((query) => {
      const before = Number(query.get('before') ?? Infinity);
      const page = before > 160 ? [post(170), post(160)] : before > 100 ? [] : [post(60)];
      return { latest_posts: page };
    });
    const asked = await at(place)();
    const { items } = await poll(asked);
    expect(items.map(({ externalId }) => externalId)).toEqual(['170', '160', '60']);
    expect(asked.paths().slice(0, 4)).toEqual([
      '/posts.json',
      '/posts.json?before=160',
      '/posts.json?before=110',
      '/posts.json?before=60',
    ]);
  });

  it('looks posts up one by one, in the folder of the forum', async () => {
    const routes = {
      '/forum/posts/1.json': reply(200, {}, JSON.stringify(post(1, { version: 2 }))),
      '/forum/posts/2.json': reply(200, {}, JSON.stringify(post(2, { user_deleted: true }))),
      '/forum/posts/4.json': reply(200, {}, JSON.stringify(post(4, { hidden: true }))),
    };
    const asked = await at(routes, '/forum')();
    const posts = { '1': null, '2': null, '3': null, '4': null, 'topic-1': null };
    const { '1': first, ...others } = Object.fromEntries(await asked.look(posts));
    expect(first).toMatchObject({ text: 'Post 1' });
    expect(others).toEqual({ '2': 'missing', '3': 'missing', '4': 'there' });
  });

  it('tells where it moved to', async () => {
    const routes = {
      '/posts.json': redirect('/new/posts.json', 301),
      '/new/posts.json': json(() => ({ latest_posts: [post(1)] })),
    };
    const asked = await at(routes)();
    const { movedTo } = await poll(asked);
    const { connector, request } = asked;
    expect(movedTo).toMatch(/\/new\/posts\.json$/);
    const moved = connector.moved?.(request.params, movedTo ?? '') as { instance: string };
    expect(moved.instance).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/new\/$/);
  });

  it.each([
    ['https://acme.example/t/kettle/12', 'https://acme.example/'],
    ['https://acme.example/forum/t/kettle/12/3?u=amy', 'https://acme.example/forum/'],
    ['https://acme.example/c/help/5', 'https://acme.example/'],
    ['https://acme.example/blog/t/kettle', null],
  ])('knows by %s what is meant', (address, locator) => {
    expect(found('discourse', address)).toBe(locator);
  });
});
