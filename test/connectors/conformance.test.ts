import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Connector, Parsed, PollRequest, PollResult } from '../../src/connectors/connector.js';
import { PlaceError } from '../../src/connectors/errors.js';
import { connectorFor, connectors } from '../../src/connectors/index.js';
import { CASES, type ConformanceCase } from './conformance-cases.js';
import { fixture } from './feed-fixtures.js';
import { failure, HttpBench } from './http-bench.js';
import { redirect, reply, type Handler, type LoopbackServer } from './loopback-server.js';
import { ReroutedHttp } from './rerouted-http.js';

const bench = new HttpBench();

describe('the list of connectors', () => {
  it('names each kind once', () => {
    const kinds = connectors.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(kinds.length);
    for (const kind of kinds) expect(connectorFor(kind).kind).toBe(kind);
  });

  it('says which kinds there are when asked for another', () => {
    expect(() => connectorFor('fax')).toThrow(/"fax".*Known kinds: feed/);
  });

  it('has a case here for each', () => {
    expect(Object.keys(CASES).sort()).toEqual(connectors.map(({ kind }) => kind).sort());
  });
});

describe.each(connectors.map((connector) => [connector.kind, connector] as const))(
  '%s',
  (kind, connector) => {
    const one = CASES[kind];
    if (one === undefined) throw new Error(`conformance-cases.ts has no case for ${kind}`);
    describeParams(connector, one);
    describeParse(connector, one);
    describePoll(connector, one);
    describeErrors(connector, one);
  },
);

function describeParams(connector: Connector, one: ConformanceCase): void {
  it('describes its parameters, for forms and documentation', () => {
    expect(connector.title.length).toBeGreaterThan(10);
    const { properties = {} } = z.toJSONSchema(connector.params);
    expect(Object.keys(properties).length).toBeGreaterThan(0);
    for (const property of Object.values(properties)) expect(property).toHaveProperty('title');
  });

  it('accepts right parameters, refuses wrong ones, and knows the host', () => {
    const params = connector.params.parse(one.params('https://place.example/x'));
    expect(connector.host(params)).toMatch(/^[\w.-]+(?::\d+)?$/);
    for (const bad of one.badParams) expect(connector.params.safeParse(bad).success).toBe(false);
  });
}

function describeParse(connector: Connector, one: ConformanceCase): void {
  const { contentType, body } = one.answer;
  const url = 'https://place.example/x';

  it('reads an answer into whole items', async () => {
    const { items } = await connector.parse({ body, contentType, url });
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      expect(typeof item.externalId).toBe('string');
      expect(item.externalId).not.toBe('');
      const times = [item.publishedAt, item.updatedAt].filter((time) => time !== null);
      expect(times.map((time) => new Date(time).toISOString())).toEqual(times);
      expect(item.url ?? 'http://none').toMatch(/^https?:\/\//);
      expect(item.text).not.toMatch(/<\/?(?:p|br|div)\b/);
      expect(Object.values(item)).not.toContain(undefined);
    }
  });

  it.each<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['zero bytes', '\0\0\0'],
    ['junk', 'what ever'],
    ['a web page', fixture('sign-in.html')],
    ['bytes', Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 7919) % 256))],
    ['braces', '{'.repeat(100_000)],
    ['tags', '<a>'.repeat(100_000)],
    ...one.foreign.map(
      (foreign, i) => [`a foreign answer (${i + 1})`, foreign] satisfies [string, unknown],
    ),
  ])('finds %s unreadable, never empty', async (_name, junk) => {
    const asked = connector.parse({ body: Buffer.from(junk), contentType, url });
    expect((await failure(asked)).code).toBe('unreadable');
  });

  it('reads what was cut off no worse than in part', async () => {
    const whole = await connector.parse({ body, contentType, url });
    const ids = new Set(whole.items.map(({ externalId }) => externalId));
    for (const share of [0.2, 0.5, 0.9]) {
      const cut = body.subarray(0, Math.floor(body.length * share));
      const { items } = await connector.parse({ body: cut, contentType, url }).catch(nothingRead);
      expect(items.filter(({ externalId }) => !ids.has(externalId))).toEqual([]);
    }
  });
}

/** An error that says what to do is a fine answer; any other is a fault. */
function nothingRead(error: unknown): Pick<Parsed, 'items'> {
  if (error instanceof PlaceError) return { items: [] };
  throw error;
}

/** Asks a place that answers like this. */
async function poll(
  connector: Connector,
  one: ConformanceCase,
  handler: Handler,
  more: Partial<PollRequest<unknown>> = {},
): Promise<{ result: Promise<PollResult>; server: LoopbackServer }> {
  const server = await bench.serve(handler);
  const params = connector.params.parse(one.params(server.url('/place')));
  const http = new ReroutedHttp(bench.client(), server.url('/'));
  const { signal } = new AbortController();
  const ask = { params, cursor: null, validators: null, http, signal, ...more };
  return { result: connector.poll(ask), server };
}

function idsOf(result: PollResult): string[] {
  return result.outcome === 'items' ? result.items.map(({ externalId }) => externalId) : [];
}

function describePoll(connector: Connector, one: ConformanceCase): void {
  const { contentType, body } = one.answer;

  it('asks once, sends validators back, and understands "not modified"', async () => {
    const handler: Handler = (request, response) => {
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"v1"', 'content-type': contentType }).end(body);
    };
    const first = await poll(connector, one, handler);
    const { validators, ...result } = await first.result;
    expect(result.outcome).toBe('items');
    expect(first.server.requests).toHaveLength(1);
    const second = await poll(connector, one, handler, { validators });
    expect((await second.result).outcome).toBe('not-modified');
  });

  it('leaves a cursor that survives being stored', async () => {
    const first = await (await poll(connector, one, reply(200, {}, body))).result;
    const cursor: unknown = first.outcome === 'items' ? first.cursor : null;
    const stored: unknown = JSON.parse(JSON.stringify(cursor));
    const again = await poll(connector, one, reply(200, {}, body), { cursor: stored });
    expect((await again.result).outcome).toBe('items');
    const strange = await poll(connector, one, reply(200, {}, body), { cursor: { of: 'old' } });
    expect((await strange.result).outcome).toBe('items');
  });

  const { page } = one;
  if (page === null) return;
  it('pages to the known item, overlapping with it, each id once', async () => {
    const answers = (pages: Readonly<Record<string, string>>): Handler => {
      return (request, response) =>
        void response.end(pages[new URL(request.url ?? '', 'http://any').pathname]);
    };
    const early = answers({ '/place': page(['4', '3'], '/2'), '/2': page(['2', '1'], null) });
    const first = await (await poll(connector, one, early)).result;
    expect(idsOf(first)).toEqual(['4', '3', '2', '1']);
    const later = answers({
      '/place': page(['6', '5'], '/2'),
      '/2': page(['5', '4', '3'], '/3'),
      '/3': page(['2', '1'], null),
    });
    const cursor: unknown = first.outcome === 'items' ? first.cursor : null;
    const { result, server } = await poll(connector, one, later, { cursor });
    expect(idsOf(await result)).toEqual(['6', '5', '4', '3']);
    expect(server.requests).toHaveLength(2);
  });
}

function describeErrors(connector: Connector, one: ConformanceCase): void {
  const later = new Date(Date.now() + 3_600_000).toUTCString();

  it.each<[string, Handler, string]>([
    ['403 with a page', reply(403, {}, fixture('sign-in.html')), 'blocked'],
    ['404', reply(404), 'not-found'],
    ['410', reply(410), 'gone'],
    ['429 in seconds', reply(429, { 'retry-after': '60' }), 'rate-limited'],
    ['429 by date', reply(429, { 'retry-after': later }), 'rate-limited'],
    ['500', reply(500), 'server-error'],
    ['503 with Retry-After', reply(503, { 'retry-after': '60' }), 'rate-limited'],
    ['200 with nothing', reply(200), 'unreadable'],
    ['200 with an error page', reply(200, {}, fixture('sign-in.html')), 'unreadable'],
    ['200 with another schema', reply(200, {}, '{"error":"x"}'), 'unreadable'],
    ['a redirect to itself', redirect('/place'), 'bad-redirect'],
    ['a broken body', reply(200, { 'content-encoding': 'gzip' }, 'no gzip'), 'unreadable'],
    ['too much', reply(200, {}, Buffer.alloc(6_000_000, ' ')), 'too-large'],
  ])('%s is an error that says what to do, never "no posts"', async (_name, handler, code) => {
    const error = await failure((await poll(connector, one, handler)).result);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^[A-Z0-9].{20,}/);
  });

  it.each(['60', later])('waits when told to (Retry-After: %s)', async (value) => {
    const handler = reply(429, { 'retry-after': value });
    const error = await failure((await poll(connector, one, handler)).result);
    expect(error.retryAt?.getTime()).toBeGreaterThan(Date.now());
  });

  it('a sign-in page behind a redirect is unreadable', async () => {
    const handler: Handler = (request, response) => {
      if (request.url === '/sign-in') response.end(fixture('sign-in.html'));
      else response.writeHead(302, { location: '/sign-in' }).end();
    };
    expect((await failure((await poll(connector, one, handler)).result)).code).toBe('unreadable');
  });

  it('stops with the reason it was stopped for', async () => {
    const controller = new AbortController();
    const stop: Handler = () => controller.abort(new Error('shutting down'));
    const { result } = await poll(connector, one, stop, { signal: controller.signal });
    await expect(result).rejects.toThrow('shutting down');
  });
}
