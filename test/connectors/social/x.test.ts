import { describe, expect, it } from 'vitest';
import { xConnector, type XParams } from '../../../src/connectors/social/x.connector.js';
import { AllowanceSpent } from '../../../src/domain/allowance.js';
import { failure, HttpBench } from '../http-bench.js';
import { reply, type Handler } from '../loopback-server.js';
import { asking, brought, known } from '../asking.js';
import { timeOf, xId, xPlace, xPost, xUsers } from './small-places.js';

const bench = new HttpBench();
const KEY = { EARSHOT_X_BEARER_TOKEN: 'token' };
const SPENT = 'x.posts acme kettle';

function params(more: object = {}): XParams {
  return xConnector.params.parse({ query: 'acme kettle', ...more });
}

async function open(
  handler: Handler,
  more: object = {},
  credentials: Record<string, string> = KEY,
) {
  const server = await bench.serve(handler);
  const request = asking(bench, server, params(more), credentials);
  const asked = (at: number) => new URL(server.requests[at]?.url ?? '', 'http://any').searchParams;
  return { server, request, asked };
}

async function parsed(answer: object) {
  return (await xConnector.parse({ body: Buffer.from(JSON.stringify(answer)) })).items;
}

describe('the search', () => {
  it('asks for what is needed, and leaves reposts out', async () => {
    const { request, asked, server } = await open(xPlace([1]));
    await xConnector.poll(request);
    expect(asked(0).get('query')).toBe('acme kettle -is:retweet');
    expect(asked(0).get('tweet.fields')).toContain('note_tweet');
    expect(asked(0).get('expansions')).toBe('author_id');
    expect(server.requests[0]?.headers.authorization).toBe('Bearer token');
    const bare = await open(xPlace([1]), { query: 'acme is:retweet', authors: false });
    await xConnector.poll(bare.request);
    expect(bare.asked(0).get('query')).toBe('acme is:retweet');
    expect(bare.asked(0).has('expansions')).toBe(false);
  });

  it('goes on from the newest post, a minute earlier, and never pays for older ones', async () => {
    const recent = Math.floor((Date.now() - timeOf(0).getTime()) / 60_000);
    const first = await open(xPlace([recent - 20, recent - 30]));
    const { cursor } = brought(await xConnector.poll(first.request));
    const second = await open(xPlace([recent - 10, recent - 20, recent - 30]));
    const { items } = brought(await xConnector.poll({ ...second.request, cursor }));
    expect(items.map(({ externalId }) => externalId)).toEqual([xId(recent - 10), xId(recent - 20)]);
    expect(second.asked(0).get('since_id')).toBe(xId(recent - 21));
  });

  it('pays for the rest of a gap once, when there is nothing new', async () => {
    const recent = Math.floor((Date.now() - timeOf(0).getTime()) / 60_000);
    const seen = [xId(recent - 10)];
    const cursor = { seen, gap: { next: '~rest', until: [xId(recent - 30)] } };
    const { request, server } = await open((asked, response) => {
      const isRest = asked.url?.includes('next_token=rest') === true;
      const old = { data: [xPost(recent - 20)], meta: { result_count: 1 } };
      response.end(JSON.stringify(isRest ? old : { meta: { result_count: 0 } }));
    });
    const result = brought(await xConnector.poll({ ...request, cursor }));
    expect(result.items.map(({ externalId }) => externalId)).toEqual([xId(recent - 20)]);
    expect(result.cursor).toEqual({ seen, gap: null });
    expect(server.requests).toHaveLength(2);
  });

  it('does not ask for what is older than the search knows', async () => {
    const cursor = { seen: [xId(1)], gap: null };
    const { request, asked } = await open(xPlace([2, 1]));
    await xConnector.poll({ ...request, cursor });
    expect(asked(0).has('since_id')).toBe(false);
  });

  it('keeps its place when nothing comes', async () => {
    const cursor = { seen: [xId(1)], gap: null };
    const { request } = await open(xPlace([]));
    const {
      items,
      cursor: after,
      complete,
    } = brought(await xConnector.poll({ ...request, cursor }));
    expect(items).toEqual([]);
    expect(after).toEqual(cursor);
    expect(complete).toBe(true);
  });

  it.each([
    ['its own header', { 'x-rate-limit-reset': String(Math.ceil(Date.now() / 1000) + 600) }],
    ['the usual one', { 'retry-after': '600' }],
  ])('waits as long as %s says', async (_name, headers) => {
    const { request } = await open(reply(429, headers, '{"title":"Too Many Requests"}'));
    const error = await failure(xConnector.poll(request));
    expect(error.code).toBe('rate-limited');
    const wait = (error.retryAt?.getTime() ?? 0) - Date.now();
    expect(wait).toBeGreaterThan(500_000);
    expect(wait).toBeLessThan(620_000);
  });

  it('says that it needs a key, before it spends anything', async () => {
    const { request, server } = await open(xPlace([1]), {}, {});
    const error = await failure(xConnector.poll(request));
    expect(error.code).toBe('no-access');
    expect(error.message).toContain('EARSHOT_X_BEARER_TOKEN');
    expect(server.requests).toHaveLength(0);
    expect(request.budget.used.get(SPENT)).toBe(0);
  });
});

describe('what is spent', () => {
  it('is what came', async () => {
    const { request } = await open(xPlace([5, 4, 3, 2, 1]));
    await xConnector.poll(request);
    expect(request.budget.used.get(SPENT)).toBe(5);
  });

  it('is nothing when the place fails', async () => {
    const { request } = await open(reply(500));
    await failure(xConnector.poll(request));
    expect(request.budget.used.get(SPENT)).toBe(0);
  });

  it('is what may have come, when that cannot be understood', async () => {
    const { request } = await open(reply(200, {}, '{"posts":[]}'));
    expect(await failure(xConnector.poll(request))).toMatchObject({ code: 'unreadable' });
    expect(request.budget.used.get(SPENT)).toBe(100);
  });

  it('never exceeds the limit: fewer are asked for at its end, and then none', async () => {
    const { request, asked, server } = await open(xPlace([1]), { postsPerMonth: 10 });
    await xConnector.poll(request);
    expect(asked(0).get('max_results')).toBe('10');
    await expect(xConnector.poll(request)).rejects.toBeInstanceOf(AllowanceSpent);
    expect(server.requests).toHaveLength(1);
  });

  it('keeps what was paid for when the limit is reached on the way', async () => {
    const { request } = await open(xPlace([5, 4, 3, 2, 1]), { postsPerMonth: 11 });
    const cursor = { seen: [xId(0)], gap: null };
    const result = brought(await xConnector.poll({ ...request, cursor }));
    expect(result.items.map(({ externalId }) => externalId)).toEqual([xId(5), xId(4)]);
    expect(result).toMatchObject({ complete: false, cursor: { gap: { next: '~2' } } });
    expect(result.freshForSeconds).toBeGreaterThan(3_000);
    const more = await open(xPlace([5, 4, 3, 2, 1]));
    const rest = brought(await xConnector.poll({ ...more.request, cursor: result.cursor }));
    expect(rest.items.map(({ externalId }) => externalId)).toContain(xId(1));
  });
});

describe('a post', () => {
  it('is whole: long text, addresses, escapes, author, what it answers', async () => {
    const post = xPost(1, {
      text: 'Acme &amp; I https://t.co/a …',
      note_tweet: {
        text: 'Acme &amp; I &lt;3 https://t.co/a all the way #Acme',
        entities: {
          urls: [{ url: 'https://t.co/a', expanded_url: 'https://acme.example/$&' }],
          hashtags: [{ tag: 'Acme' }],
        },
      },
      referenced_tweets: [
        { type: 'quoted', id: '8' },
        { type: 'replied_to', id: '9' },
      ],
      lang: 'in',
    });
    expect(await parsed({ data: [post], includes: xUsers, meta: { result_count: 1 } })).toEqual([
      {
        externalId: xId(1),
        url: `https://x.com/ada/status/${xId(1)}`,
        title: null,
        text: 'Acme & I <3 https://acme.example/$& all the way #Acme',
        author: { name: 'Ada', handle: 'ada', url: 'https://x.com/ada' },
        publishedAt: timeOf(1).toISOString(),
        updatedAt: null,
        rating: null,
        tags: ['Acme'],
        parentId: '9',
        language: 'id',
      },
    ]);
  });

  it('stays the same one when it is edited', async () => {
    const edited = xPost(5, { edit_history_tweet_ids: [xId(1), xId(5)], lang: 'und' });
    expect(await parsed({ data: [edited] })).toMatchObject([
      {
        externalId: xId(1),
        url: `https://x.com/i/status/${xId(5)}`,
        publishedAt: timeOf(1).toISOString(),
        updatedAt: timeOf(5).toISOString(),
        author: { handle: '7' },
        language: null,
      },
    ]);
  });
});

describe('looking posts up again', () => {
  const posts = [1, 2, 3, 4].map((post) => known(xId(post)));
  const error = (post: number, type: string): object => ({
    resource_id: xId(post),
    type: `https://api.twitter.com/2/problems/${type}`,
  });
  const answer = {
    data: [xPost(1), xPost(4, { edit_history_tweet_ids: [xId(4), xId(6)] })],
    includes: xUsers,
    errors: [error(2, 'resource-not-found'), error(3, 'not-authorized-for-resource')],
  };

  it('costs, so it is done only when it was asked for', async () => {
    const { request, server } = await open(reply(200, {}, JSON.stringify(answer)));
    expect(await xConnector.recheck?.look({ ...request, posts })).toEqual(new Map());
    expect(server.requests).toHaveLength(0);
  });

  it('tells what is deleted or protected', async () => {
    const { request, asked } = await open(reply(200, {}, JSON.stringify(answer)), {
      recheck: true,
    });
    const found = await xConnector.recheck?.look({ ...request, posts });
    expect(Object.fromEntries(found ?? [])).toEqual({
      [xId(1)]: expect.objectContaining({ text: 'Acme kettle, post 1' }) as object,
      [xId(2)]: 'missing',
      [xId(3)]: 'missing',
      [xId(4)]: 'there',
    });
    expect(asked(0).get('ids')).toBe([1, 2, 3, 4].map(xId).join(','));
    expect(request.budget.used.get(SPENT)).toBe(2);
  });
});

describe('addresses', () => {
  it('of searches and hashtags are known', () => {
    const from = (url: string) => xConnector.fromAddress?.(new URL(url));
    expect(from('https://x.com/search?q=acme%20kettle&f=live')?.query).toBe('acme kettle');
    expect(from('https://twitter.com/hashtag/acme')?.query).toBe('#acme');
    expect(from('https://x.com/acme')).toBeNull();
    expect(from('https://place.example/search?q=acme')).toBeNull();
  });
});
