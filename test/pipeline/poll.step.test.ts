import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { PoliteHttp, userAgent } from '../../src/connectors/http.js';
import { PollStep } from '../../src/pipeline/poll.step.js';
import type { Bus } from '../../src/queue/bus.js';
import { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { PollEntity } from '../../src/store/entities/poll.entity.js';
import { SourceEntity } from '../../src/store/entities/source.entity.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { MonitorsStore } from '../../src/store/monitors.store.js';
import { SourcesStore } from '../../src/store/sources.store.js';
import { addMonitor, addSource, makeSettings } from '../support/makers.js';
import { openDatabase } from '../support/database.js';
import { openBus, waiting } from './bus.js';
import { LoopbackPlace } from './place.js';
import { outsideOf } from '../support/outside.js';

const { database, url: databaseUrl } = await openDatabase();
const place = await LoopbackPlace.open();
const monitor = await addMonitor(database);
const sources = new SourcesStore(database);
const http = new PoliteHttp({ userAgent: userAgent('0', 'https://earshot.example') });
afterAll(() => http.close());

let bus: Bus;
let source: SourceEntity;
beforeEach(async () => {
  await database.query('TRUNCATE source CASCADE');
  place.asked.length = 0;
  bus = await openBus(databaseUrl);
  source = await addSource(database, {
    locator: place.url,
    host: new URL(place.url).host,
    params: { url: place.url, allowPrivate: true },
  });
  return () => bus.close();
});

const step = (mentions = new MentionsStore(database), settings = makeSettings()): PollStep =>
  new PollStep(
    database,
    sources,
    new MonitorsStore(database),
    mentions,
    bus,
    outsideOf(http),
    settings,
  );
/** Claims the source as the schedule does, and polls it. */
async function poll(polling = step()): Promise<SourceEntity> {
  expect(await sources.claim(source.id, 120)).toBe(true);
  await polling.handle({ sourceId: source.id });
  return present();
}
const present = async (): Promise<SourceEntity> => (await sources.find(source.id)) as SourceEntity;
const mentions = (): Promise<MentionEntity[]> =>
  database.getRepository(MentionEntity).find({ order: { externalId: 'ASC' } });
const polls = (): Promise<PollEntity[]> =>
  database.getRepository(PollEntity).find({ order: { id: 'ASC' } });
const toRead = (): Promise<number> => waiting(bus, 'read');
const waitSeconds = ({ nextPollAt }: SourceEntity): number =>
  (nextPollAt.getTime() - Date.now()) / 1_000;

describe('an answer with posts', () => {
  it('is stored once, with what a monitor listens for, and sent on to be read', async () => {
    place.gives(
      { id: 'a', text: 'apex is late', author: 'Ann', at: '2026-03-01T10:00:00Z' },
      { id: 'b', text: 'nothing of ours', at: '2026-03-02T10:00:00Z' },
    );
    const after = await poll();
    const [mention, ...more] = await mentions();
    expect(more).toEqual([]);
    expect(mention).toMatchObject({
      sourceId: source.id,
      externalId: 'a',
      text: 'apex is late',
      monitorIds: [monitor.id],
      matchedBecause: ['has "apex"'],
      stage: 'new',
    });
    expect(after).toMatchObject({
      claimedUntil: null,
      failures: 0,
      intervalSeconds: 600,
      lastItemAt: new Date('2026-03-02T10:00:00Z'),
    });
    expect(after.lastAnsweredAt).not.toBeNull();
    expect(await polls()).toMatchObject([
      { outcome: 'items', items: 2, matched: 1, stored: 1, error: null },
    ]);
    expect(await toRead()).toBe(1);

    await poll();
    expect(await mentions()).toEqual([mention]);
    expect((await polls())[1]).toMatchObject({ items: 2, matched: 1, stored: 0 });
    expect(await toRead()).toBe(1);
  });

  it('is about the owner, when the place is its own', async () => {
    await database.query('UPDATE source SET owned_by_monitor_id = $2 WHERE id = $1', [
      source.id,
      monitor.id,
    ]);
    place.gives({ id: 'a', text: 'no name at all' });
    await poll();
    expect(await mentions()).toMatchObject([
      { externalId: 'a', matchedBecause: ['everything here is ours'] },
    ]);
  });

  it('is read again where it was edited', async () => {
    place.gives({ id: 'a', text: 'apex is late' });
    await poll();
    place.gives({ id: 'a', text: 'apex is late. Edit: it came' });
    await poll();
    expect(await mentions()).toMatchObject([{ text: 'apex is late. Edit: it came' }]);
    expect((await polls()).map(({ stored }) => stored)).toEqual([1, 1]);
  });

  it('does not let a place without dates, or with a date in the future, look alive for ever', async () => {
    place.gives(
      { id: 'a', text: 'undated' },
      { id: 'b', text: 'sticky', at: '2099-01-01T00:00:00Z' },
    );
    const first = await poll();
    expect(first).toMatchObject({ intervalSeconds: 600 });
    const second = await poll();
    expect(second).toMatchObject({ intervalSeconds: 750, lastItemAt: first.lastItemAt });
    place.gives(
      { id: 'c', text: 'undated' },
      { id: 'b', text: 'sticky', at: '2099-01-01T00:00:00Z' },
    );
    expect((await poll()).lastItemAt?.getTime()).toBeGreaterThan(
      first.lastItemAt?.getTime() ?? Infinity,
    );
  });

  it('says when it comes the longest silence between its posts', async () => {
    place.gives({ id: 'a', text: 'x', at: '2026-03-01T00:00:00Z' });
    await poll();
    place.gives(
      { id: 'c', text: 'x', at: '2026-03-03T12:00:00Z' },
      { id: 'b', text: 'x', at: '2026-03-02T00:00:00Z' },
      { id: 'a', text: 'x', at: '2026-03-01T00:00:00Z' },
    );
    expect(await poll()).toMatchObject({
      longestGapHours: 36,
      lastItemAt: new Date('2026-03-03T12:00:00Z'),
    });
  });
});

describe('an answer that says "not modified"', () => {
  it('changes nothing but the schedule, and is asked for with what the place gave', async () => {
    place.answers((asked) =>
      asked['if-none-match'] === '"v1"'
        ? { status: 304 }
        : {
            headers: { etag: '"v1"' },
            body: '<rss version="2.0"><channel><title>t</title></channel></rss>',
          },
    );
    await poll();
    const after = await poll();
    expect(place.asked.map((headers) => headers['if-none-match'])).toEqual([undefined, '"v1"']);
    expect(after).toMatchObject({ etag: '"v1"', failures: 0, lastErrorCode: null });
    expect((await polls()).map(({ outcome }) => outcome)).toEqual(['items', 'not-modified']);
  });

  it('is no answer to a question without validators', async () => {
    place.answers({ status: 304 });
    expect(await poll()).toMatchObject({
      failures: 1,
      lastErrorCode: 'unreadable',
      lastAnsweredAt: null,
    });
  });
});

describe('a failure', () => {
  it.each([
    ['404', { status: 404 }, 'not-found', true],
    ['403', { status: 403 }, 'blocked', true],
    ['500', { status: 500 }, 'server-error', true],
    ['410', { status: 410 }, 'gone', false],
    ['a page that is no feed', { body: '<html><body>hi</body></html>' }, 'unreadable', true],
  ])('%s is kept with its reason', async (_case, reply, code, enabled) => {
    place.answers(reply);
    const after = await poll();
    expect(after).toMatchObject({
      failures: 1,
      lastErrorCode: code,
      enabled,
      claimedUntil: null,
      lastAnsweredAt: null,
      intervalSeconds: 900,
    });
    expect(await polls()).toMatchObject([{ outcome: 'failed', items: 0, error: after.lastError }]);
    expect(after.lastError?.length).toBeGreaterThan(10);
  });

  it('is waited for as long as the place says, and ever longer', async () => {
    place.answers({ status: 429, headers: { 'retry-after': '7200' } });
    expect(waitSeconds(await poll())).toBeGreaterThan(7_000);
    place.answers({ status: 500 });
    const second = waitSeconds(await poll());
    expect(await present()).toMatchObject({ failures: 2 });
    expect(second).toBeGreaterThan(1_100);
    place.gives();
    expect(await poll()).toMatchObject({ failures: 0, lastError: null });
  });

  it('of ours is one too, so that nobody takes a silent place for a quiet one', async () => {
    await database.query(`UPDATE source SET params = '{"url": 5}' WHERE id = $1`, [source.id]);
    expect(await poll()).toMatchObject({
      failures: 1,
      lastErrorCode: 'fault',
      lastError: expect.stringContaining('url'),
    });
    await database.query(`UPDATE source SET kind = 'telex' WHERE id = $1`, [source.id]);
    expect(await poll()).toMatchObject({
      failures: 2,
      lastError: expect.stringContaining('no connector of kind "telex"'),
    });
  });

  it('of a place that is asleep comes before the claim runs out', async () => {
    place.answers(null);
    const hasty = step(undefined, makeSettings({ schedule: { leaseSeconds: 2 } }));
    expect(await poll(hasty)).toMatchObject({
      failures: 1,
      lastErrorCode: 'timed-out',
      claimedUntil: null,
    });
  });
});

describe('a job', () => {
  it.each([
    ['whose source nobody claimed', () => database.query('SELECT 1')],
    [
      'whose source is paused',
      () =>
        database.query(
          `UPDATE source SET enabled = false, claimed_until = now() + interval '1 minute'`,
        ),
    ],
    ['whose source is gone', () => database.query('DELETE FROM source')],
  ])('%s does nothing', async (_case, prepare) => {
    await prepare();
    await step().handle({ sourceId: source.id });
    expect(place.asked).toEqual([]);
    expect(await polls()).toEqual([]);
  });

  it('that comes twice polls once', async () => {
    place.gives({ id: 'a', text: 'apex' });
    await poll();
    await step().handle({ sourceId: source.id });
    expect(place.asked).toHaveLength(1);
  });

  it('whose posts cannot be stored leaves the source as it was, to be tried again', async () => {
    place.answers({
      headers: { etag: '"v1"' },
      body: '<rss version="2.0"><channel><title>t</title><item><guid>a</guid><description>apex</description></item></channel></rss>',
    });
    class BrokenStore extends MentionsStore {
      override async saveHeard(...given: Parameters<MentionsStore['saveHeard']>): Promise<never> {
        await super.saveHeard(...given);
        throw new Error('disk full');
      }
    }
    const { claimedUntil: _none, ...before } = await present();
    await expect(poll(step(new BrokenStore(database)))).rejects.toThrow('disk full');
    expect(await present()).toMatchObject({ ...before, claimedUntil: expect.any(Date) });
    expect([await mentions(), await polls(), await toRead()]).toEqual([[], [], 0]);

    await step().handle({ sourceId: source.id });
    expect(await mentions()).toHaveLength(1);
    expect(await present()).toMatchObject({ etag: '"v1"', claimedUntil: null });
  });
});
