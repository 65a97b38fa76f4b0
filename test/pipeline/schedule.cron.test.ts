import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hear } from '../../src/pipeline/ingest.js';
import { ScheduleCron } from '../../src/pipeline/schedule.cron.js';
import type { Bus } from '../../src/queue/bus.js';
import type { Step } from '../../src/queue/step.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { RechecksStore } from '../../src/store/rechecks.store.js';
import { SourcesStore } from '../../src/store/sources.store.js';
import { addMonitor, addSource, makeItem, makeSettings } from '../support/makers.js';
import { openDatabase } from '../support/database.js';
import { openBus, waiting } from './bus.js';

// It reports each sweep.
Logger.overrideLogger(false);
const { database, url } = await openDatabase();
const mentions = new MentionsStore(database);
const sources = new SourcesStore(database);
const monitor = await addMonitor(database);
const wait = { timeout: 20_000, interval: 20 };

let bus: Bus;
beforeEach(async () => {
  await database.query('TRUNCATE source CASCADE');
  bus = await openBus(url);
});
afterEach(() => bus.close());

const cron = (registry = new SchedulerRegistry()): ScheduleCron =>
  new ScheduleCron(
    registry,
    sources,
    mentions,
    new RechecksStore(database),
    bus,
    makeSettings({
      schedule: { tickMs: 50, stuckSeconds: 4, perHost: 2, claimLimit: 3 },
      triage: { pageSize: 4 },
    }),
  );

/** Takes the jobs of all queues, and does nothing. */
async function collect(): Promise<Record<Step['queue'], unknown[]>> {
  const taken: Record<Step['queue'], unknown[]> = {
    poll: [],
    read: [],
    triage: [],
    recheck: [],
    backfill: [],
    relabel: [],
    preview: [],
    propose: [],
    bulk: [],
  };
  const step = (queue: Step['queue']): Step => ({
    queue,
    handle: (payload) => {
      taken[queue].push(payload);
      return Promise.resolve();
    },
  });
  await bus.work((Object.keys(taken) as Step['queue'][]).map(step));
  return taken;
}

/** Mentions that were left in a stage ten seconds ago. */
async function leave(stage: string, count: number): Promise<readonly string[]> {
  const origin = {
    id: (await addSource(database, { enabled: false })).id,
    place: 'x',
    ownedByMonitorId: monitor.id,
  };
  const items = Array.from({ length: count }, (_, n) => makeItem({ externalId: String(n) }));
  const { fresh } = await database.transaction((transaction) =>
    mentions.saveHeard(transaction, origin, hear(items, origin, [monitor]), new Date()),
  );
  await database.query(
    `UPDATE mention SET stage = $2, stage_since = now() - interval '10 seconds' WHERE id = ANY($1)`,
    [fresh, stage],
  );
  return fresh;
}

describe('a tick', () => {
  it('queues what is due, each source once, within the limits', async () => {
    const ids: string[] = [];
    for (const host of ['a', 'a', 'a', 'b', 'c'])
      ids.push((await addSource(database, { host })).id);
    await cron().claim();
    expect(await waiting(bus, 'poll')).toBe(3);
    await cron().claim();
    await cron().claim();
    expect(await waiting(bus, 'poll')).toBe(4);
    const taken = await collect();
    await vi.waitFor(() => expect(taken.poll).toHaveLength(4), wait);
    const polled = taken.poll.map((payload) => (payload as { sourceId: string }).sourceId).sort();
    expect(polled).toEqual(ids.filter((_id, n) => n !== 2).sort());
  });

  it('does not queue a source again whose job still waits, though its claim ran out', async () => {
    await addSource(database);
    await cron().claim();
    await database.query(`UPDATE source SET claimed_until = now() - interval '1 second'`);
    await cron().claim();
    expect(await waiting(bus, 'poll')).toBe(1);
  });
});

describe('a sweep', () => {
  it('puts back on its way what was left in a stage, in pages, and nothing else', async () => {
    const unread = await leave('new', 9);
    const untriaged = await leave('read', 2);
    await leave('triaged', 3);
    await leave('new', 0);
    const taken = await collect();
    await cron().sweep();
    await vi.waitFor(() => {
      expect(
        taken.read.flatMap((payload) => (payload as { mentionIds: string[] }).mentionIds).sort(),
      ).toEqual([...unread].sort());
      expect(taken.triage).toEqual([{ mentionIds: untriaged }]);
    }, wait);
    expect(taken.read).toHaveLength(3);
  });

  it('does not pile up jobs while nobody works', async () => {
    await leave('new', 9);
    for (let hour = 0; hour < 5; hour++) await cron().sweep();
    expect(await waiting(bus, 'read')).toBe(3);
  });

  it('leaves alone what has not waited long', async () => {
    const ids = await leave('new', 3);
    await database.query('UPDATE mention SET stage_since = now() WHERE id = ANY($1)', [ids]);
    await cron().sweep();
    expect(await waiting(bus, 'read')).toBe(0);
  });
});

it('ticks by itself until it is stopped, and lets the last tick finish', async () => {
  const registry = new SchedulerRegistry();
  const running = cron(registry);
  running.onApplicationBootstrap();
  expect(registry.getIntervals().sort()).toEqual(['forget', 'mend', 'poll', 'recheck', 'sweep']);
  await leave('new', 1);
  await addSource(database);
  await vi.waitFor(async () => {
    expect(await waiting(bus, 'poll')).toBe(1);
    expect(await waiting(bus, 'read')).toBe(1);
  }, wait);
  await running.onApplicationShutdown();
  expect(registry.getIntervals()).toEqual([]);
  await addSource(database);
  expect(await waiting(bus, 'poll')).toBe(1);
});
