import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReadStep } from '../../src/pipeline/read.step.js';
import { TeachingCron } from '../../src/pipeline/teaching/teaching.cron.js';
import { TriageStep } from '../../src/pipeline/triage.step.js';
import type { Bus } from '../../src/queue/bus.js';
import { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { ReadingsStore } from '../../src/store/readings.store.js';
import { beginRereading, RereadingsStore } from '../../src/store/rereadings.store.js';
import { TeachingRunsStore } from '../../src/store/teaching-runs.store.js';
import { TriageStore } from '../../src/store/triage.store.js';
import { openDatabase } from '../support/database.js';
import { addUser, makeSettings, WordReader } from '../support/makers.js';
import { Records } from '../support/records.js';
import { idle, openBus } from './bus.js';

Logger.overrideLogger(false);
const { database, url } = await openDatabase();
const make = new Records(database);
const runs = new TeachingRunsStore(database);
const userId = await addUser(database);
const monitor = await make.monitor();
const source = await make.source();
const settings = makeSettings({ triage: { pageSize: 2 } });
const wait = { timeout: 20_000, interval: 20 };

let bus: Bus;
beforeEach(async () => {
  await database.query('TRUNCATE mention, model, teaching_run, rereading CASCADE');
  bus = await openBus(url);
});
afterEach(() => bus.close());

const cron = (): TeachingCron => new TeachingCron(new SchedulerRegistry(), database, bus, settings);
const count = async (): Promise<number> =>
  (await database.query<unknown[]>('SELECT FROM teaching_run')).length;

describe('every night', () => {
  it('the models are taught once, from its hour on, by any number of schedulers', async () => {
    const schedulers = [cron(), cron()];
    const at = (time: string) => Promise.all(schedulers.map((it) => it.teach(new Date(time))));
    await at('2026-03-01T02:59:00Z');
    expect(await count()).toBe(0);
    await at('2026-03-01T03:00:00Z');
    expect(await runs.latest()).toMatchObject({ by: 'Earshot', error: null, running: false });
    expect((await runs.latest())?.endedAt).not.toBeNull();
    await at('2026-03-01T23:00:00Z');
    expect(await count()).toBe(1);
    await at('2026-03-02T03:00:01Z');
    expect(await count()).toBe(2);
  });
});

describe('when another model serves', () => {
  it('the open mentions are read by it, and what people said of them stays', async () => {
    const base = { sourceId: source.id, monitorIds: [monitor.id] };
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      // Read as complaints before; the reader of today says that they are none.
      const { id } = await make.mention({ ...base, text: 'fine', complaint: 'complaint' });
      await make.reading(id);
      ids.push(id);
    }
    const [corrected = ''] = ids;
    await new MentionChangesStore(database).correct(corrected, { complaint: 'complaint' }, userId);
    await database.query(`UPDATE reading SET read_at = now() - interval '1 hour'`);
    await database.transaction((transaction) => beginRereading(transaction, 'a new model'));
    await database.query(`UPDATE rereading SET start_at = now() - interval '1 minute'`);
    await bus.work([
      new ReadStep(
        new MentionsStore(database),
        new ReadingsStore(database),
        bus,
        new WordReader(),
        settings,
      ),
      new TriageStep(new TriageStore(database), settings),
      ...idle('read', 'triage'),
    ]);
    const teaching = cron();
    const rereadings = new RereadingsStore(database);
    await vi.waitFor(async () => {
      await teaching.reread();
      expect((await rereadings.latest())?.endedAt).not.toBeNull();
    }, wait);
    const labels = async () =>
      (await database.getRepository(MentionEntity).find({ order: { id: 'ASC' } })).map(
        ({ complaint, stage }) => `${complaint} ${stage}`,
      );
    await vi.waitFor(async () => {
      expect(await labels()).toEqual([
        'complaint triaged',
        ...Array.from({ length: 4 }, () => 'other triaged'),
      ]);
    }, wait);
    expect(await rereadings.latest()).toMatchObject({ total: 5, done: 5 });
    expect(await database.query('SELECT DISTINCT model FROM reading')).toEqual([
      { model: 'words-1' },
    ]);
  });
});
