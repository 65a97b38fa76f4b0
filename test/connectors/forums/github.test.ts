import { describe, expect, it } from 'vitest';
import { failure, HttpBench } from '../http-bench.js';
import { reply, type Handler } from '../loopback-server.js';
import { ask, brief, found, poll, read } from './asking.js';
import { made } from './forums-fixtures.js';

const bench = new HttpBench();
const APP = { repository: 'acme/app' };
const TOKEN = { EARSHOT_GITHUB_TOKEN: 'secret' };
const inAnHour = Math.ceil(Date.now() / 1000) + 3600;

describe('what GitHub answers', () => {
  it('is read without bots', async () => {
    const { items } = await read('github', 'github-search.json');
    expect(items).toEqual([
      {
        externalId: '9003',
        url: 'https://github.com/acme/app/issues/12',
        title: 'App loses the kettle',
        text: 'Since `2.1` it is **gone**',
        author: { name: 'amy-k', handle: 'amy-k', url: 'https://github.com/amy-k' },
        publishedAt: '2026-01-10T12:03:00.000Z',
        updatedAt: '2026-01-10T13:00:00.000Z',
        rating: null,
        tags: ['bug'],
        parentId: null,
        language: null,
      },
      expect.objectContaining({ externalId: '9001', author: null, text: '', updatedAt: null }),
    ]);
  });

  it('may be comments', async () => {
    const { items } = await read('github', 'github-comments.json');
    expect(items.map(brief)).toEqual([
      { externalId: 'comment-77', title: null, text: 'Same here', parentId: null },
    ]);
  });

  it('may be discussions with their comments', async () => {
    const { items } = await read('github', 'github-discussions.json');
    const title = 'Kettle goes off by itself';
    expect(items.map(brief)).toEqual([
      { externalId: 'D_1', title, text: 'Every *night*', parentId: null },
      { externalId: 'DC_1', title, text: 'Mine as well', parentId: 'D_1' },
    ]);
    expect(items[0]).toMatchObject({ author: null, updatedAt: '2026-01-10T12:09:00.000Z' });
  });

  it('is not all there is when GitHub ran out of time', async () => {
    const body = '{"total_count":1,"incomplete_results":true,"items":[]}';
    const asked = await ask(bench, 'github', APP, reply(200, {}, body));
    expect((await failure(poll(asked))).code).toBe('server-error');
  });
});

describe('github', () => {
  it('searches issues with the token, if there is one', async () => {
    const place = reply(200, {}, '{"total_count":0,"items":[]}');
    const asked = await ask(bench, 'github', { ...APP, query: '"acme kettle"' }, place, TOKEN);
    await poll(asked);
    expect(asked.paths()).toEqual([
      '/search/issues?q="acme+kettle"+in:title,body+repo:acme/app+is:issue&sort=created&order=desc&per_page=100',
    ]);
    expect(asked.server.requests[0]?.headers.authorization).toBe('Bearer secret');
    const open = await ask(bench, 'github', APP, place);
    await poll(open);
    expect(open.server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('goes through the comments of a repository page by page', async () => {
    const place: Handler = (request, response) => {
      const isFirst = request.url?.endsWith('&page=1') === true;
      if (isFirst) response.setHeader('link', '<https://api.github.com/x?page=2>; rel="next"');
      response.end(isFirst ? made('github-comments.json') : '[]');
    };
    const asked = await ask(bench, 'github', { ...APP, what: 'comments' }, place);
    expect((await poll(asked)).items).toHaveLength(1);
    expect(asked.paths()).toEqual([
      '/repos/acme/app/issues/comments?sort=created&direction=desc&per_page=100&page=1',
      '/repos/acme/app/issues/comments?sort=created&direction=desc&per_page=100&page=2',
    ]);
  });

  it('asks for discussions with a token only', async () => {
    const params = { ...APP, what: 'discussions' };
    const none = await ask(bench, 'github', params, reply(200));
    const error = await failure(poll(none));
    expect([error.code, none.server.requests.length]).toEqual(['no-access', 0]);
    expect(error.message).toContain('EARSHOT_GITHUB_TOKEN');

    const bodies: string[] = [];
    const place: Handler = (request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => bodies.push(text));
      request.on('end', () => {
        const page = made('github-discussions.json').toString();
        response.end(bodies.length === 1 ? page : page.replace('true', 'false'));
      });
    };
    const asked = await ask(bench, 'github', params, place, TOKEN);
    expect((await poll(asked)).items).toHaveLength(2);
    expect(bodies.map((body) => (JSON.parse(body) as { variables: unknown }).variables)).toEqual([
      { q: 'repo:acme/app sort:updated-desc', after: null },
      { q: 'repo:acme/app sort:updated-desc', after: 'Y3Vyc29yOjI1' },
    ]);
  });

  const usedUp = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(inAnHour) };
  it.each<[string, Handler, number]>([
    ['a 403 with nothing left', reply(403, usedUp), 3_000],
    ['a 429 with nothing left', reply(429, usedUp), 3_000],
    ['a 403 that says when', reply(403, { 'retry-after': '90' }), 80],
    [
      'a 403 that says why',
      reply(403, {}, '{"message":"You have exceeded a secondary rate limit."}'),
      50,
    ],
  ])('waits after %s', async (_name, place, seconds) => {
    const asked = await ask(bench, 'github', APP, place, TOKEN);
    const error = await failure(poll(asked));
    expect(error.code).toBe('rate-limited');
    expect(error.retryAt?.getTime()).toBeGreaterThan(Date.now() + seconds * 1000);
  });

  it('takes any other 403 for a refusal', async () => {
    const place = reply(403, {}, '{"message":"Forbidden"}');
    const asked = await ask(bench, 'github', APP, place, TOKEN);
    expect((await failure(poll(asked))).code).toBe('blocked');
  });

  it('pauses after an answer that was the last one allowed', async () => {
    const place = reply(200, usedUp, '{"total_count":0,"items":[]}');
    const asked = await ask(bench, 'github', APP, place);
    expect((await poll(asked)).freshForSeconds).toBeGreaterThan(3_000);
  });

  it.each([
    ['{"errors":[{"type":"RATE_LIMITED","message":"x"}]}', 'rate-limited'],
    ['{"data":null,"errors":[{"message":"Something went wrong"}]}', 'unreadable'],
  ])('hears what GraphQL says in a good answer: %s', async (body, code) => {
    const params = { ...APP, what: 'discussions' };
    const asked = await ask(bench, 'github', params, reply(200, usedUp, body), TOKEN);
    const error = await failure(poll(asked));
    expect(error.code).toBe(code);
    expect(error.retryAt !== null).toBe(code === 'rate-limited');
  });

  it('looks issues and comments up where they stand', async () => {
    const issue = {
      id: 1,
      number: 5,
      title: 'New title',
      html_url: 'https://github.com/acme/app/issues/5',
      created_at: '2026-01-10T12:00:00Z',
    };
    const routes = {
      '/repos/acme/app/issues/5': reply(200, {}, JSON.stringify(issue)),
      '/repos/acme/app/issues/6': reply(410),
      '/repos/acme/app/issues/7': reply(200, {}, JSON.stringify({ ...issue, id: 99 })),
    };
    const asked = await ask(bench, 'github', APP, routes);
    const site = 'https://github.com/acme/app/issues';
    const told = Object.fromEntries(
      await asked.look({
        '1': `${site}/5`,
        '2': `${site}/6`,
        '3': `${site}/7`,
        'comment-4': `${site}/5#issuecomment-4`,
        '5': null,
      }),
    );
    expect(told).toEqual({
      '1': expect.objectContaining({ title: 'New title' }),
      '2': 'missing',
      '3': 'there',
      'comment-4': 'missing',
    });
    expect(asked.paths().at(-1)).toBe('/repos/acme/app/issues/comments/4');
  });

  it('looks discussions up together', async () => {
    const said = {
      id: 'DC_1',
      url: 'https://github.com/x',
      body: 'Edited',
      createdAt: '2026-01-10',
    };
    const node = { ...said, discussion: { id: 'D_1', title: 'Kettle' } };
    const body = { data: { nodes: [node, null] }, errors: [{ type: 'NOT_FOUND', message: 'x' }] };
    const place = reply(200, {}, JSON.stringify(body));
    const asked = await ask(bench, 'github', { ...APP, what: 'discussions' }, place, TOKEN);
    expect(Object.fromEntries(await asked.look({ DC_1: null, D_2: null }))).toEqual({
      DC_1: expect.objectContaining({ text: 'Edited', title: 'Kettle', parentId: 'D_1' }),
      D_2: 'missing',
    });
  });

  it.each([
    ['https://github.com/Acme/App', 'issues acme/app '],
    ['https://github.com/acme/app/discussions/5', 'discussions acme/app '],
    ['https://github.com/acme', null],
    ['https://gist.github.com/acme/app', null],
  ])('knows by %s what is meant', (address, locator) => {
    expect(found('github', address)).toBe(locator);
  });
});
