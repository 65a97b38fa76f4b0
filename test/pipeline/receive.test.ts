import { createHmac } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { PoliteHttp } from '../../src/connectors/http.js';
import { PollStep } from '../../src/pipeline/poll.step.js';
import { Receive } from '../../src/pipeline/intake/receive.js';
import type { Bus } from '../../src/queue/bus.js';
import { SourceEntity } from '../../src/store/entities/source.entity.js';
import { SubscriptionEntity } from '../../src/store/entities/subscription.entity.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { MonitorsStore } from '../../src/store/monitors.store.js';
import { SourcesStore } from '../../src/store/sources.store.js';
import { LoopbackServer } from '../connectors/loopback-server.js';
import { openDatabase } from '../support/database.js';
import { addMonitor, addSource, Dice, makeSettings } from '../support/makers.js';
import { outsideOf } from '../support/outside.js';
import { openBus } from './bus.js';
import { Fate, mortalBus, mortalDatabase } from './mortal.js';

Logger.overrideLogger(false);
const { database, url: databaseUrl } = await openDatabase();
await addMonitor(database);
const settings = makeSettings();
const http = new PoliteHttp({ userAgent: 'test' });
afterAll(() => http.close());

let bus: Bus;
beforeEach(async () => {
  await database.query('TRUNCATE source CASCADE');
  bus = await openBus(databaseUrl);
  return () => bus.close();
});

/** Signed as GitHub does it: what is signed is the body alone. */
function signed(secret: string, payload: unknown) {
  const body = Buffer.from(JSON.stringify(payload));
  const mac = createHmac('sha256', secret).update(body).digest('hex');
  return { body, headers: { 'x-hub-signature-256': `sha256=${mac}` } };
}

describe('a delivery', () => {
  it('comes to the same, wherever the process that takes it in is killed', async () => {
    const params = { name: 'Shop', secretVersion: 1 };
    const { id } = await addSource(database, { kind: 'webhook', host: 'shop', params });
    const secret = (await new Receive(database, bus, settings).secretOf(id)) ?? '';
    const told = Array.from({ length: 12 }, (_, n) =>
      n % 4 === 3
        ? { type: 'mention.deleted', data: { external_id: `p${n - 1}` } }
        : { external_id: `p${n}`, text: `Apex ${n}`, author: n % 2 === 0 ? 'ann' : 'bob' },
    );
    const fate = new Fate(new Dice(5), 0.04);
    const mortal = new Receive(mortalDatabase(database, fate), mortalBus(bus, fate), settings);
    for (const payload of told) {
      const outcomes: string[] = [];
      // The sender sends again until it is told that all is well.
      while (outcomes.at(-1) !== 'stored' && outcomes.at(-1) !== 'repeated')
        outcomes.push(
          await mortal.receive(id, signed(secret, payload)).then(
            ({ outcome }) => outcome,
            () => 'killed',
          ),
        );
    }
    expect(fate.deaths).toBeGreaterThan(5);
    const posts = await database.query<{ id: string; gone: boolean }[]>(
      'SELECT external_id AS id, gone_at IS NOT NULL AS gone FROM mention ORDER BY mention.id',
    );
    expect(posts.map((post) => post.id)).toEqual(
      '0 1 2 4 5 6 8 9 10'.split(' ').map((n) => `p${n}`),
    );
    expect(posts.filter(({ gone }) => gone).map((post) => post.id)).toEqual(['p2', 'p6', 'p10']);
    expect(await database.query('SELECT FROM delivery')).toHaveLength(12);
    expect(await database.query('SELECT FROM poll')).toHaveLength(12);
  });

  it('is signed with what the environment says, when it says something', async () => {
    const params = { name: 'Shop', secretVersion: 1 };
    const { id } = await addSource(database, { kind: 'webhook', host: 'shop', params });
    const receive = new Receive(database, bus, settings);
    const own = await receive.secretOf(id);
    process.env['EARSHOT_SECRET'] = 'of the operator';
    const given = await receive.secretOf(id);
    delete process.env['EARSHOT_SECRET'];
    const key = createHmac('sha256', 'of the operator').update(`webhook:${id}:1`).digest('base64');
    expect(given).toBe(`whsec_${key}`);
    expect(await receive.secretOf(id)).toBe(own);
    expect(own).not.toBe(given);
  });
});

describe('a feed that names a hub', () => {
  it('leads to a subscription, and while that holds is polled rarely', async () => {
    const feed = await LoopbackServer.start((_request, response) => {
      response.setHeader('link', '<https://hub.example/>; rel="hub", </feed>; rel="self"');
      response.end('<rss version="2.0"><channel><title>t</title></channel></rss>');
    });
    afterAll(() => feed.close());
    const url = feed.url('/feed');
    const params = { url, allowPrivate: true };
    const { id } = await addSource(database, { locator: url, params });
    const poll = async (): Promise<SourceEntity> => {
      const sources = new SourcesStore(database);
      expect(await sources.claim(id, 120)).toBe(true);
      const stores = [new MonitorsStore(database), new MentionsStore(database)] as const;
      const step = new PollStep(database, sources, ...stores, bus, outsideOf(http), settings);
      await step.handle({ sourceId: id });
      return (await sources.find(id)) as SourceEntity;
    };
    const waitSeconds = ({ nextPollAt }: SourceEntity): number =>
      (nextPollAt.getTime() - Date.now()) / 1000;

    expect(waitSeconds(await poll())).toBeLessThan(2_000);
    const subscriptions = database.getRepository(SubscriptionEntity);
    expect(await subscriptions.find()).toMatchObject([
      { sourceId: id, hub: 'https://hub.example/', topic: url, status: 'asked' },
    ]);
    await subscriptions.update(id, { status: 'active', expiresAt: new Date(Date.now() + 9e7) });
    expect(waitSeconds(await poll())).toBeGreaterThan(21_000);
  });
});
