import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type {
  Connector,
  Parsed,
  PollRequest,
  PollResult,
  PolledConnector,
} from '../../src/connectors/connector.js';
import { PlaceError } from '../../src/connectors/errors.js';
import { connectorFor, connectors } from '../../src/connectors/index.js';
import { outsideOf } from '../support/outside.js';
import type { ConformanceCase, PolledCase } from './conformance-case.js';
import { CASES } from './conformance-cases.js';
import { fixture } from './feed/feed-fixtures.js';
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

  it('is asked whose an address is, however badly it is written', () => {
    const pages = ['hashtag/%zz', 'tags/%zz', 'tagged/%zz', '@%zz', 't/%zz', 'c/%zz/1', '?q=%zz'];
    const hosts = ['x.com', 'bsky.app', 'www.tumblr.com', 'www.youtube.com', 'place.example'];
    for (const host of hosts)
      for (const page of pages)
        for (const connector of connectors)
          expect(() => connector.fromAddress?.(new URL(page, `https://${host}`))).not.toThrow();
  });

  it('takes leave to reach our own network to no other host than it was given for', () => {
    const [at, allowPrivate] = ['http://wiki.lan/a/', true];
    for (const { kind, moved, params } of connectors) {
      if (moved === undefined) continue;
      const own = [
        { url: at, allowPrivate },
        { instance: at, allowPrivate },
      ]
        .map((each) => params.safeParse(each))
        .find(({ success }) => success)?.data;
      if (own === undefined) throw new Error(`${kind} is given by something else`);
      expect(moved(own, 'http://wiki.lan/b/')).toHaveProperty('allowPrivate', true);
      expect(moved(own, 'http://b.example/a/')).not.toHaveProperty('allowPrivate', true);
    }
  });

  it('has a case here for each', () => {
    expect(Object.keys(CASES).sort()).toEqual(connectors.map(({ kind }) => kind).sort());
  });
});

describe.each(connectors.map((connector) => [connector.kind, connector] as const))(
  '%s',
  (kind, connector) => {
    const one = CASES[kind];
    if (one === undefined)
      return it('has a case here', () => expect(Object.keys(CASES)).toContain(kind));
    describeItself(connector, one);
    describeParse(connector, one);
    const { poll } = connector;
    it('is polled when its case says so, and receives otherwise', () => {
      expect(poll !== undefined).toBe(one.polled !== undefined);
    });
    if (poll === undefined || one.polled === undefined) return;
    const polled: Polled = { connector: { ...connector, poll }, one, how: one.polled };
    describePoll(polled);
    describePages(polled);
    if (one.polled.form !== 'stream') describeErrors(polled);
  },
);

interface Polled {
  readonly connector: PolledConnector;
  readonly one: ConformanceCase;
  readonly how: PolledCase;
}

function describeItself(connector: Connector, one: ConformanceCase): void {
  it('says what it reads, and on what terms', () => {
    expect(connector.kind).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(connector.title.length).toBeGreaterThan(10);
    expect(connector.terms.note).toMatch(/^[A-Z].{20,}[.]$/s);
    for (const { env, title } of connector.credentials ?? []) {
      expect(env).toMatch(/^EARSHOT_[A-Z0-9_]+$/);
      expect(title.length).toBeGreaterThan(5);
    }
  });

  it('describes its parameters, for forms and documentation', () => {
    const { properties = {} } = z.toJSONSchema(connector.params, { io: 'input' });
    expect(Object.keys(properties).length).toBeGreaterThan(0);
    for (const property of Object.values(properties)) {
      expect(property).toHaveProperty('title');
      expect(property).toHaveProperty('description');
    }
  });

  it('accepts right parameters, refuses wrong ones, and knows the place', () => {
    const given = one.params('https://place.example/x');
    const params = connector.params.parse(given);
    const place = connector.locate(params);
    expect(place.host).toMatch(/^[\w.-]+(?::\d+)?$/);
    expect(place.name).not.toBe('');
    expect(place.url ?? 'https://none').toMatch(/^https?:\/\//);
    expect(connector.locate(connector.params.parse(given)).locator).toBe(place.locator);
    for (const bad of one.badParams) expect(connector.params.safeParse(bad).success).toBe(false);
  });
}

function describeParse(connector: Connector, one: ConformanceCase): void {
  const { contentType, body } = one.answer;
  const url = 'https://place.example/x';

  it('reads an answer into whole items', async () => {
    const { items } = await connector.parse({ body: Buffer.from(body), contentType, url });
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      expect(typeof item.externalId).toBe('string');
      expect(item.externalId).not.toBe('');
      const times = [item.publishedAt, item.updatedAt].filter((time) => time !== null);
      expect(times.map((time) => new Date(time).toISOString())).toEqual(times);
      expect(item.url ?? 'http://none').toMatch(/^https?:\/\//);
      expect(item.text).not.toMatch(/<\/?(?:p|br|div)\b/);
      expect(item.text + (item.title ?? '')).not.toBe('');
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
    const whole = await connector.parse({ body: Buffer.from(body), contentType, url });
    const ids = new Set(whole.items.map(({ externalId }) => externalId));
    for (const share of [0.2, 0.5, 0.9]) {
      const bytes = Buffer.from(body);
      const cut = bytes.subarray(0, Math.floor(bytes.length * share));
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

type More = Partial<PollRequest<unknown>>;

/** Asks a place that answers like this. */
async function poll(
  { connector, one }: Polled,
  handler: Handler,
  more: More = {},
): Promise<{ result: Promise<PollResult>; server: LoopbackServer }> {
  const server = await bench.serve(handler);
  return { result: connector.poll({ ...asking(connector, one, server), ...more }), server };
}

function asking(
  connector: Connector,
  { params, credentials }: ConformanceCase,
  server: LoopbackServer,
): PollRequest<unknown> {
  return {
    ...outsideOf(new ReroutedHttp(bench.client(), server.url('/')), credentials),
    params: connector.params.parse(params(server.url('/place'))),
    signal: new AbortController().signal,
    cursor: null,
    validators: null,
    wanted: () => true,
  };
}

function idsOf(result: PollResult): string[] {
  return result.outcome === 'items' ? result.items.map(({ externalId }) => externalId) : [];
}

const cursorOf = (result: PollResult): unknown =>
  result.outcome === 'items' ? (JSON.parse(JSON.stringify(result.cursor)) as unknown) : null;

function describePoll(polled: Polled): void {
  const { place, idOf, conditional } = polled.how;
  const ids = (...posts: number[]): string[] => posts.map(idOf).sort();

  it('reads a place, and leaves a cursor that survives being stored', async () => {
    const first = await (await poll(polled, place([2, 1]))).result;
    expect(idsOf(first).sort()).toEqual(ids(2, 1));
    const again = await poll(polled, place([3, 2, 1]), { cursor: cursorOf(first) });
    expect(idsOf(await again.result)).toContain(idOf(3));
    const strange = await poll(polled, place([2, 1]), { cursor: { of: 'old' } });
    expect(idsOf(await strange.result).sort()).toEqual(ids(2, 1));
  });

  it('takes a place that has nothing new for what it is', async () => {
    const first = await (await poll(polled, place([2, 1]))).result;
    const again = await (await poll(polled, place([2, 1]), { cursor: cursorOf(first) })).result;
    expect(again.outcome === 'items' && again.complete === false).toBe(false);
    expect(idsOf(again).filter((id) => !ids(2, 1).includes(id))).toEqual([]);
  });

  if (!conditional) return;
  it('asks once, sends validators back, and understands "not modified"', async () => {
    const handler: Handler = (request, response) => {
      if (request.headers['if-none-match'] === '"v1"') return void response.writeHead(304).end();
      response.setHeader('etag', '"v1"');
      place([2, 1])(request, response);
    };
    const first = await poll(polled, handler);
    const { validators, ...result } = await first.result;
    expect(result.outcome).toBe('items');
    const second = await poll(polled, handler, { validators });
    expect((await second.result).outcome).toBe('not-modified');
    expect(second.server.requests).toHaveLength(1);
  });
}

function describePages(polled: Polled): void {
  const { place, idOf, form } = polled.how;

  it('goes on to the posts known from last time, overlapping with them, each id once', async () => {
    const before = [4, 3, 2, 1];
    const first = await (await poll(polled, place(before))).result;
    const now = Array.from({ length: 8 }, (_, post) => 8 - post);
    const second = await (await poll(polled, place(now), { cursor: cursorOf(first) })).result;
    const brought = idsOf(second);
    expect(new Set(brought).size).toBe(brought.length);
    expect(brought).toEqual(expect.arrayContaining([8, 7, 6, 5].map(idOf)));
    expect(brought.filter((id) => before.map(idOf).includes(id)).length).toBeGreaterThan(0);
  });

  const { history } = polled.connector;
  if (form === 'pages') it('has a past', () => expect(history).toBeDefined());
  if (history === undefined) return;
  it('gives its past page by page, and comes to an end', async () => {
    const posts = [7, 6, 5, 4, 3, 2, 1];
    const server = await bench.serve(place(posts));
    const seen = new Set<string>();
    let position: string | null = null;
    for (let pages = 0; pages < 20; pages++) {
      const { connector, one } = polled;
      const page = await history({ ...asking(connector, one, server), position });
      for (const { externalId } of page.items) seen.add(externalId);
      position = page.next;
      if (position === null) break;
    }
    expect(position).toBeNull();
    expect([...seen].sort()).toEqual(posts.map(idOf).sort());
  });
}

function describeErrors(polled: Polled): void {
  const { connector, one, how } = polled;
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
    const error = await failure((await poll(polled, handler)).result);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^[A-Z0-9].{20,}/);
  });

  it.each(['60', later])('waits when told to (Retry-After: %s)', async (value) => {
    const handler = reply(429, { 'retry-after': value });
    const error = await failure((await poll(polled, handler)).result);
    expect(error.retryAt?.getTime()).toBeGreaterThan(Date.now());
  });

  it('a sign-in page behind a redirect is unreadable', async () => {
    const handler: Handler = (request, response) => {
      if (request.url === '/sign-in') response.end(fixture('sign-in.html'));
      else response.writeHead(302, { location: '/sign-in' }).end();
    };
    const { result, server } = await poll(polled, handler);
    const { code } = await failure(result);
    // What is posted to one address is never sent on to another.
    const posted = server.requests.some(({ method }) => method === 'POST');
    expect(code).toBe(posted ? 'bad-redirect' : 'unreadable');
  });

  it('stops with the reason it was stopped for', async () => {
    const controller = new AbortController();
    const stop: Handler = () => controller.abort(new Error('shutting down'));
    const { result } = await poll(polled, stop, { signal: controller.signal });
    await expect(result).rejects.toThrow('shutting down');
  });

  const { recheck } = connector;
  if (recheck === undefined) return;
  it.each([403, 429, 500, 503])('never takes %i for a deleted post', async (status) => {
    const server = await bench.serve(reply(status));
    const posts = [{ externalId: how.idOf(1), url: server.url('/posts/1'), parentId: null }];
    const looked = recheck.look({ ...asking(connector, one, server), posts });
    const told = await looked.catch((error: unknown) => {
      if (error instanceof PlaceError) return new Map<string, unknown>();
      throw error;
    });
    expect([...told.values()]).not.toContain('missing');
  });
}
