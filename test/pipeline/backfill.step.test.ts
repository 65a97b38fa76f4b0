import { SchedulerRegistry } from '@nestjs/schedule';
import { Logger } from '@nestjs/common';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { PoliteHttp, userAgent } from '../../src/connectors/http.js';
import { BackfillStep } from '../../src/pipeline/upkeep/backfill.step.js';
import { ErrandsCron } from '../../src/pipeline/upkeep/errands.cron.js';
import type { Bus } from '../../src/queue/bus.js';
import { BackfillsStore } from '../../src/store/backfills.store.js';
import type { DataSource } from '../../src/store/database.js';
import { BackfillEntity } from '../../src/store/entities/backfill.entity.js';
import { SourceEntity } from '../../src/store/entities/source.entity.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { MonitorsStore } from '../../src/store/monitors.store.js';
import { SourcesStore } from '../../src/store/sources.store.js';
import { addMonitor, addSource, Dice, makeSettings } from '../support/makers.js';
import { openDatabase } from '../support/database.js';
import { outsideOf } from '../support/outside.js';
import { LoopbackServer, reply, type Handler } from '../connectors/loopback-server.js';
import { openBus, waiting } from './bus.js';
import { Fate, mortalBus, mortalDatabase } from './mortal.js';

Logger.overrideLogger(false);
const { database, url: databaseUrl } = await openDatabase();
await addMonitor(database);

/** Pages asked for, in order. */
const asked: string[] = [];
/** Answers instead of the pages, until it is null. */
let trouble: Handler | null = null;
const place = await LoopbackServer.start((request, response) => {
  const page = Number(new URL(request.url ?? '', 'http://any').searchParams.get('page') ?? 1);
  asked.push(String(page));
  if (trouble) trouble(request, response);
  else response.end(pageOf(page));
});
afterAll(() => place.close());

/** Ten pages of two posts; the first post is of 2026-03-20, each is a day older than the one before. */
function pageOf(page: number): string {
  const entry = (n: number): string => {
    const at = new Date(Date.UTC(2026, 2, 20 - n)).toISOString();
    const text = n % 2 === 0 ? `Apex is late (${n})` : 'nothing of ours';
    return `<entry><id>p${n}</id><title>${text}</title><published>${at}</published></entry>`;
  };
  const next = page < 10 ? `<link rel="next" href="/feed?page=${page + 1}"/>` : '';
  return `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>${next}${entry(2 * page - 2)}${entry(2 * page - 1)}</feed>`;
}

let bus: Bus;
/** A new one for each test, since it remembers who asked it to wait. */
let http: PoliteHttp;
let source: SourceEntity;
beforeEach(async () => {
  await database.query('TRUNCATE source CASCADE');
  asked.length = 0;
  trouble = null;
  bus = await openBus(databaseUrl);
  const url = place.url('/feed');
  source = await addSource(database, { locator: url, params: { url, allowPrivate: true } });
  http = new PoliteHttp({ userAgent: userAgent('0', 'https://earshot.example') });
  return async () => {
    await bus.close();
    await http.close();
  };
});

const store = new BackfillsStore(database);
const settings = makeSettings();
const step = (on: DataSource = database, queue: Bus = bus): BackfillStep =>
  new BackfillStep(
    on,
    new BackfillsStore(on),
    new SourcesStore(on),
    new MonitorsStore(on),
    new MentionsStore(on),
    queue,
    outsideOf(http),
    settings,
  );

async function start(since = '2020-01-01', kind = 'feed'): Promise<string> {
  await database.query('UPDATE source SET kind = $1', [kind]);
  const [row] = await database.query<[{ id: string }]>(
    'INSERT INTO backfill (source_id, since) VALUES ($1, $2) RETURNING id',
    [source.id, since],
  );
  return row.id;
}

const present = async (id: string): Promise<BackfillEntity> =>
  (await store.find(id)) as BackfillEntity;

/** Has the next page read at once, however long it should wait. */
async function read(id: string, reading = step()): Promise<BackfillEntity> {
  await database.query('UPDATE backfill SET next_page_at = now(), claimed_until = NULL');
  for (const backfillId of await store.claimDue(10, 120)) await reading.handle({ backfillId });
  return present(id);
}

async function readAll(id: string): Promise<BackfillEntity> {
  for (let page = 0; page < 30; page++) {
    const now = await read(id);
    if (now.status !== 'running') return now;
  }
  throw new Error('it does not end');
}

const posts = async (): Promise<string[]> => {
  const rows = await database.query<{ id: string }[]>(
    'SELECT external_id AS id FROM mention ORDER BY occurred_at DESC',
  );
  return rows.map(({ id }) => id);
};
const waitSeconds = ({ nextPageAt }: BackfillEntity): number =>
  (nextPageAt.getTime() - Date.now()) / 1_000;

describe('the past of a place', () => {
  it('is read to its end, a page to a job, and what a monitor listens for is kept', async () => {
    const id = await start();
    expect(await read(id)).toMatchObject({ status: 'running', pages: 1, items: 2, matched: 1 });
    const done = await readAll(id);
    expect(done).toMatchObject({ status: 'done', pages: 10, items: 20, matched: 10, stored: 10 });
    expect(done.oldestAt).toEqual(new Date('2026-03-01T00:00:00Z'));
    expect(asked).toEqual(Array.from({ length: 10 }, (_, page) => String(page + 1)));
    expect(await posts()).toEqual(Array.from({ length: 10 }, (_, n) => `p${2 * n}`));
    expect(await waiting(bus, 'read')).toBe(10);
  });

  it('is read no further than it was asked for, and keeps nothing older', async () => {
    const done = await readAll(await start('2026-03-15T12:00:00Z'));
    expect(done).toMatchObject({ status: 'done', pages: 4 });
    expect(await posts()).toEqual(['p0', 'p2', 'p4']);
  });

  it('says nothing of the place as it is now', async () => {
    const { claimedUntil: _none, ...before } = await database
      .getRepository(SourceEntity)
      .findOneByOrFail({ id: source.id });
    await readAll(await start());
    const after = await database.getRepository(SourceEntity).findOneByOrFail({ id: source.id });
    expect(after).toMatchObject(before);
    expect(await database.query('SELECT FROM poll')).toEqual([]);
  });

  it('is left when nobody wants it any more', async () => {
    const id = await start();
    await read(id);
    await database.query(`UPDATE backfill SET status = 'cancelled'`);
    expect(await read(id)).toMatchObject({ status: 'cancelled', pages: 1 });
    expect(asked).toEqual(['1']);
  });

  it('waits while its source is paused', async () => {
    const id = await start();
    await database.query('UPDATE source SET enabled = false');
    expect(await read(id)).toMatchObject({
      status: 'running',
      error: expect.stringMatching(/paused/),
    });
    expect(asked).toEqual([]);
    await database.query('UPDATE source SET enabled = true');
    expect(await read(id)).toMatchObject({ pages: 1, error: null });
  });

  it('stopped while a page is read, the page is not kept', async () => {
    const id = await start();
    class Late extends MonitorsStore {
      override async all(...given: Parameters<MonitorsStore['all']>) {
        await database.query(`UPDATE backfill SET status = 'cancelled'`);
        return super.all(...given);
      }
    }
    const late = Object.assign(step(), { monitors: new Late(database) });
    expect(await read(id, late)).toMatchObject({ status: 'cancelled', pages: 0 });
    expect(await posts()).toEqual([]);
  });
});

describe('a job', () => {
  it('that comes twice reads its page once', async () => {
    const id = await start();
    await read(id);
    await step().handle({ backfillId: id });
    expect(asked).toEqual(['1']);
  });

  it('run by two at a time counts once', async () => {
    const id = await start();
    await store.claimDue(1, 120);
    await Promise.all([step().handle({ backfillId: id }), step().handle({ backfillId: id })]);
    expect(await present(id)).toMatchObject({ pages: 1, items: 2, matched: 1, stored: 1 });
    expect(await posts()).toEqual(['p0']);
  });

  it('is queued by a tick while its page is due, and after its process died', async () => {
    await start();
    const cron = new ErrandsCron(
      new SchedulerRegistry(),
      database,
      store,
      bus,
      outsideOf(http),
      makeSettings({ schedule: { leaseSeconds: 120 } }),
    );
    await cron.backfill();
    await cron.backfill();
    expect(await waiting(bus, 'backfill')).toBe(1);
    expect(await store.claimDue(10, 120)).toEqual([]);
    await database.query(`UPDATE backfill SET claimed_until = now() - interval '1 second'`);
    expect(await store.claimDue(10, 120)).toHaveLength(1);
  });

  it('killed anywhere comes to the same', { timeout: 120_000 }, async () => {
    const undisturbed = await readAll(await start());
    const expected = await posts();
    for (const seed of [1, 2, 3]) {
      await database.query('TRUNCATE mention CASCADE');
      const id = await start();
      const fate = new Fate(new Dice(seed), 0.03);
      const mortal = step(mortalDatabase(database, fate), mortalBus(bus, fate));
      let now = await present(id);
      while (now.status === 'running') now = await read(id, mortal).catch(() => present(id));
      const { pages, items, matched, stored, status } = undisturbed;
      expect(now).toMatchObject({ pages, items, matched, stored, status });
      expect(await posts()).toEqual(expected);
      expect(fate.deaths).toBeGreaterThan(0);
    }
  });
});

describe('a place in trouble', () => {
  it('is left alone as long as it asks, which is no failure', async () => {
    const id = await start();
    trouble = reply(429, { 'retry-after': '3600' });
    const now = await read(id);
    expect(now).toMatchObject({ status: 'running', failures: 0, pages: 0, claimedUntil: null });
    expect(now.error).toMatch(/asks for a pause/);
    expect(waitSeconds(now)).toBeGreaterThan(3_500);
  });

  it('is tried again ever later, and given up with words', async () => {
    const id = await start();
    trouble = reply(500);
    const waits: number[] = [];
    for (let n = 0; n < 5; n++) waits.push(waitSeconds(await read(id)));
    expect(waits.map((wait) => Math.round(wait / 30))).toEqual([1, 2, 4, 8, 16]);
    expect(await read(id)).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/trouble of its own \(500\)/),
    });
  });

  it('that recovers is read on where it was left', async () => {
    const id = await start();
    await read(id);
    trouble = reply(500);
    await read(id);
    trouble = null;
    expect(await readAll(id)).toMatchObject({
      status: 'done',
      pages: 10,
      failures: 0,
      error: null,
    });
  });

  it('ends where the next page is not there', async () => {
    const id = await start();
    await read(id);
    trouble = reply(404);
    expect(await read(id)).toMatchObject({ status: 'done', items: 2 });
  });

  it.each([
    ['is gone', 'feed', reply(410), /gone for good/],
    ['has no past', 'webhook', null, /does not let its past be read/],
    ['is switched off', 'lobsters', null, /switched off/],
  ])('that %s is given up at once', async (_case, kind, answer, words) => {
    const id = await start('2020-01-01', kind);
    trouble = answer;
    const now = await read(id);
    expect(now).toMatchObject({ status: 'failed', error: expect.stringMatching(words) });
  });
});
