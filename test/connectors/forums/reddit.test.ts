import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { polledConnectorFor } from '../../../src/connectors/index.js';
import { failure, HttpBench } from '../http-bench.js';
import { reply, type Handler } from '../loopback-server.js';
import { ask, brief, found, poll, read } from './asking.js';
import { made } from './forums-fixtures.js';
import { json } from './places.js';

const bench = new HttpBench();
const KETTLES = { subreddits: ['kettles', 'Teapots'] };
const EMPTY = { kind: 'Listing', data: { children: [], after: null } };

/** Every test is another app, since a token is kept for as long as the process lives. */
const app = (id: string) => ({
  EARSHOT_REDDIT_CLIENT_ID: id,
  EARSHOT_REDDIT_CLIENT_SECRET: 'secret',
});

/** Gives out tokens, and listings to those who bring the newest of them. */
function guarded(listing: Handler, signIns: IncomingMessage[], valid: () => string): Handler {
  return (request, response) => {
    if (request.url === '/api/v1/access_token') {
      signIns.push(request);
      response.end(`{"access_token":"t${signIns.length}","expires_in":3600}`);
    } else if (request.headers.authorization === `Bearer ${valid()}`) listing(request, response);
    else response.writeHead(401).end();
  };
}

describe('what Reddit answers', () => {
  it('is read with what was deleted apart, and escapes taken off where it made them', async () => {
    const { items, gone } = await read('reddit', 'reddit-listing.json');
    expect(items).toEqual([
      {
        externalId: 't3_aaa1',
        url: 'https://www.reddit.com/r/kettles/comments/aaa1/acme_kettle_its_lid/',
        title: 'Acme kettle & its lid',
        text: 'Water < 1 litre, &amp; it leaks',
        author: { name: 'amy_k', handle: 'amy_k', url: 'https://www.reddit.com/user/amy_k' },
        publishedAt: '2026-01-10T12:01:00.000Z',
        updatedAt: '2026-01-10T12:11:00.000Z',
        rating: null,
        tags: ['kettles', 'Help'],
        parentId: null,
        language: null,
      },
      expect.objectContaining({ externalId: 't3_aaa3', author: null, text: 'It still leaks' }),
    ]);
    expect(gone).toEqual(['t3_aaa2', 't3_aaa4']);
  });

  it('may be a tree of comments', async () => {
    const { items, gone } = await read('reddit', 'reddit-tree.json');
    expect(items.map(({ externalId }) => externalId)).toEqual(['t3_bbb1', 't1_ccc1']);
    expect(items[1]).toMatchObject({
      text: 'Not the Acme one &gt;:(',
      url: 'https://www.reddit.com/comments/bbb1/_/ccc1/',
      parentId: 't3_bbb1',
    });
    expect(gone).toEqual(['t1_ccc2']);
  });

  it('may be a feed, with the same ids and without what Reddit adds', async () => {
    const { items } = await read('reddit', 'reddit-feed.xml', 'https://www.reddit.com/');
    expect(items.map(brief)).toEqual([
      { externalId: 't3_aaa1', title: 'Acme kettle', text: 'It leaks.', parentId: null },
      {
        externalId: 't1_ccc1',
        title: '/u/bo on Acme kettle',
        text: 'Mine, too',
        parentId: 't3_aaa1',
      },
    ]);
    expect(items[0]).toMatchObject({ author: { handle: 'amy_k' }, tags: ['kettles'] });
  });

  it('as a feed may say over and over who submitted it', async () => {
    const text = 'submitted by amy '.repeat(100_000);
    const entry = `<entry><id>t3_aaa1</id><title>Kettle</title><content>${text}</content></entry>`;
    const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>r</title>${entry}</feed>`;
    const { items } = await polledConnectorFor('reddit').parse({ body: Buffer.from(feed) });
    expect(items[0]?.text).toBe(text.trim());
  });

  it('is read to any depth', async () => {
    const depth = 5_000;
    const open = '{"kind":"Listing","data":{"children":[{"kind":"t1","data":{"replies":';
    const body = `${open.repeat(depth)}""${'}}]}}'.repeat(depth)}`;
    const asked = await ask(bench, 'reddit', KETTLES, reply(200, {}, body), app('deep'));
    expect((await failure(asked.connector.parse({ body: Buffer.from(body) }))).code).toBe(
      'unreadable',
    );
  });
});

describe('reddit', () => {
  it('signs in once, and anew when its token is not taken any more', async () => {
    const signIns: IncomingMessage[] = [];
    let valid = 't1';
    const place = guarded(
      json(() => EMPTY),
      signIns,
      () => valid,
    );
    const asked = await ask(bench, 'reddit', KETTLES, place, app('app'));
    await poll(asked);
    await poll(asked);
    expect(signIns).toHaveLength(1);
    expect(signIns[0]?.headers.authorization).toBe(`Basic ${btoa('app:secret')}`);
    valid = 't2';
    await poll(asked);
    expect(signIns).toHaveLength(2);
    valid = 'none at all';
    expect((await failure(poll(asked))).code).toBe('blocked');
  });

  it.each([
    [KETTLES, '/r/kettles+Teapots/new?limit=100&raw_json=1'],
    [{ ...KETTLES, what: 'comments' }, '/r/kettles+Teapots/comments?limit=100&raw_json=1'],
    [
      { ...KETTLES, query: 'acme leaks' },
      '/r/kettles+Teapots/search?q=acme+leaks&sort=new&type=link&restrict_sr=1&limit=100&raw_json=1',
    ],
    [{ query: 'acme' }, '/search?q=acme&sort=new&type=link&limit=100&raw_json=1'],
  ])('asks %j of the interface', async (params, path) => {
    const place = guarded(
      json(() => EMPTY),
      [],
      () => 't1',
    );
    const asked = await ask(bench, 'reddit', params, place, app(`app ${path}`));
    await poll(asked);
    expect(asked.paths().slice(1)).toEqual([path]);
  });

  it('leaves the place alone once its requests are used up', async () => {
    const listing: Handler = (_request, response) => {
      response.setHeader('x-ratelimit-remaining', '0.0');
      response.setHeader('x-ratelimit-reset', '321');
      response.end(JSON.stringify(EMPTY));
    };
    const place = guarded(listing, [], () => 't1');
    const asked = await ask(bench, 'reddit', KETTLES, place, app('limits'));
    expect((await poll(asked)).freshForSeconds).toBe(321);
  });

  it('reads the feed without an access, and says that this is only a part', async () => {
    const feed: Handler = (request, response) => {
      if (request.url === '/robots.txt') response.writeHead(404).end();
      else response.end(made('reddit-feed.xml'));
    };
    const asked = await ask(bench, 'reddit', KETTLES, feed);
    const { items, place } = await poll(asked);
    expect(items).toHaveLength(2);
    expect(place.title).toBe('newest submissions : kettles (by feed, in part)');
    expect(asked.paths()).toContain('/r/kettles+Teapots/new/.rss');
    expect((await failure(asked.look({ t3_aaa1: null }))).message).toContain(
      'EARSHOT_REDDIT_CLIENT_ID',
    );
  });

  it('wants both halves of an access', async () => {
    const half = { EARSHOT_REDDIT_CLIENT_ID: 'half' };
    const asked = await ask(bench, 'reddit', KETTLES, reply(200), half);
    const error = await failure(poll(asked));
    expect(error.code).toBe('no-access');
    expect(error.message).toContain('EARSHOT_REDDIT_CLIENT_SECRET');
  });

  it('looks posts up together; those not told of any more are missing', async () => {
    const place = guarded(reply(200, {}, made('reddit-listing.json')), [], () => 't1');
    const asked = await ask(bench, 'reddit', KETTLES, place, app('looks'));
    const posts = { t3_aaa1: null, t3_aaa2: null, t3_zzz9: null, 'https://odd': null };
    const { t3_aaa1: first, ...others } = Object.fromEntries(await asked.look(posts));
    expect(first).toMatchObject({ title: 'Acme kettle & its lid' });
    expect(others).toEqual({ t3_aaa2: 'missing', t3_zzz9: 'missing' });
    expect(asked.paths().at(-1)).toBe('/api/info?raw_json=1&id=t3_aaa1,t3_aaa2,t3_zzz9');
  });

  it.each([
    ['https://www.reddit.com/r/Kettles/', 'kettles/posts/'],
    ['https://old.reddit.com/r/bb+aa/comments/', 'aa+bb/comments/'],
    ['https://www.reddit.com/r/kettles/comments/aaa1/x/', 'kettles/posts/'],
    ['https://www.reddit.com/user/amy', null],
    ['https://notreddit.com/r/kettles', null],
  ])('knows by %s what is meant', (address, locator) => {
    expect(found('reddit', address)).toBe(locator);
  });
});
