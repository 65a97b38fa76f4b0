import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Logger } from '@nestjs/common';
import { PoliteHttp, userAgent } from '../../src/connectors/http.js';
import { PollStep } from '../../src/pipeline/poll.step.js';
import { RecheckStep } from '../../src/pipeline/upkeep/recheck.step.js';
import type { Bus } from '../../src/queue/bus.js';
import type { DataSource } from '../../src/store/database.js';
import { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { RevisionEntity } from '../../src/store/entities/revision.entity.js';
import { LivenessStore } from '../../src/store/inbox/liveness.store.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { MonitorsStore } from '../../src/store/monitors.store.js';
import { RechecksStore } from '../../src/store/rechecks.store.js';
import { SourcesStore } from '../../src/store/sources.store.js';
import { LoopbackServer } from '../connectors/loopback-server.js';
import { WordPressSite } from '../connectors/sites/wordpress-site.js';
import { addMonitor, addSource, addUser, Dice, makeSettings } from '../support/makers.js';
import { openDatabase } from '../support/database.js';
import { outsideOf } from '../support/outside.js';
import { openBus, waiting } from './bus.js';
import { Fate, mortalBus, mortalDatabase } from './mortal.js';

// It warns of each place that does not answer.
Logger.overrideLogger(false);
const { database, url: databaseUrl } = await openDatabase();
const monitor = await addMonitor(database);
let site = new WordPressSite();
let trouble: { status: number; headers?: Record<string, string> } | null = null;
const server = await LoopbackServer.start((request, response) => {
  if (trouble === null) site.answer(request, response);
  else response.writeHead(trouble.status, trouble.headers ?? {}).end();
});
afterAll(() => server.close());

const HOUR = 3_600_000;
const at = (minutesAgo: number): string => new Date(Date.now() - minutesAgo * 60_000).toISOString();

let bus: Bus;
/** A new one each time: it remembers who wants to be left alone. */
let http: PoliteHttp;
let sourceId: string;
beforeEach(async () => {
  await database.query('TRUNCATE source, author CASCADE');
  site = new WordPressSite();
  site.comments = [
    { id: 1, at: at(30), text: 'apex is late' },
    { id: 2, at: at(20), text: 'apex is fine' },
    { id: 3, at: at(10), text: 'apex again' },
  ];
  trouble = null;
  bus = await openBus(databaseUrl);
  http = new PoliteHttp({ userAgent: userAgent('0', 'https://earshot.example') });
  const params = { url: server.url('/'), what: 'comments', allowPrivate: true };
  ({ id: sourceId } = await addSource(database, {
    kind: 'wordpress',
    locator: server.url('/#comments'),
    host: new URL(server.url('/')).host,
    params,
  }));
  await poll();
  return () => Promise.all([bus.close(), http.close()]);
});

async function poll(): Promise<void> {
  const sources = new SourcesStore(database);
  await database.query('UPDATE source SET next_poll_at = now(), claimed_until = NULL');
  expect(await sources.claim(sourceId, 120)).toBe(true);
  await new PollStep(
    database,
    sources,
    new MonitorsStore(database),
    new MentionsStore(database),
    bus,
    outsideOf(http),
    makeSettings(),
  ).handle({ sourceId });
}

const step = (on: DataSource = database, hints: Bus = bus): RecheckStep =>
  new RecheckStep(
    on,
    new SourcesStore(on),
    new MonitorsStore(on),
    new MentionsStore(on),
    new RechecksStore(on),
    hints,
    outsideOf(http),
    makeSettings({ schedule: { leaseSeconds: 2 } }),
  );

/** Moves the clock of the plan: all looks that are still to come are due, all misses old. */
const later = (): Promise<unknown> =>
  database.query(
    `UPDATE mention SET recheck_at = now() - interval '1 second', missed_at = missed_at - interval '61 minutes'
      WHERE recheck_at IS NOT NULL`,
  );
async function lookAgain(): Promise<void> {
  await later();
  await step().handle({ sourceId });
}
const stored = async (): Promise<Record<string, MentionEntity>> => {
  const all = await database.getRepository(MentionEntity).find({ order: { id: 'ASC' } });
  return Object.fromEntries(all.map((it) => [it.externalId, it]));
};
const revisions = (): Promise<RevisionEntity[]> => database.getRepository(RevisionEntity).find();

it('plans the first look when a post is stored, by its age', async () => {
  const { 1: older, 3: newer } = await stored();
  for (const [post, minutes] of [
    [older, 30],
    [newer, 50],
  ] as const) {
    const wait = (post?.recheckAt?.getTime() ?? 0) - Date.now();
    expect(wait).toBeGreaterThan((minutes - 1) * 60_000);
    expect(wait).toBeLessThan((minutes + 7) * 60_000);
  }
  await step().handle({ sourceId });
  expect((await stored())['1']?.rechecks).toBe(0);
});

describe('a post that was edited', () => {
  it('gets a revision and is read again, also when no monitor would hear it any more', async () => {
    (site.comments[0] as { text: string }).text = 'thanks, it came';
    const before = await waiting(bus, 'read');
    await lookAgain();
    const { 1: edited, 2: same } = await stored();
    expect(edited).toMatchObject({
      text: 'thanks, it came',
      monitorIds: [monitor.id],
      matchedBecause: ['has "apex"'],
      stage: 'new',
      rechecks: 1,
      goneAt: null,
    });
    expect((edited?.recheckAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(29 * 60_000);
    expect(same?.rechecks).toBe(1);
    expect(await revisions()).toMatchObject([{ mentionId: edited?.id, text: 'apex is late' }]);
    expect(await waiting(bus, 'read')).toBe(before + 1);
    await lookAgain();
    expect(await revisions()).toHaveLength(1);
  });
});

it('takes a title that a single post is told without for no edit', async () => {
  await database.query(`UPDATE mention SET title = 'The thread' WHERE external_id = '1'`);
  await lookAgain();
  const known = (await revisions()).length;
  await lookAgain();
  expect((await stored())['1']?.title).toBe('The thread');
  expect(await revisions()).toHaveLength(known);
});

it('forgets the name of an account that is gone, where its source demands it', async () => {
  site.comments = site.comments.map((it) => ({ ...it, by: '' }));
  await lookAgain();
  expect((await stored())['1']?.authorId).not.toBeNull();
  await database.query('UPDATE source SET erase_when_gone = true');
  await lookAgain();
  expect((await stored())['1']).toMatchObject({ authorId: null, text: 'apex is late' });
  expect(await database.query('SELECT FROM author')).toHaveLength(0);
});

describe('a post that is missing', () => {
  it('is gone after two looks, an hour apart', async () => {
    site.comments.splice(0, 1);
    await lookAgain();
    const first = (await stored())['1'];
    expect(first).toMatchObject({ goneAt: null, missedAt: expect.any(Date) });
    expect((first?.recheckAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(59 * 60_000);
    await lookAgain();
    const { 1: gone, 2: there } = await stored();
    expect(gone).toMatchObject({
      goneAt: expect.any(Date),
      erasedAt: null,
      recheckAt: null,
      text: 'apex is late',
    });
    expect(there).toMatchObject({ goneAt: null, missedAt: null });
  });

  it('is erased where its source demands it', async () => {
    await database.query('UPDATE source SET erase_when_gone = true');
    site.comments.splice(0, 1);
    await lookAgain();
    await lookAgain();
    expect((await stored())['1']).toMatchObject({ text: '', authorId: null, url: null });
    await poll();
    site.comments.unshift({ id: 1, at: at(30), text: 'apex is late' });
    await poll();
    expect((await stored())['1']).toMatchObject({ text: '' });
  });

  it('and there again is back as if nothing had happened', async () => {
    const [post] = site.comments.splice(0, 1);
    await lookAgain();
    site.comments.unshift(post as (typeof site.comments)[0]);
    await lookAgain();
    expect((await stored())['1']).toMatchObject({ missedAt: null, goneAt: null });
    expect(await revisions()).toEqual([]);
  });

  it('and seen by a poll after it was gone is back', async () => {
    const [post] = site.comments.splice(0, 1);
    await lookAgain();
    await lookAgain();
    site.comments.unshift(post as (typeof site.comments)[0]);
    await poll();
    const back = (await stored())['1'];
    expect(back).toMatchObject({ missedAt: null, goneAt: null });
    expect(back?.recheckAt).not.toBeNull();
  });
});

describe('a place that does not answer', () => {
  it.each([500, 403, 429, 401, 404])('with %i has no post gone', async (status) => {
    site.comments = [];
    trouble = { status };
    for (let looks = 0; looks < 3; looks++) await lookAgain();
    for (const mention of Object.values(await stored()))
      expect(mention).toMatchObject({ goneAt: null, missedAt: null, rechecks: 0 });
  });

  it('is asked again no earlier than it wants', async () => {
    trouble = { status: 429, headers: { 'retry-after': '86400' } };
    await lookAgain();
    for (const { recheckAt } of Object.values(await stored()))
      expect((recheckAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(23 * HOUR);
  });
});

describe('a look that somebody asked for', () => {
  const ask = async (externalId: string): Promise<string> => {
    const { id } = (await stored())[externalId] as MentionEntity;
    const userId = await addUser(database, `Asker ${++askers}`);
    const place = await new LivenessStore(database).ask(id, userId, () => true);
    expect(place?.asked).toBe(true);
    return id;
  };
  const liveness = (id: string) => new LivenessStore(database).find(id);
  let askers = 0;

  it('is made before it is its turn, and what it told is kept for people', async () => {
    const id = await ask('3');
    await step().handle({ sourceId });
    expect(await liveness(id)).toMatchObject({
      asked: null,
      look: { outcome: 'there', why: null },
    });
    const { 1: untouched } = await stored();
    expect(untouched?.rechecks).toBe(0);
  });

  it('says why the place could not tell', async () => {
    const id = await ask('3');
    trouble = { status: 500 };
    await step().handle({ sourceId });
    const told = await liveness(id);
    expect(told).toMatchObject({ asked: null, look: { outcome: 'untold' } });
    expect(told?.look?.why).toMatch(/500/);
  });

  it('brings back a post that was taken for gone', async () => {
    const id = await ask('3');
    await database.query('UPDATE mention SET gone_at = now(), recheck_at = NULL WHERE id = $1', [
      id,
    ]);
    await ask('3');
    await step().handle({ sourceId });
    expect((await stored())['3']?.goneAt).toBeNull();
  });
});

it('does nothing for a source that is paused, or gone', async () => {
  await database.query('UPDATE source SET enabled = false');
  server.requests.length = 0;
  await lookAgain();
  await step().handle({ sourceId: '999999' });
  expect(server.requests).toEqual([]);
});

it('comes to the same when its process is killed anywhere, and two run at once', async () => {
  await database.query('UPDATE source SET erase_when_gone = true');
  (site.comments[2] as { text: string }).text = 'apex, edited';
  site.comments.splice(0, 1);
  const fate = new Fate(new Dice(7), 0.15);
  const [on, hints] = [mortalDatabase(database, fate), mortalBus(bus, fate)];
  for (let round = 0; round < 30; round++) {
    await later();
    await Promise.allSettled([
      step(on, hints).handle({ sourceId }),
      step(on, hints).handle({ sourceId }),
    ]);
  }
  await lookAgain();
  await lookAgain();
  expect(fate.deaths).toBeGreaterThan(10);
  const { 1: gone, 2: same, 3: edited } = await stored();
  expect(gone).toMatchObject({ text: '', goneAt: expect.any(Date), erasedAt: expect.any(Date) });
  expect(same).toMatchObject({ text: 'apex is fine', goneAt: null, missedAt: null });
  expect(edited).toMatchObject({ text: 'apex, edited', goneAt: null });
  expect(await revisions()).toMatchObject([{ mentionId: edited?.id, text: 'apex again' }]);
});
