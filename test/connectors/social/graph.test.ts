import { describe, expect, it } from 'vitest';
import { metaConnector, type MetaParams } from '../../../src/connectors/social/meta.connector.js';
import { threadsConnector } from '../../../src/connectors/social/threads.connector.js';
import { failure, HttpBench } from '../http-bench.js';
import { reply, type Handler, type LoopbackServer } from '../loopback-server.js';
import { asking, brought } from '../asking.js';
import { graphPlace, metaPost, threadsPost } from './small-places.js';

const bench = new HttpBench();
const META = { EARSHOT_META_TOKEN: 'token' };
const THREADS = { EARSHOT_THREADS_TOKEN: 'token' };

const asked = ({ requests }: LoopbackServer, at: number): URL =>
  new URL(requests[at]?.url ?? '', 'http://any');

async function meta(
  handler: Handler,
  more: object = {},
  credentials: Record<string, string> = META,
) {
  const server = await bench.serve(handler);
  const params: MetaParams = metaConnector.params.parse({ id: '1', ...more });
  return { server, result: metaConnector.poll(asking(bench, server, params, credentials)) };
}

async function threads(handler: Handler, credentials: Record<string, string> = THREADS) {
  const server = await bench.serve(handler);
  const request = asking(
    bench,
    server,
    threadsConnector.params.parse({ query: 'acme' }),
    credentials,
  );
  return { server, request, result: threadsConnector.poll(request) };
}

const graphError = (code: number, message = 'no'): string =>
  JSON.stringify({ error: { message, type: 'OAuthException', code } });

describe('errors of the Graph interfaces', () => {
  it.each<[string, number, string]>([
    ['an old token', 190, 'no-access'],
    ['a missing permission', 10, 'blocked'],
    ['another one', 200, 'blocked'],
    ['too many questions of the application', 4, 'rate-limited'],
    ['too many questions for the page', 32, 'rate-limited'],
    ['too much use', 80_001, 'rate-limited'],
    ['a wrong question', 100, 'rejected'],
  ])('say what is wrong by a code: %s', async (_name, code, expected) => {
    const error = await failure((await meta(reply(400, {}, graphError(code)))).result);
    expect(error.code).toBe(expected);
    expect(error.retryAt === null).toBe(expected !== 'rate-limited');
  });

  it('are errors with any status', async () => {
    const body = graphError(100, "(#100) requires the 'pages_read_engagement' permission");
    expect((await failure((await meta(reply(200, {}, body))).result)).code).toBe('blocked');
    expect((await failure((await meta(reply(400, {}, '<html>'))).result)).code).toBe('rejected');
  });

  it('may say for how long to wait', async () => {
    const usage = { 1: [{ type: 'pages', estimated_time_to_regain_access: 7 }, { type: 'x' }] };
    const headers = { 'x-business-use-case-usage': JSON.stringify(usage) };
    const error = await failure((await meta(reply(400, headers, graphError(80_001)))).result);
    const minutes = ((error.retryAt?.getTime() ?? 0) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(6);
    expect(minutes).toBeLessThan(8);
  });

  it('are not even asked for without a token', async () => {
    const facebook = await meta(reply(200), {}, {});
    const error = await failure(facebook.result);
    expect(error.code).toBe('no-access');
    expect(error.message).toContain('EARSHOT_META_TOKEN');
    expect(facebook.server.requests).toHaveLength(0);
    expect((await failure((await threads(reply(200), {})).result)).message).toContain(
      'EARSHOT_THREADS_TOKEN',
    );
  });
});

describe('a page', () => {
  it('is read with its comments, and goes on without keeping our token', async () => {
    const comment = {
      id: '1_2_7',
      message: 'Mine leaks',
      created_time: '2026-01-10T12:05:00+0000',
      from: { id: '9', name: 'Bob' },
    };
    const answer = { id: '1_2_8', message: 'We are sorry', parent: { id: '1_2_7' } };
    const place = graphPlace((post) => ({
      ...metaPost(post),
      ...(post === 2 ? { comments: { data: [comment, answer] } } : {}),
    }));
    const { server, result } = await meta(place([3, 2, 1]));
    const { items, cursor } = brought(await result);
    expect(items.map(({ externalId, parentId }) => [externalId, parentId])).toEqual([
      ['1_3', null],
      ['1_2', null],
      ['1_2_7', '1_2'],
      ['1_2_8', '1_2_7'],
      ['1_1', null],
    ]);
    expect(items[2]).toMatchObject({
      text: 'Mine leaks',
      author: { name: 'Bob', handle: '9', url: 'https://www.facebook.com/9' },
      publishedAt: '2026-01-10T12:05:00.000Z',
    });
    expect(server.requests[0]?.headers.authorization).toBe('Bearer token');
    expect(asked(server, 0).pathname).toBe('/v23.0/1/feed');
    expect(asked(server, 1).searchParams.get('after')).toBe('2');
    expect(server.requests.map(({ url }) => url).join()).not.toContain('token');
    expect(JSON.stringify(cursor)).not.toContain('secret');
  });

  it('has its attachments read, but not twice', async () => {
    const attachments = { data: [{ title: 'Recall', description: 'Acme kettle, post 1' }] };
    const { result } = await meta(graphPlace((post) => ({ ...metaPost(post), attachments }))([1]));
    expect(brought(await result).items[0]?.text).toBe('Acme kettle, post 1\n\nRecall');
  });

  it.each([
    ['page-mentions', '/v23.0/1/tagged'],
    ['comments', '/v23.0/1/comments'],
    ['instagram-comments', '/v23.0/1/comments'],
    ['instagram-mentions', '/v23.0/1/tags'],
  ])('can be asked for %s', async (what, path) => {
    const { server, result } = await meta(graphPlace(metaPost)([1]), { what });
    await result;
    expect(asked(server, 0).pathname).toBe(path);
  });
});

describe('a hashtag', () => {
  it('is found by its number first, which later pages go on with', async () => {
    const picture = (post: number) => ({
      id: String(post),
      caption: `#acme ${post}`,
      permalink: `https://www.instagram.com/p/${post}/`,
      timestamp: '2026-01-10T12:00:00+0000',
    });
    const place = graphPlace(picture)([3, 2, 1]);
    const { server, result } = await meta(
      (request, response) => {
        if (request.url?.includes('ig_hashtag_search') === true)
          response.end('{"data":[{"id":"17"}]}');
        else place(request, response);
      },
      { what: 'instagram-hashtag', hashtag: '#Acme' },
    );
    expect(brought(await result).items).toMatchObject([
      { externalId: '3', text: '#acme 3', author: null, url: 'https://www.instagram.com/p/3/' },
      { externalId: '2' },
      { externalId: '1' },
    ]);
    expect([0, 1, 2].map((at) => asked(server, at).pathname)).toEqual([
      '/v23.0/ig_hashtag_search',
      '/v23.0/17/recent_media',
      '/v23.0/17/recent_media',
    ]);
    expect(asked(server, 0).searchParams.get('q')).toBe('acme');
    expect(asked(server, 2).searchParams.get('user_id')).toBe('1');
  });

  it('that nobody knows is not found', async () => {
    const { result } = await meta(reply(200, {}, '{"data":[]}'), {
      what: 'instagram-hashtag',
      hashtag: 'x',
    });
    expect((await failure(result)).code).toBe('not-found');
  });
});

describe('Threads', () => {
  it('is searched for the newest; what finds nothing is free', async () => {
    const { server, request, result } = await threads(graphPlace(threadsPost)([3, 2, 1]));
    expect(brought(await result).items).toHaveLength(3);
    const { searchParams } = asked(server, 0);
    expect(searchParams.get('search_type')).toBe('RECENT');
    expect(request.budget.used.get('threads.searches')).toBe(2);
    const empty = await threads(reply(200, {}, '{"data":[]}'));
    expect(brought(await empty.result).items).toEqual([]);
    expect(empty.request.budget.used.get('threads.searches')).toBe(0);
  });

  it('gives whole posts, and no reposts', async () => {
    const post = {
      ...threadsPost(1),
      alt_text: 'a puddle',
      topic_tag: 'Acme',
      replied_to: { id: '5' },
    };
    const repost = { ...threadsPost(2), media_type: 'REPOST_FACADE' };
    const body = Buffer.from(JSON.stringify({ data: [repost, post] }));
    expect((await threadsConnector.parse({ body })).items).toEqual([
      {
        externalId: '181',
        url: 'https://www.threads.com/@ada/post/1',
        title: null,
        text: 'Acme kettle, post 1\n\na puddle',
        author: { name: 'ada', handle: 'ada', url: 'https://www.threads.com/@ada' },
        publishedAt: '2026-01-10T12:01:00.000Z',
        updatedAt: null,
        rating: null,
        tags: ['Acme'],
        parentId: '5',
        language: null,
      },
    ]);
  });
});
