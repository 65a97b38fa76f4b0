import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PoliteHttp, userAgent } from '../../src/connectors/http.js';
import { PollStep } from '../../src/pipeline/poll.step.js';
import { ReadStep } from '../../src/pipeline/read.step.js';
import { ScheduleCron } from '../../src/pipeline/schedule.cron.js';
import { TriageStep } from '../../src/pipeline/triage.step.js';
import type { Bus } from '../../src/queue/bus.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { RechecksStore } from '../../src/store/rechecks.store.js';
import { MonitorsStore } from '../../src/store/monitors.store.js';
import { ReadingsStore } from '../../src/store/readings.store.js';
import { SourcesStore } from '../../src/store/sources.store.js';
import { TriageStore } from '../../src/store/triage.store.js';
import { addMonitor, addSource, Dice, makeSettings, WordReader } from '../support/makers.js';
import { openDatabase, truncate } from '../support/database.js';
import { idle, openBus, waiting } from './bus.js';
import { Fate, mortalBus, mortalDatabase } from './mortal.js';
import { LoopbackPlace, type Post } from './place.js';
import { outsideOf } from '../support/outside.js';

// It reports each sweep, and here one follows the other.
Logger.overrideLogger(false);
const { database, url } = await openDatabase();
const places = await Promise.all([1, 2, 3].map(() => LoopbackPlace.open()));
const http = new PoliteHttp({ userAgent: userAgent('0', 'https://earshot.example') });
afterAll(() => http.close());
const settings = makeSettings({
  schedule: { leaseSeconds: 2, stuckSeconds: 0, perHost: 9 },
  triage: { pageSize: 4 },
});

const buses: Bus[] = [];
afterEach(() => Promise.all(buses.splice(0).map((bus) => bus.close())));

/** What each place shows in each phase: posts appear, and some are edited. */
function story(): Post[][][] {
  const dice = new Dice(12);
  const texts = [
    'angry apex #late',
    'cross apex #late',
    'cross apex #bill',
    'fine apex',
    'angry apex',
  ];
  const post = (place: number, n: number): Post => ({
    id: `${place}-${n}`,
    text: dice.pick(texts),
    author: dice.pick(['ann', 'bob', 'cy', 'apex_care']),
    at: new Date(Date.UTC(2026, 2, 1 + n, place)).toISOString(),
  });
  const first = places.map((_place, place) => Array.from({ length: 14 }, (_, n) => post(place, n)));
  const second = first.map((posts, place) => [
    ...posts.map((it) => (dice.next() < 0.4 ? { ...it, text: `${dice.pick(texts)}, edited` } : it)),
    ...Array.from({ length: 6 }, (_, n) => post(place, 20 + n)),
  ]);
  return [first, second];
}
const PHASES = story();

/** Lets Earshot hear one phase to its end. Every process may die anywhere; others take over. */
async function hearAll(bus: Bus, fate: Fate, posts: Post[][]): Promise<void> {
  const mortal = mortalDatabase(database, fate);
  const hints = mortalBus(bus, fate);
  const mentions = new MentionsStore(mortal);
  const cron = new ScheduleCron(
    new SchedulerRegistry(),
    new SourcesStore(mortal),
    mentions,
    new RechecksStore(mortal),
    hints,
    settings,
  );
  places.forEach((place, n) => place.gives(...(posts[n] ?? [])));
  await database.query('UPDATE source SET next_poll_at = now(), last_answered_at = NULL');
  const expected = posts
    .flat()
    .map(({ id, text }) => `${id} ${text}`)
    .sort();
  await vi.waitFor(
    async () => {
      await Promise.allSettled([cron.claim(), cron.sweep()]);
      const done = await database.query<{ post: string }[]>(
        `SELECT external_id || ' ' || text AS post FROM mention WHERE stage = 'triaged'`,
      );
      expect(done.map(({ post }) => post).sort()).toEqual(expected);
      const [unheard] = await database.query<unknown[]>(
        'SELECT FROM source WHERE last_answered_at IS NULL',
      );
      expect(unheard).toBeUndefined();
      for (const queue of ['poll', 'read', 'triage'] as const)
        expect(await waiting(bus, queue)).toBe(0);
    },
    { timeout: 60_000, interval: 50 },
  );
}

/** All that people will see, without ids and times. */
async function outcome(): Promise<unknown> {
  const read = (sql: string): Promise<unknown> => database.query(sql);
  return {
    mentions: await read(`
      SELECT m.external_id, m.text, m.stage, m.complaint, m.topics, m.priority, m.reasons, m.occurred_at, a.handle,
             r.model, r.reading, r.content_hash = m.content_hash AS current, t.status, t.topic,
             (SELECT array_agg(v.text ORDER BY v.id) FROM mention_revision v WHERE v.mention_id = m.id) AS before
        FROM mention m LEFT JOIN author a ON a.id = m.author_id LEFT JOIN reading r ON r.mention_id = m.id
        LEFT JOIN task t ON t.id = m.task_id ORDER BY m.external_id`),
    tasks: await read(`
      SELECT a.handle, a.place, t.topic, t.status, t.outcome, t.priority, t.reasons,
             (SELECT array_agg(m.external_id ORDER BY m.external_id) FROM mention m WHERE m.task_id = t.id) AS mentions,
             (SELECT count(*)::int FROM audit_entry e WHERE e.subject_kind = 'task'
               AND e.subject_id = t.id::text AND e.action = 'opened the task') AS opened
        FROM task t JOIN author a ON a.id = t.author_id ORDER BY a.place, a.handle, t.topic, t.status, mentions`),
    authors: await read('SELECT place, handle FROM author ORDER BY place, handle'),
  };
}

async function run(seed: number, chance: number): Promise<{ outcome: unknown; deaths: number }> {
  await truncate(database, 'monitor, source, author, audit_entry CASCADE');
  await addMonitor(database, { ownAccounts: ['apex_care'] });
  for (const { url: locator } of places)
    await addSource(database, {
      locator,
      host: new URL(locator).host,
      params: { url: locator, allowPrivate: true },
    });
  const bus = await openBus(url);
  buses.push(bus);
  const fate = new Fate(new Dice(seed), chance);
  const mortal = mortalDatabase(database, fate);
  const [mentions, hints] = [new MentionsStore(mortal), mortalBus(bus, fate)];
  await bus.work([
    new PollStep(
      mortal,
      new SourcesStore(mortal),
      new MonitorsStore(mortal),
      mentions,
      hints,
      outsideOf(http),
      settings,
    ),
    new ReadStep(mentions, new ReadingsStore(mortal), hints, new WordReader(), settings),
    new TriageStep(new TriageStore(mortal), settings),
    ...idle('poll', 'read', 'triage'),
  ]);
  for (const posts of PHASES) await hearAll(bus, fate, posts);
  expect(await overcredited()).toEqual([]);
  return { outcome: await outcome(), deaths: fate.deaths };
}

/** Sources of which more was counted as observed than there was time. */
const overcredited = (): Promise<unknown[]> =>
  database.query(`
    SELECT id, seconds FROM source JOIN (
      SELECT source_id, sum(observed_seconds + recovered_seconds) AS seconds FROM coverage GROUP BY source_id
    ) AS counted ON source_id = id
     WHERE seconds > extract(epoch FROM covered_until - created_at) + 1`);

it(
  'comes to the same however often and wherever its processes are killed',
  { timeout: 300_000 },
  async () => {
    const undisturbed = await run(0, 0);
    expect(undisturbed.outcome).toMatchObject({ mentions: { length: 60 } });
    for (const [seed, chance] of [
      [1, 0.01],
      [2, 0.03],
      [3, 0.05],
    ] as const) {
      const disturbed = await run(seed, chance);
      expect(disturbed.deaths).toBeGreaterThan(3);
      expect(disturbed.outcome).toEqual(undisturbed.outcome);
    }
  },
);
