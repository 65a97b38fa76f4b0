import { describe, expect, it } from 'vitest';
import { freshForSeconds, retryAfter } from '../../../src/connectors/http/freshness.js';
import { failure, HttpBench } from '../http-bench.js';
import { reply } from '../loopback-server.js';

const bench = new HttpBench();
const own = { allowPrivate: true };
const NOW = new Date('2026-01-01T00:00:00Z');

describe('requests', () => {
  it('say who asks, and nothing else about us', async () => {
    const server = await bench.serve({ '/': reply(200, {}, 'x') });
    await bench.client().get(server.url('/'), { ...own, accept: 'application/xml' });
    const { headers } = server.requests[0] ?? {};
    expect(headers).toMatchObject({
      'user-agent': 'Earshot/1.2.3 (+https://earshot.example/contact)',
      accept: 'application/xml',
    });
    expect(Object.keys(headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
  });

  it('send validators back exactly as they came, odd bytes included', async () => {
    const etag = 'W/"a,b \u00e9"';
    const server = await bench.serve((request, response) => {
      const known = request.headers['if-none-match'];
      if (known === etag) response.writeHead(304, { 'last-modified': 'later' }).end();
      else response.writeHead(200, { etag, 'last-modified': 'whenever' }).end('x');
    });
    const client = bench.client();
    const first = await client.get(server.url('/'), own);
    expect(first.validators).toEqual({ etag, lastModified: 'whenever' });
    const second = await client.get(server.url('/'), { ...own, validators: first.validators });
    expect(second.status).toBe(304);
    expect(second.body).toHaveLength(0);
    expect(second.validators).toEqual({ etag, lastModified: 'later' });
    expect(server.requests[1]?.headers['if-modified-since']).toBe('whenever');
  });

  it('take a 304 to a first question for what it is', async () => {
    const server = await bench.serve({ '/': reply(304) });
    const validators = { etag: null, lastModified: null };
    const error = await failure(bench.client().get(server.url('/'), { ...own, validators }));
    expect(error.code).toBe('unreadable');
  });

  it('go to one host one at a time, and to others meanwhile', async () => {
    let open = 0;
    let most = 0;
    const server = await bench.serve((_request, response) => {
      most = Math.max(most, ++open);
      setImmediate(() => {
        open--;
        response.end('x');
      });
    });
    const stuck = await bench.serve(() => undefined);
    const client = bench.client();
    const waiting = failure(
      client.get(stuck.url('/'), { ...own, signal: AbortSignal.timeout(2000) }),
    );
    await Promise.all(Array.from({ length: 8 }, (_, n) => client.get(server.url(`/${n}`), own)));
    expect(most).toBe(1);
    expect(server.requests.map(({ url }) => url)).toEqual(
      Array.from({ length: 8 }, (_, n) => `/${n}`),
    );
    await stuck.close();
    expect((await waiting).code).toBe('unreachable');
  });
});

describe('statuses', () => {
  it.each([
    [401, 'blocked', 'later'],
    [403, 'blocked', 'later'],
    [407, 'blocked', 'later'],
    [404, 'not-found', 'later'],
    [410, 'gone', 'never'],
    [418, 'rejected', 'later'],
    [451, 'blocked', 'later'],
    [500, 'server-error', 'soon'],
    [503, 'server-error', 'soon'],
    [204, 'unreadable', 'soon'],
    [206, 'unreadable', 'soon'],
  ])('%i is %s, to be asked again %s', async (status, code, retry) => {
    const server = await bench.serve({ '/': reply(status) });
    const error = await failure(bench.client().get(server.url('/?key=secret'), own));
    expect(error).toMatchObject({ code, retry, status, retryAt: null });
    expect(error.message).toContain(String(status));
    expect(error.message).not.toContain('secret');
  });

  it.each([403, 429, 503])('%i with a robot check is a refusal', async (status) => {
    const headers = { 'cf-mitigated': 'challenge', 'retry-after': '60' };
    const server = await bench.serve({ '/': reply(status, headers) });
    expect((await failure(bench.client().get(server.url('/'), own))).code).toBe('blocked');
  });

  it.each<[string, number, Record<string, string>]>([
    ['403 with Retry-After', 403, { 'retry-after': '120' }],
    [
      '403 with a budget used up',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '120' },
    ],
    ['429 that tells by its budget', 429, { 'ratelimit-remaining': '0', 'ratelimit-reset': '120' }],
  ])('%s asks for a pause', async (_name, status, headers) => {
    const server = await bench.serve({ '/': reply(status, headers) });
    const askedAt = Date.now();
    const error = await failure(bench.client().get(server.url('/'), own));
    expect(error).toMatchObject({ code: 'rate-limited', retry: 'later', status });
    expect(error.retryAt?.getTime()).toBeGreaterThanOrEqual(askedAt + 120_000);
  });

  it('are answers where they are wanted, within the same limits', async () => {
    const server = await bench.serve({
      '/': reply(400, {}, '{"error_id":502}'),
      '/endless': reply(400, {}, Buffer.alloc(100_000)),
    });
    const wanted = { ...own, answers: [400], maxBytes: 10_000 };
    const { status, body } = await bench.client().get(server.url('/'), wanted);
    expect([status, Buffer.from(body).toString()]).toEqual([400, '{"error_id":502}']);
    expect((await failure(bench.client().get(server.url('/endless'), wanted))).code).toBe(
      'too-large',
    );
  });

  it.each([301, 302, 303, 307, 308])('%i does not lead what is sent elsewhere', async (status) => {
    const server = await bench.serve({ '/': reply(status, { location: '/next' }) });
    const posted = { ...own, contentType: 'application/json', body: '{}' };
    const error = await failure(bench.client().post(server.url('/'), posted));
    expect(error).toMatchObject({ code: 'bad-redirect', retry: 'later' });
    expect(server.requests).toHaveLength(1);
  });

  it.each([300, 305])('%i brings nothing to read', async (status) => {
    const server = await bench.serve({ '/': reply(status, { location: '/next' }) });
    expect((await failure(bench.client().get(server.url('/'), own))).code).toBe('unreadable');
  });

  it.each([429, 503])(
    '%i waits as long as the place says, in seconds or by date',
    async (status) => {
      const date = new Date(Date.now() + 3_600_000).toUTCString();
      const server = await bench.serve({
        '/seconds': reply(status, { 'retry-after': '120' }),
        '/date': reply(status, { 'retry-after': date }),
      });
      const askedAt = Date.now();
      const inSeconds = await failure(bench.client().get(server.url('/seconds'), own));
      const byDate = await failure(bench.client().get(server.url('/date'), own));
      expect(inSeconds).toMatchObject({ code: 'rate-limited', retry: 'later' });
      expect(inSeconds.retryAt?.getTime()).toBeGreaterThanOrEqual(askedAt + 120_000);
      expect(byDate.retryAt?.getTime()).toBeGreaterThan(askedAt + 3_000_000);
    },
  );

  it('says so when the name is unknown or the door closed', async () => {
    const gone = await bench.serve({});
    const url = gone.url('/');
    await gone.close();
    const refused = await failure(bench.client().get(url, own));
    expect(refused).toMatchObject({ code: 'unreachable', retry: 'soon' });
    const unknown = bench.client({
      lookup: (_host, _options, callback) =>
        callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), ''),
    });
    expect((await failure(unknown.get('http://place.example/'))).message).toMatch(
      /name.*not known/,
    );
  });
});

describe('freshness', () => {
  it.each([
    [{ 'cache-control': 'public, max-age=600' }, 600],
    [{ 'cache-control': 'max-age=600', age: '100' }, 500],
    [{ 'cache-control': 'max-age=100', age: '600' }, 0],
    [{ 'cache-control': 'max-age=99999999999' }, 2_592_000],
    [{ 'cache-control': 'no-cache, max-age=600' }, null],
    [{ expires: 'Thu, 01 Jan 2026 01:00:00 GMT' }, 3600],
    [{ expires: '0' }, null],
    [{ date: 'Thu, 01 Jan 2026 02:00:00 GMT', expires: 'Thu, 01 Jan 2026 02:30:00 GMT' }, 1800],
    [{}, null],
  ])('%j → %s', (headers, seconds) => expect(freshForSeconds(headers, NOW)).toBe(seconds));

  it.each([
    [{ 'retry-after': '90' }, '2026-01-01T00:01:30.000Z'],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:10:00 GMT' }, '2026-01-01T00:10:00.000Z'],
    [{ 'retry-after': 'Wed, 31 Dec 2025 00:10:00 GMT' }, NOW.toISOString()],
    [{ 'retry-after': '600000' }, '2026-01-07T22:40:00.000Z'],
    // Nobody means years.
    [{ 'retry-after': '999999999999' }, '2026-01-08T00:00:00.000Z'],
    [{ 'retry-after': 'Thu, 01 Jan 2099 00:00:00 GMT' }, '2026-01-08T00:00:00.000Z'],
    // The place's clock is an hour behind ours: it still means ten minutes.
    [
      { date: 'Wed, 31 Dec 2025 23:00:00 GMT', 'retry-after': 'Wed, 31 Dec 2025 23:10:00 GMT' },
      '2026-01-01T00:10:00.000Z',
    ],
  ])('Retry-After %j → %s', (headers, at) =>
    expect(retryAfter(headers, NOW)?.toISOString()).toBe(at),
  );

  it.each(['', 'soon', '-5'])('Retry-After "%s" says nothing', (value) =>
    expect(retryAfter({ 'retry-after': value }, NOW)).toBeNull(),
  );
});
