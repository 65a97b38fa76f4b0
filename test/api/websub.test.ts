import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { Logger } from '@nestjs/common';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { PoliteHttp } from '../../src/connectors/http.js';
import { Subscriptions } from '../../src/pipeline/intake/subscriptions.js';
import { SourceEntity } from '../../src/store/entities/source.entity.js';
import { SubscriptionEntity } from '../../src/store/entities/subscription.entity.js';
import { heedPush } from '../../src/store/subscriptions.store.js';
import { LoopbackServer, reply, type Handler } from '../connectors/loopback-server.js';
import { startApi } from '../support/api.js';
import { addSource } from '../support/makers.js';

Logger.overrideLogger(false);
const PUBLIC = 'https://earshot.example';
const api = await startApi({ publicUrl: PUBLIC });
const { database } = api;

/** What the hub was asked, latest last. */
const asked: URLSearchParams[] = [];
let answer: Handler = reply(202);
const hub = await LoopbackServer.start((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  void once(request, 'end').then(() => {
    asked.push(new URLSearchParams(Buffer.concat(chunks).toString()));
    answer(request, response);
  });
});
afterAll(() => hub.close());
const TOPIC = hub.url('/feed');

let source: SourceEntity;
let subscriptions: Subscriptions;
beforeEach(async () => {
  await database.query('TRUNCATE source CASCADE');
  asked.length = 0;
  answer = reply(202);
  const params = { url: TOPIC, allowPrivate: true };
  source = await addSource(database, { params, etag: '"v1"', lastModified: 'then' });
  const http = new PoliteHttp({ userAgent: 'test' });
  subscriptions = subscribing(http, PUBLIC);
  await heedPush(database, source.id, { hub: hub.url('/hub'), topic: TOPIC });
  return () => http.close();
});

const subscribing = (http: PoliteHttp, publicUrl: string | null): Subscriptions =>
  new Subscriptions(
    database,
    { http },
    { server: { host: '', port: 0, publicUrl, trustedProxies: [] } },
  );
const present = (): Promise<SourceEntity> =>
  database.getRepository(SourceEntity).findOneByOrFail({ id: source.id });
const agreed = (): Promise<SubscriptionEntity> =>
  database.getRepository(SubscriptionEntity).findOneByOrFail({ sourceId: source.id });
const dueInSeconds = async (): Promise<number> =>
  ((await present()).nextPollAt.getTime() - Date.now()) / 1000;
const inTime = (sql: string): Promise<unknown> => database.query(`UPDATE subscription SET ${sql}`);

/** The address that the hub was given, as it reaches this API. */
function callback(query: Record<string, string> = {}): string {
  const given = new URL(asked.at(-1)?.get('hub.callback') ?? '');
  for (const [name, value] of Object.entries(query)) given.searchParams.set(name, value);
  return `${api.url}${given.pathname}${given.search}`;
}

const verify = (more: Record<string, string> = {}): Promise<Response> =>
  fetch(
    callback({
      'hub.mode': 'subscribe',
      'hub.topic': TOPIC,
      'hub.challenge': 'echo <me>',
      'hub.lease_seconds': '86400',
      ...more,
    }),
  );

function push(more: { secret?: string; method?: string; address?: string } = {}) {
  const body = '<feed/>';
  const { secret = asked.at(-1)?.get('hub.secret') ?? '', method = 'sha256' } = more;
  const mac = createHmac(method, secret).update(body).digest('hex');
  const headers = { 'content-type': 'application/atom+xml', 'x-hub-signature': `${method}=${mac}` };
  return fetch(more.address ?? callback(), { method: 'POST', headers, body });
}

async function subscribe(): Promise<void> {
  await subscriptions.renew();
  expect((await verify()).status).toBe(200);
}

describe('a feed that names a hub', () => {
  it('gets no way into our own network for the hub of another host', async () => {
    const params = { url: 'https://blog.example/feed', allowPrivate: true };
    await database.getRepository(SourceEntity).update(source.id, { params });
    await subscriptions.renew();
    expect(asked).toHaveLength(0);
  });

  it('is subscribed to, with an address and a secret of its own', async () => {
    await subscriptions.renew();
    await subscriptions.renew();
    expect(asked).toHaveLength(1);
    const [form] = asked;
    expect(form?.get('hub.mode')).toBe('subscribe');
    expect(form?.get('hub.topic')).toBe(TOPIC);
    expect(form?.get('hub.secret')).toMatch(/^[0-9a-f]{64}$/);
    expect(form?.get('hub.callback')).toMatch(
      new RegExp(`^${PUBLIC}/api/v1/intake/websub/${source.id}\\?key=.{43}$`),
    );
    expect(await agreed()).toMatchObject({ status: 'asked', expiresAt: null });
  });

  it('is not where no hub could reach us', async () => {
    const http = new PoliteHttp({ userAgent: 'test' });
    for (const publicUrl of [null, 'http://earshot.example'])
      await subscribing(http, publicUrl).renew();
    expect(asked).toEqual([]);
    await http.close();
  });

  it('that names none any more has no subscription, and one that does not tell keeps it', async () => {
    await subscribe();
    await heedPush(database, source.id, undefined);
    expect(await agreed()).toMatchObject({ status: 'active' });
    await heedPush(database, source.id, null);
    expect(await database.query('SELECT FROM subscription')).toEqual([]);
  });

  it('that names another hub is subscribed to there', async () => {
    await subscribe();
    await heedPush(database, source.id, { hub: hub.url('/other'), topic: TOPIC });
    await subscriptions.renew();
    expect(asked).toHaveLength(2);
    expect(await agreed()).toMatchObject({ status: 'asked', hub: hub.url('/other') });
  });

  it('never leads into the network of the operator by itself', async () => {
    await database.query('UPDATE source SET params = $1', [{ url: TOPIC }]);
    await subscriptions.renew();
    expect(asked).toEqual([]);
    expect(await agreed()).toMatchObject({ status: 'refused' });
  });
});

describe('a hub that verifies', () => {
  it('gets its challenge back for what was asked', async () => {
    await subscriptions.renew();
    const response = await verify();
    expect([response.status, await response.text()]).toEqual([200, 'echo <me>']);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    const { status, expiresAt } = await agreed();
    expect(status).toBe('active');
    expect((expiresAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(86_000_000);
  });

  it.each<[string, Record<string, string>]>([
    ['another topic', { 'hub.topic': 'https://other.example/feed' }],
    ['another mode', { 'hub.mode': 'unsubscribe' }],
    ['another address', { key: 'guessed' }],
    ['no challenge', { 'hub.challenge': '' }],
    ['a denial by somebody else', { 'hub.mode': 'denied', key: '' }],
  ])('gets nothing for %s', async (_case, more) => {
    await subscriptions.renew();
    expect((await verify(more)).status).toBe(404);
    expect(await agreed()).toMatchObject({ status: 'asked' });
  });

  it('gets nothing for what was asked long ago', async () => {
    await subscriptions.renew();
    await inTime(`asked_at = now() - interval '25 hours'`);
    expect((await verify()).status).toBe(404);
  });

  it('that denies leaves the feed to be polled as before', async () => {
    await subscribe();
    await database.query(`UPDATE source SET next_poll_at = now() + interval '6 hours'`);
    expect((await verify({ 'hub.mode': 'denied' })).status).toBe(200);
    expect(await agreed()).toMatchObject({ status: 'refused', expiresAt: null });
    expect(await dueInSeconds()).toBeLessThan(901);
    await subscriptions.renew();
    expect(asked).toHaveLength(1);
  });
});

describe('while a hub pushes', () => {
  const polled = (minutesAgo = 0): Promise<unknown> =>
    database.query(
      `UPDATE source SET last_polled_at = now() - $1 * interval '1 minute',
              next_poll_at = now() + interval '15 minutes'`,
      [minutesAgo],
    );

  it('the feed is polled as rarely as it may be', async () => {
    await polled();
    await heedPush(database, source.id, undefined);
    expect(await dueInSeconds()).toBeLessThan(901);
    await subscribe();
    await heedPush(database, source.id, undefined);
    expect(await dueInSeconds()).toBeGreaterThan(21_000);
  });

  it.each(['sha256', 'sha1', 'sha512'])(
    'a push signed with %s makes it due at once, and asked without validators',
    async (method) => {
      await subscribe();
      await polled(5);
      expect((await push({ method })).status).toBe(202);
      expect(await present()).toMatchObject({ etag: null, lastModified: null });
      expect(await dueInSeconds()).toBeLessThanOrEqual(0);
      expect((await agreed()).lastPushAt).not.toBeNull();
    },
  );

  it('many pushes are no flood of polls', async () => {
    await subscribe();
    await polled();
    for (let n = 0; n < 5; n++) await push();
    expect(await dueInSeconds()).toBeGreaterThan(20);
  });

  it('a push that comes during a poll is followed by another', async () => {
    await subscribe();
    await polled(1);
    await push();
    await heedPush(database, source.id, undefined);
    expect(await dueInSeconds()).toBeLessThan(31);
  });

  it('what is not signed by it changes nothing', async () => {
    await subscribe();
    await polled(5);
    expect((await push({ secret: 'guessed' })).status).toBe(202);
    expect(await present()).toMatchObject({ etag: '"v1"' });
    expect(await dueInSeconds()).toBeGreaterThan(600);
    expect((await push({ address: callback({ key: 'guessed' }) })).status).toBe(404);
  });

  it('it is asked again before the lease is over', async () => {
    await subscribe();
    await inTime(
      `asked_at = now() - interval '12 hours', expires_at = now() + interval '12 hours'`,
    );
    await subscriptions.renew();
    expect(asked).toHaveLength(1);
    await inTime(`asked_at = now() - interval '20 hours', expires_at = now() + interval '4 hours'`);
    await subscriptions.renew();
    expect(asked).toHaveLength(2);
    expect(await agreed()).toMatchObject({ status: 'active' });
    expect((await verify()).status).toBe(200);
  });

  it('and lets the lease run out, the feed is polled as before', async () => {
    await subscribe();
    await database.query(`UPDATE source SET next_poll_at = now() + interval '6 hours'`);
    await inTime(`expires_at = now() - interval '1 second'`);
    await subscriptions.renew();
    expect(await dueInSeconds()).toBeLessThan(901);
    expect(await agreed()).toMatchObject({ status: 'asked', expiresAt: null });
    expect(asked).toHaveLength(2);
  });
});

describe('a hub in trouble', () => {
  it('is asked again a day later', async () => {
    answer = reply(503);
    await subscriptions.renew();
    expect(await agreed()).toMatchObject({ status: 'asked' });
    await subscriptions.renew();
    expect(asked).toHaveLength(1);
    await inTime(`asked_at = now() - interval '25 hours'`);
    await subscriptions.renew();
    expect(asked).toHaveLength(2);
  });

  it('that will not is left alone for a week', async () => {
    answer = reply(400);
    await subscriptions.renew();
    expect(await agreed()).toMatchObject({ status: 'refused' });
    await inTime(`asked_at = now() - interval '6 days'`);
    await subscriptions.renew();
    expect(asked).toHaveLength(1);
    await inTime(`asked_at = now() - interval '8 days'`);
    await subscriptions.renew();
    expect(asked).toHaveLength(2);
  });
});
