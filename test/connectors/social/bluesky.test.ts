import { describe, expect, it } from 'vitest';
import {
  blueskyConnector,
  type BlueskyParams,
} from '../../../src/connectors/social/bluesky.connector.js';
import { itemOf, PostRecord } from '../../../src/connectors/social/bluesky-post.js';
import { failure, HttpBench } from '../http-bench.js';
import { reply, type Handler } from '../loopback-server.js';
import { streaming } from '../stream-server.js';
import { asking, brought, known } from '../asking.js';
import {
  blueskyEvent,
  blueskyNow,
  blueskyPlace,
  blueskyRecord,
  blueskyUri,
  blueskyView,
  DID,
  timeOf,
} from './small-places.js';

const bench = new HttpBench();
const ACCOUNT = { EARSHOT_BLUESKY_HANDLE: 'ada.example', EARSHOT_BLUESKY_APP_PASSWORD: 'secret' };

/** @param service one of the test's own, as sessions are kept for each */
function params(more: object = {}): BlueskyParams {
  return blueskyConnector.params.parse({ stream: 'wss://stream.example/subscribe', ...more });
}

const told = (...events: (object | string)[]): Handler =>
  streaming((peer) => {
    for (const event of events)
      peer.send(typeof event === 'string' ? event : JSON.stringify(event));
  });

async function polled(handler: Handler, more: object = {}) {
  const server = await bench.serve(handler);
  const request = { ...asking(bench, server, params()), ...more };
  return { result: blueskyConnector.poll(request), server };
}

const microseconds = (post: number): number => timeOf(post).getTime() * 1000 + 7;

describe('the stream', () => {
  it('asks for posts only, from where it was left, some seconds earlier', async () => {
    const cursor = { host: 'stream.example', timeUs: microseconds(2) };
    const { result, server } = await polled(blueskyPlace([3, 2]), { cursor });
    expect(brought(await result).cursor).toEqual({
      host: 'stream.example',
      timeUs: expect.any(Number) as number,
    });
    const asked = new URL(server.requests[0]?.url ?? '', 'http://any').searchParams;
    expect(asked.getAll('wantedCollections')).toEqual(['app.bsky.feed.post']);
    expect(Number(asked.get('cursor'))).toBe(microseconds(2) - 10_000_000);
  });

  it('goes back further when another host told it before, and five minutes at first', async () => {
    const cursor = { host: 'other.example', timeUs: microseconds(2) };
    const other = await polled(blueskyPlace([2]), { cursor });
    await other.result;
    expect(other.server.requests[0]?.url).toContain(`cursor=${microseconds(2) - 60_000_000}`);
    const first = await polled(blueskyPlace([2]));
    await first.result;
    const from = Number(/cursor=(\d+)/.exec(first.server.requests[0]?.url ?? '')?.[1]);
    expect(Math.abs(Date.now() * 1000 - 300_000_000 - from)).toBeLessThan(60_000_000);
  });

  it('keeps what is wanted, and counts all of it', async () => {
    const { result } = await polled(blueskyPlace([3, 2, 1]), {
      wanted: ({ text }: { text: string }) => text.endsWith('2'),
    });
    const { items, passed, complete } = brought(await result);
    expect(items.map(({ externalId }) => externalId)).toEqual([blueskyUri(2)]);
    expect(passed?.count).toBe(3);
    expect(Date.parse(passed?.newestAt ?? '')).toBeGreaterThan(timeOf(3).getTime());
    expect(complete).toBe(true);
  });

  it('tells edits, deletions, and accounts that are gone', async () => {
    const edit = {
      operation: 'update',
      record: blueskyRecord(2, { text: 'nothing of it any more' }),
    };
    const gone = (did: string, status: string, active = false): object => ({
      did,
      time_us: microseconds(6),
      kind: 'account',
      account: { active, did, status },
    });
    const { result } = await polled(
      told(
        blueskyEvent(1),
        blueskyEvent(2),
        blueskyEvent(3, { collection: 'app.bsky.feed.like' }),
        {
          ...blueskyEvent(4),
          commit: { operation: 'delete', collection: 'app.bsky.feed.post', rkey: '3k1', rev: 'r' },
        },
        blueskyEvent(2, edit),
        gone('did:plc:left', 'deleted'),
        gone('did:plc:back', 'deactivated'),
        { ...gone('did:plc:back', '', true) },
        gone('did:plc:slow', 'throttled'),
        blueskyNow(),
      ),
      { wanted: ({ text }: { text: string }) => text.includes('Acme') },
    );
    const { items, gone: deleted, goneAuthors, passed } = brought(await result);
    expect(items).toMatchObject([
      {
        externalId: blueskyUri(2),
        text: 'nothing of it any more',
        updatedAt: timeOf(2).toISOString(),
      },
    ]);
    expect(deleted).toEqual([blueskyUri(1)]);
    expect(goneAuthors).toEqual(['did:plc:left']);
    expect(passed?.count).toBe(3);
  });

  it('says when the place no longer had all of it', async () => {
    const cursor = { host: 'stream.example', timeUs: microseconds(-30) };
    const { result } = await polled(blueskyPlace([2, 1]), { cursor });
    expect(brought(await result).complete).toBe(false);
  });

  it('keeps what came before it broke, and goes on from there', async () => {
    const { result } = await polled(
      streaming((peer) => {
        peer.send(JSON.stringify(blueskyEvent(1)));
        peer.socket.end();
      }),
    );
    expect(brought(await result)).toMatchObject({
      cursor: { timeUs: microseconds(1) },
      items: [{}],
    });
  });

  it.each<[string, Handler, string]>([
    ['is refused', reply(403, {}, '<html>'), 'blocked'],
    ['is asked too often', reply(429), 'rate-limited'],
    ['breaks before it tells anything', streaming((peer) => void peer.socket.end()), 'unreachable'],
    ['ends without a word', streaming((peer) => peer.end()), 'timed-out'],
    ['talks of something else', told('{"hello":"world"}'), 'unreadable'],
    ['talks of something else later', told(blueskyEvent(1), 'nonsense'), 'unreadable'],
  ])('that %s is an error, never "no posts"', async (_name, handler, code) => {
    const { result } = await polled(handler);
    expect((await failure(result)).code).toBe(code);
  });

  it('stops with the reason it was stopped for', async () => {
    const controller = new AbortController();
    const { result } = await polled(
      streaming(() => controller.abort(new Error('shutting down'))),
      { signal: controller.signal },
    );
    await expect(result).rejects.toThrow('shutting down');
  });
});

describe('a post', () => {
  const read = (more: object) =>
    itemOf(PostRecord.parse(blueskyRecord(1, more)), {
      uri: blueskyUri(1),
      seenAt: timeOf(2).toISOString(),
    });

  it('has its links written out, by the bytes that they stand at', () => {
    const text = '☕ shop.example/a/b... and here #acme';
    const at = (words: string): object => {
      const byteStart = Buffer.byteLength(text.slice(0, text.indexOf(words)));
      return { byteStart, byteEnd: byteStart + Buffer.byteLength(words) };
    };
    const link = (words: string, uri: string): object => ({
      index: at(words),
      features: [{ $type: 'app.bsky.richtext.facet#link', uri }],
    });
    const item = read({
      text,
      facets: [
        link('here', 'https://acme.example/'),
        link('shop.example/a/b...', 'https://shop.example/a/b/kettle'),
        { index: at('#acme'), features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'acme' }] },
        { index: { byteStart: 900, byteEnd: 999 }, features: [{ uri: 'https://beyond.example/' }] },
      ],
      tags: ['kettle', 'acme'],
    });
    expect(item.text).toBe(
      '☕ https://shop.example/a/b/kettle and here (https://acme.example/) #acme',
    );
    expect(item.tags).toEqual(['acme', 'kettle']);
  });

  it('has what its pictures show, and the card of its link', () => {
    const images = [
      { alt: 'a broken Acme kettle', image: {} },
      { alt: '', image: {} },
    ];
    const withMedia = { $type: 'app.bsky.embed.recordWithMedia', media: { images }, record: {} };
    expect(read({ text: 'Look', embed: withMedia }).text).toBe('Look\n\na broken Acme kettle');
    const external = {
      uri: 'https://news.example/1',
      title: 'Recall',
      description: 'Acme calls back',
    };
    expect(read({ text: 'Oh', embed: { external } }).text).toBe(
      'Oh\n\nRecall\n\nAcme calls back\n\nhttps://news.example/1',
    );
    expect(read({ text: 'x', embed: { $type: 'some.other', images: 'none' } }).text).toBe('x');
  });

  it('was not written after it was seen, whatever its writer claims', () => {
    expect(read({ createdAt: '2099-01-01T00:00:00Z' }).publishedAt).toBe(timeOf(2).toISOString());
    expect(read({ createdAt: 'once' }).publishedAt).toBe(timeOf(2).toISOString());
    expect(read({}).publishedAt).toBe(timeOf(1).toISOString());
  });

  it('names the post that it answers, its author, and its page', () => {
    const parent = { uri: blueskyUri(9), cid: 'bafy' };
    expect(read({ reply: { parent, root: parent }, langs: ['pt-BR'] })).toMatchObject({
      parentId: blueskyUri(9),
      author: { name: null, handle: DID, url: `https://bsky.app/profile/${DID}` },
      url: `https://bsky.app/profile/${DID}/post/3k1`,
      language: 'pt',
    });
  });
});

describe('threads', () => {
  it('are read from their root on, without what is hidden in them', async () => {
    const thread = {
      post: blueskyView(2),
      parent: { post: blueskyView(1) },
      replies: [{ post: blueskyView(3) }, { uri: blueskyUri(4), notFound: true }],
    };
    const body = Buffer.from(JSON.stringify({ thread }));
    const { items } = await blueskyConnector.parse({ body });
    expect(items.map(({ externalId }) => externalId)).toEqual([1, 2, 3].map(blueskyUri));
    expect(items[0]?.author).toEqual({
      name: 'Ada',
      handle: 'ada.example',
      url: `https://bsky.app/profile/${DID}`,
    });
  });
});

describe('a thread made to be endless', () => {
  it('is unreadable', async () => {
    const body = `{"thread":${'{"parent":'.repeat(50_000)}{}${'}'.repeat(50_001)}`;
    const error = await failure(blueskyConnector.parse({ body: Buffer.from(body) }));
    expect(error.code).toBe('unreadable');
  });
});

describe('looking posts up again', () => {
  it('asks for many at once; what does not come is missing', async () => {
    const server = await bench.serve((_request, response) => {
      const hidden = { labels: [{ val: '!no-unauthenticated' }] };
      response.end(JSON.stringify({ posts: [blueskyView(1), blueskyView(3, hidden)] }));
    });
    const posts = [1, 2, 3].map((post) => known(blueskyUri(post)));
    const found = await blueskyConnector.recheck?.look({
      ...asking(bench, server, params()),
      posts,
    });
    expect(found?.get(blueskyUri(1))).toMatchObject({
      text: 'Acme kettle, post 1',
      author: { handle: DID },
    });
    expect(found?.get(blueskyUri(2))).toBe('missing');
    expect(found?.get(blueskyUri(3))).toBe('there');
    const { pathname, searchParams } = new URL(server.requests[0]?.url ?? '', 'http://any');
    expect(pathname).toBe('/xrpc/app.bsky.feed.getPosts');
    expect(searchParams.getAll('uris')).toEqual([1, 2, 3].map(blueskyUri));
  });

  it.each([403, 429, 500])('takes no %i for "gone"', async (status) => {
    const server = await bench.serve(reply(status));
    const posts = [known(blueskyUri(1))];
    const asked = blueskyConnector.recheck?.look({ ...asking(bench, server, params()), posts });
    expect(await failure(Promise.resolve(asked))).toMatchObject({ status });
  });
});

describe('the past', () => {
  const history = blueskyConnector.history?.bind(blueskyConnector);

  it('is searched after signing in, once for several pages', async () => {
    const server = await bench.serve(blueskyPlace([3, 2, 1]));
    const request = asking(
      bench,
      server,
      params({ search: 'acme', service: 'https://one.example' }),
      ACCOUNT,
    );
    const first = await history?.(request);
    const second = await history?.({ ...request, position: first?.next ?? null });
    expect(first?.items).toMatchObject([{ author: { name: 'Ada', handle: DID } }, {}]);
    expect(second).toMatchObject({ next: null, items: [{}] });
    const paths = server.requests.map(({ url = '', method = '', headers }) => [
      method,
      new URL(url, 'http://any').pathname.split('.').at(-1),
      headers.authorization,
    ]);
    expect(paths).toEqual([
      ['POST', 'createSession', undefined],
      ['GET', 'searchPosts', 'Bearer token'],
      ['GET', 'searchPosts', 'Bearer token'],
    ]);
    expect(request.budget.used.get('bluesky.sign-ins')).toBe(1);
  });

  it('signs in anew after it was not accepted', async () => {
    let asked = 0;
    const place = blueskyPlace([1]);
    const server = await bench.serve((request, response) => {
      const isSearch = request.url?.includes('searchPosts') === true;
      if (isSearch && asked++ === 0) response.writeHead(400).end('{"error":"ExpiredToken"}');
      else place(request, response);
    });
    const request = asking(
      bench,
      server,
      params({ search: 'acme', service: 'https://two.example' }),
      ACCOUNT,
    );
    expect((await failure(Promise.resolve(history?.(request)))).code).toBe('rejected');
    expect((await history?.(request))?.items).toHaveLength(1);
    expect(request.budget.used.get('bluesky.sign-ins')).toBe(2);
  });

  it('says what is needed for it', async () => {
    const server = await bench.serve(blueskyPlace([1]));
    const three = { search: 'acme', service: 'https://three.example' };
    const without = await failure(Promise.resolve(history?.(asking(bench, server, params(three)))));
    expect(without).toMatchObject({ code: 'no-access' });
    expect(without.message).toContain('EARSHOT_BLUESKY_APP_PASSWORD');
    const wordless = await failure(Promise.resolve(history?.(asking(bench, server, params()))));
    expect(wordless.message).toContain('search words');
  });
});

describe('addresses', () => {
  it.each([
    ['https://bsky.app/', undefined],
    ['https://bsky.app/search?q=acme+kettle', 'acme kettle'],
    ['https://bsky.app/hashtag/acme', '#acme'],
  ])('%s is the stream', (url, search) => {
    expect(blueskyConnector.fromAddress?.(new URL(url))?.search).toBe(search);
  });

  it('of people and of other sites are not', () => {
    for (const url of ['https://bsky.app/profile/ada.example', 'https://place.example/']) {
      expect(blueskyConnector.fromAddress?.(new URL(url))).toBeNull();
    }
  });

  it('is one place, whichever public host tells it', () => {
    const east = blueskyConnector.locate(
      params({ stream: 'wss://jetstream1.us-east.bsky.network/subscribe' }),
    );
    const west = blueskyConnector.locate(
      params({ stream: 'wss://jetstream2.us-west.bsky.network/subscribe' }),
    );
    expect(east.locator).toBe(west.locator);
    expect(blueskyConnector.locate(params()).locator).not.toBe(east.locator);
  });
});
