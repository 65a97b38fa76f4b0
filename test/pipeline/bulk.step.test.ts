import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SchedulerRegistry } from '@nestjs/schedule';
import { BulkStep } from '../../src/pipeline/bulk/bulk.step.js';
import { InboxCron } from '../../src/pipeline/bulk/inbox.cron.js';
import type { Action } from '../../src/domain/mention-action.js';
import type { Bus } from '../../src/queue/bus.js';
import { BulkRunsStore, type Targets } from '../../src/store/inbox/bulk-runs.store.js';
import { BulkWorkStore } from '../../src/store/inbox/bulk-work.store.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { ReturnsStore } from '../../src/store/inbox/returns.store.js';
import { openDatabase } from '../support/database.js';
import { addUser, Dice, makeSettings } from '../support/makers.js';
import { Records } from '../support/records.js';
import { idle, openBus } from './bus.js';
import { Fate, mortalBus, mortalDatabase } from './mortal.js';

const { database, url } = await openDatabase();
const make = new Records(database);
const settings = makeSettings();
const monitor = await make.monitor();
const source = await make.source();
const ann = await addUser(database, 'Ann');
const ben = { userId: await addUser(database, 'Ben'), claimSeconds: 600 };
const runs = new BulkRunsStore(database);
const changes = new MentionChangesStore(database);
const times = { claimSeconds: 600, undoMinutes: 60 };
const soon = { timeout: 60_000, interval: 20 };

const buses: Bus[] = [];
afterEach(() => Promise.all(buses.splice(0).map((bus) => bus.close())));
beforeEach(() => database.query('TRUNCATE mention, bulk_run CASCADE'));

/** Mentions in the inbox, with ids in order. */
async function fill(count: number): Promise<string[]> {
  const rows = await database.query<{ id: string }[]>(
    `INSERT INTO mention (source_id, external_id, monitor_ids, matched_because, text, content_hash,
                          occurred_at, stage, actionable_at)
     SELECT $1, 'bulk-' || n || '-' || clock_timestamp(), ARRAY[$2::bigint], '{x}', 'text ' || n, 'h' || n || clock_timestamp(),
            now(), 'triaged', now() FROM generate_series(1, $3) AS n RETURNING id`,
    [source.id, monitor.id, count],
  );
  return rows.map(({ id }) => id);
}

const all: Targets = { matching: { status: ['new'] }, asked: { status: 'new' }, folded: true };

async function counted(): Promise<Record<string, number>> {
  const rows = await database.query<{ status: string; n: number }[]>(
    'SELECT status, count(*)::int AS n FROM mention GROUP BY 1',
  );
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
}

/** How often each line of history of these mentions was written. */
async function lines(ids: readonly string[]): Promise<Record<string, number>> {
  const rows = await database.query<{ action: string; n: number }[]>(
    `SELECT action, count(*)::int AS n FROM audit_entry
      WHERE subject_kind = 'mention' AND subject_id = ANY($1) GROUP BY 1`,
    [ids],
  );
  return Object.fromEntries(rows.map(({ action, n }) => [action, n]));
}

const begin = (action: Action, targets: Targets = all) =>
  runs.begin(ann, action, targets, settings.inbox.bulkMost);

async function finish(id: string): Promise<void> {
  await new BulkWorkStore(database).finish(id, times);
}

describe('a run', () => {
  it('goes to those that matched when it began, whatever comes later', async () => {
    const ids = await fill(600);
    const run = await begin({ status: 'done', addLabels: ['swept'] });
    expect(run.total).toBe(600);
    await fill(3);
    await finish(run.id);
    expect(await counted()).toEqual({ done: 600, new: 3 });
    expect(await runs.find(run.id, ann)).toMatchObject({ state: 'done', done: 600, skipped: 0 });
    const told = `marked it as done; added the label "swept" (together with 599 others, change ${run.id})`;
    expect(await lines(ids)).toEqual({ [told]: 600 });
  });

  it('leaves alone what somebody else decided meanwhile, and merges the rest', async () => {
    const ids = await fill(300);
    const run = await begin({ status: 'dismissed', dismissedBecause: 'spam' });
    for (const id of ids.slice(0, 5)) await changes.change(id, { status: 'doing' }, 1, ben);
    for (const id of ids.slice(5, 9)) await changes.change(id, { addLabels: ['vip'] }, 1, ben);
    await finish(run.id);
    expect(await counted()).toEqual({ dismissed: 295, doing: 5 });
    expect(await runs.find(run.id, ann)).toMatchObject({ done: 295, skipped: 5 });
    const [{ n }] = await database.query<[{ n: number }]>(
      `SELECT count(*)::int AS n FROM mention WHERE own_labels = '{vip}' AND status = 'dismissed'`,
    );
    expect(n).toBe(4);
  });

  it('can be taken back for a time, but for what others changed since', async () => {
    const ids = await fill(300);
    const [lead = '', copy = ''] = ids;
    await database.query('UPDATE mention SET copy_of = $1 WHERE id = $2', [lead, copy]);
    const run = await begin({ status: 'done', ownerId: ben.userId });
    expect(run.total).toBe(299);
    await finish(run.id);
    expect(await counted()).toEqual({ done: 300 });
    for (const id of ids.slice(10, 14)) await changes.change(id, { status: 'doing' }, 2, ben);
    for (const id of ids.slice(14, 16)) await changes.change(id, { addLabels: ['vip'] }, 2, ben);
    await runs.takeBack(run.id, ann);
    await finish(run.id);
    expect(await runs.find(run.id, ann)).toMatchObject({
      state: 'undone',
      total: 299,
      done: 295,
      skipped: 4,
    });
    expect(await counted()).toEqual({ new: 296, doing: 4 });
    const [{ owned }] = await database.query<[{ owned: number }]>(
      'SELECT count(*)::int AS owned FROM mention WHERE owner_id IS NOT NULL',
    );
    // One act is one: where its status was changed since, its owner stays as well.
    expect(owned).toBe(4);
    await expect(runs.takeBack(run.id, ann)).rejects.toThrow('taken back already');
  });

  it('cannot be taken back later, nor by anyone else', async () => {
    await fill(10);
    const run = await begin({ status: 'done' });
    await finish(run.id);
    expect(await runs.takeBack(run.id, ben.userId)).toBe(false);
    await database.query(`UPDATE bulk_run SET undo_until = now() - interval '1 second'`);
    await expect(runs.takeBack(run.id, ann)).rejects.toThrow('too late');
    await database.query(`UPDATE bulk_run SET undo_until = now() - interval '2 days'`);
    await runs.forget();
    expect(await database.query('SELECT FROM bulk_item')).toEqual([]);
  });

  it('stops after the page that is under way, and what was done can be taken back', async () => {
    await fill(700);
    const run = await begin({ status: 'done' });
    const work = new BulkWorkStore(database);
    await work.page(run.id, times);
    await runs.stop(run.id, ann, 60);
    expect(await work.page(run.id, times)).toBeNull();
    expect(await counted()).toEqual({ done: 250, new: 450 });
    await runs.takeBack(run.id, ann);
    await finish(run.id);
    expect(await counted()).toEqual({ new: 700 });
  });

  it('is refused when something else matches than was seen, or too much, or nothing', async () => {
    await fill(40);
    await expect(begin({ status: 'done' }, { ...all, expect: 12 })).rejects.toThrow('by now 40');
    await expect(runs.begin(ann, { status: 'done' }, all, 39)).rejects.toThrow('More than 39');
    const none = { ...all, matching: { status: ['waiting' as const] } };
    await expect(begin({ status: 'done' }, none)).rejects.toThrow('No mention matches');
    expect(await database.query('SELECT FROM bulk_run')).toEqual([]);
    expect((await begin({ status: 'done' }, { ...all, expect: 38 })).total).toBe(40);
  });

  it('is refused for those that were seen otherwise than they are', async () => {
    const ids = await fill(3);
    await changes.change(ids[0] ?? '', { status: 'doing' }, 1, ben);
    const run = await begin({ status: 'done' }, { ids, versions: [1, 1, 1] });
    await finish(run.id);
    expect(await counted()).toEqual({ done: 2, doing: 1 });
  });
});

it('comes to the same however often its workers are killed, and whoever works beside them', async () => {
  const deaths: number[] = [];
  for (const [seed, chance] of [
    [1, 0.02],
    [2, 0.06],
  ] as const) {
    await database.query('TRUNCATE mention, bulk_run CASCADE');
    const ids = await fill(2_000);
    const bus = await openBus(url);
    buses.push(bus);
    const dice = new Dice(seed);
    const fate = new Fate(dice, chance);
    const mortal = mortalDatabase(database, fate);
    const step = () => new BulkStep(new BulkRunsStore(mortal), new BulkWorkStore(mortal), settings);
    await bus.work([step(), ...idle('bulk')]);
    const cron = new InboxCron(
      new SchedulerRegistry(),
      new ReturnsStore(mortal),
      new BulkRunsStore(mortal),
      mortalBus(bus, fate),
    );
    const run = await begin({ status: 'done', addLabels: ['swept'] });
    const byBen = dice.shuffled(ids).slice(0, 60);
    const beside = byBen.map((id) =>
      changes.change(id, { status: 'doing' }, 1, ben).then(
        () => id,
        () => null,
      ),
    );
    const ended = async (state: string) =>
      vi.waitFor(async () => {
        await Promise.allSettled([cron.goOn()]);
        expect(await runs.find(run.id, ann)).toMatchObject({ state });
      }, soon);
    await ended('done');
    const won = (await Promise.all(beside)).filter((id) => id !== null);
    expect(await counted()).toEqual({
      done: 2_000 - won.length,
      ...(won.length > 0 ? { doing: won.length } : {}),
    });
    expect(await runs.find(run.id, ann)).toMatchObject({
      done: 2_000 - won.length,
      skipped: won.length,
    });
    const told = (await lines(ids))[
      `marked it as done; added the label "swept" (together with 1,999 others, change ${run.id})`
    ];
    expect(told).toBe(2_000 - won.length);
    const twice = await database.query(
      'SELECT FROM mention WHERE version <> 2 AND NOT id = ANY($1::bigint[])',
      [won],
    );
    expect(twice).toEqual([]);
    await runs.takeBack(run.id, ann);
    await ended('undone');
    expect(await counted()).toEqual({
      new: 2_000 - won.length,
      ...(won.length > 0 ? { doing: won.length } : {}),
    });
    expect(await database.query(`SELECT FROM mention WHERE own_labels <> '{}'`)).toEqual([]);
    deaths.push(fate.deaths);
  }
  expect(Math.min(...deaths)).toBeGreaterThan(3);
}, 120_000);
