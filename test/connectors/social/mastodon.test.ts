import { describe, expect, it } from 'vitest';
import {
  mastodonConnector,
  type MastodonParams,
} from '../../../src/connectors/social/mastodon.connector.js';
import { failure, HttpBench } from '../http-bench.js';
import { reply, type Handler } from '../loopback-server.js';
import { asking, brought, known } from '../asking.js';
import { mastodonId, mastodonPlace, mastodonStatus, mastodonUri } from './small-places.js';

const bench = new HttpBench();
const TOKENS = { EARSHOT_MASTODON_TOKENS: 'other.example=secret place.example=ours=' };

function params(more: object = {}): MastodonParams {
  return mastodonConnector.params.parse({ server: 'https://place.example', ...more });
}

async function parsed(...statuses: object[]) {
  const body = Buffer.from(JSON.stringify(statuses));
  return (await mastodonConnector.parse({ body })).items;
}

async function polled(handler: Handler, more: object, credentials = {}) {
  const server = await bench.serve(handler);
  return {
    server,
    result: mastodonConnector.poll(asking(bench, server, params(more), credentials)),
  };
}

const account = (more: object): object => ({
  account: { acct: 'ada@far.example', username: 'ada', url: 'https://far.example/@ada', ...more },
});

describe('a timeline', () => {
  it('is asked for several tags at once', async () => {
    const { server, result } = await polled(mastodonPlace([1]), {
      tags: ['#Acme', 'kettle', 'Tee'],
      localOnly: true,
    });
    await result;
    const { pathname, searchParams } = new URL(server.requests[0]?.url ?? '', 'http://any');
    expect(pathname).toBe('/api/v1/timelines/tag/Acme');
    expect(searchParams.getAll('any[]')).toEqual(['kettle', 'Tee']);
    expect(searchParams.get('local')).toBe('true');
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('without tags is that of all public posts, and goes on by ids', async () => {
    const { server, result } = await polled(mastodonPlace([5, 4, 3, 2, 1]), {});
    expect(brought(await result).items).toHaveLength(5);
    const asked = server.requests.map(({ url = '' }) => new URL(url, 'http://any'));
    expect(asked.map(({ pathname }) => pathname)).toEqual(
      Array(4).fill('/api/v1/timelines/public'),
    );
    expect(asked.map(({ searchParams }) => searchParams.get('max_id'))).toEqual([
      null,
      mastodonId(4),
      mastodonId(2),
      mastodonId(1),
    ]);
  });

  it('gives its token to the server that it is for, and to no other', async () => {
    const { server, result } = await polled(mastodonPlace([1]), {}, TOKENS);
    await result;
    expect(server.requests[0]?.headers.authorization).toBe('Bearer ours=');
    const other = await polled(mastodonPlace([1]), { server: 'https://third.example' }, TOKENS);
    await other.result;
    expect(other.server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it.each([401, 422])('that is closed (%i) says how to get in', async (status) => {
    const closed = reply(status, {}, '{"error":"This method requires an authenticated user"}');
    const error = await failure((await polled(closed, {})).result);
    expect(error.code).toBe('no-access');
    expect(error.message).toContain('EARSHOT_MASTODON_TOKENS as place.example=TOKEN');
  });

  it('is left alone as long as its last question says', async () => {
    const { result } = await polled((request, response) => {
      response.setHeader('x-ratelimit-remaining', '0');
      response.setHeader('x-ratelimit-reset', new Date(Date.now() + 240_000).toISOString());
      mastodonPlace([1])(request, response);
    }, {});
    const { freshForSeconds } = brought(await result);
    expect(freshForSeconds).toBeGreaterThan(200);
    expect(freshForSeconds).toBeLessThan(300);
  });
});

describe('a search', () => {
  it('needs a token', async () => {
    const { server, result } = await polled(mastodonPlace([1]), { search: 'acme' });
    expect((await failure(result)).code).toBe('no-access');
    expect(server.requests).toHaveLength(0);
  });

  it('goes on to older posts by their ids', async () => {
    const { server, result } = await polled(
      (request, response) => {
        const older = request.url?.includes('max_id') === true;
        response.end(
          JSON.stringify({
            accounts: [],
            hashtags: [],
            statuses: older ? [] : [mastodonStatus(1)],
          }),
        );
      },
      { search: 'acme kettle' },
      TOKENS,
    );
    expect(brought(await result).items).toHaveLength(1);
    const { pathname, searchParams } = new URL(server.requests[1]?.url ?? '', 'http://any');
    expect(pathname).toBe('/api/v2/search');
    expect(Object.fromEntries(searchParams)).toEqual({
      q: 'acme kettle',
      type: 'statuses',
      limit: '40',
      max_id: mastodonId(1),
    });
  });
});

describe('a post', () => {
  it('is whole', async () => {
    const [, answer] = await parsed(
      mastodonStatus(1),
      mastodonStatus(2, {
        in_reply_to_id: mastodonId(1),
        edited_at: '2026-01-10T13:00:00.000Z',
        spoiler_text: 'Rant',
        content: '<p>Second &amp; last</p>',
        media_attachments: [{ description: 'a broken kettle' }, { description: null }],
        poll: { options: [{ title: 'keep it' }, { title: 'return it' }] },
      }),
    );
    expect(answer).toEqual({
      externalId: mastodonUri(2),
      url: `https://far.example/@ada/${mastodonId(2)}`,
      title: null,
      text: 'Rant\n\nSecond & last\n\nkeep it\nreturn it\n\na broken kettle',
      author: { name: 'Ada', handle: 'ada@far.example', url: 'https://far.example/@ada' },
      publishedAt: '2026-01-10T12:02:00.000Z',
      updatedAt: '2026-01-10T13:00:00.000Z',
      rating: null,
      tags: ['acme'],
      parentId: mastodonUri(1),
      language: 'en',
    });
  });

  it('is one, boosted or not, and wherever it is seen', async () => {
    const boost = mastodonStatus(9, {
      content: '',
      reblog: mastodonStatus(1, { reblog: undefined }),
    });
    const elsewhere = mastodonStatus(1, { id: '5' });
    expect(
      (await parsed(mastodonStatus(1), boost, elsewhere)).map((item) => item.externalId),
    ).toEqual([mastodonUri(1)]);
  });

  it('by a member of the server is named with the server', async () => {
    const [item] = await parsed(mastodonStatus(1, account({ acct: 'ada', display_name: '' })));
    expect(item?.author).toMatchObject({ name: 'ada', handle: 'ada@far.example' });
  });

  it.each<[string, object]>([
    ['for followers', { visibility: 'private' }],
    ['for one person', { visibility: 'direct' }],
    ['of an author who is not to be indexed', account({ noindex: true })],
    ['of an author who is not to be found', account({ discoverable: false })],
    [
      'of an author who wants no bots',
      account({ note: '<p>Cook. <a href="x">#<span>NoBot</span></a></p>' }),
    ],
  ])('%s is left alone', async (_name, more) => {
    expect(await parsed(mastodonStatus(1, more))).toEqual([]);
  });

  it.each<[string, object]>([
    ['unlisted', { visibility: 'unlisted' }],
    ['of an author who never chose', account({ discoverable: null, note: '#nobottles' })],
  ])('%s is read', async (_name, more) => {
    expect(await parsed(mastodonStatus(1, more))).toHaveLength(1);
  });
});

describe('looking posts up again', () => {
  async function looked(handler: Handler, ...uris: string[]) {
    const server = await bench.serve(handler);
    const posts = uris.map((uri) => known(uri));
    const request = { ...asking(bench, server, params(), TOKENS), posts };
    return { server, found: mastodonConnector.recheck?.look(request) };
  }

  it('asks the server where they were written, without the token of another', async () => {
    const { server, found } = await looked(
      (request, response) => {
        const post = Number(request.url?.slice(-1));
        if (post === 2) return void response.writeHead(404).end('{"error":"Record not found"}');
        if (post === 3) return void response.writeHead(404).end('<html>moved</html>');
        const more = post === 4 ? { visibility: 'private' } : { content: '<p>edited</p>' };
        response.end(JSON.stringify(mastodonStatus(post, more)));
      },
      ...[1, 2, 3, 4].map(mastodonUri),
      'https://pleroma.example/objects/1-2',
      'tag:old,2017:x',
    );
    expect(Object.fromEntries((await found) ?? [])).toEqual({
      [mastodonUri(1)]: expect.objectContaining({ text: 'edited' }) as object,
      [mastodonUri(2)]: 'missing',
      [mastodonUri(4)]: 'there',
    });
    expect(server.requests.map(({ url }) => url)).toEqual(
      [1, 2, 3, 4].map((post) => `/api/v1/statuses/${mastodonId(post)}`),
    );
    expect(server.requests.some(({ headers }) => headers.authorization !== undefined)).toBe(false);
  });

  it.each([401, 403, 429, 500])('cannot tell when the server answers %i', async (status) => {
    const { found } = await looked(reply(status, {}, '{"error":"no"}'), mastodonUri(1));
    expect((await found)?.size).toBe(0);
  });

  it('waits when the source itself asks for a pause', async () => {
    const ours = `https://place.example/users/ada/statuses/${mastodonId(1)}`;
    const { found } = await looked(reply(429, { 'retry-after': '60' }), ours);
    expect((await failure(Promise.resolve(found))).code).toBe('rate-limited');
  });
});

describe('addresses', () => {
  it('of tag pages are known', () => {
    const found = mastodonConnector.fromAddress?.(
      new URL('https://place.example/tags/K%C3%A4nnchen'),
    );
    expect(found).toMatchObject({ server: 'https://place.example', tags: ['Kännchen'] });
    for (const other of ['https://place.example/tags/a/', 'https://place.example/about']) {
      expect(mastodonConnector.fromAddress?.(new URL(other))).toBeNull();
    }
  });

  it('make one place of the same question', () => {
    const one = mastodonConnector.locate(params({ tags: ['#Acme'] }));
    expect(one).toEqual({
      locator: 'place.example #acme',
      host: 'place.example',
      name: '#Acme on place.example',
      url: 'https://place.example/tags/Acme',
    });
    expect(mastodonConnector.locate(params({ tags: ['acme'] })).locator).toBe(one.locator);
  });
});
