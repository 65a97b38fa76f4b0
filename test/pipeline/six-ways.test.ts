import { once, EventEmitter } from 'node:events';
import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { PoliteHttp } from '../../src/connectors/http.js';
import type { SourceState } from '../../src/domain/health.js';
import { HealthCron } from '../../src/pipeline/polling/health.cron.js';
import { PollStep } from '../../src/pipeline/poll.step.js';
import { ScheduleCron } from '../../src/pipeline/schedule.cron.js';
import { QUEUE_NAMES } from '../../src/queue/queues.js';
import type { Step } from '../../src/queue/step.js';
import { CoverageStore } from '../../src/store/coverage.store.js';
import { NoticeEntity } from '../../src/store/entities/notice.entity.js';
import type { SourceEntity } from '../../src/store/entities/source.entity.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { RechecksStore } from '../../src/store/rechecks.store.js';
import { MonitorsStore } from '../../src/store/monitors.store.js';
import { NoticesStore } from '../../src/store/notices.store.js';
import { SourcesStore } from '../../src/store/sources.store.js';
import { TopicsStore } from '../../src/store/topics.store.js';
import { makeDatabase } from '../support/database.js';
import { addMonitor, addSource, makeSettings } from '../support/makers.js';
import { outsideOf } from '../support/outside.js';
import { ScriptedClock } from '../support/scripted-clock.js';
import { openBus } from './bus.js';
import { feed, LoopbackPlace, type Post } from './place.js';

Logger.overrideLogger(false);
const MINUTE_MS = 60_000;
/** In the past, so that nothing the queue is told lies in its future. */
const clock = await ScriptedClock.open(new Date(Date.now() - 30 * 86_400_000));
const { database } = clock;
const place = await LoopbackPlace.open();
const http = new PoliteHttp({ userAgent: 'Earshot', spacing: { ofOthers: 0 } });
const bus = await openBus((await makeDatabase()).url);
afterAll(async () => {
  await bus.close();
  await http.close();
});

const settings = makeSettings();
const sources = new SourcesStore(database);
const mentions = new MentionsStore(database);
const cron = new ScheduleCron(
  new SchedulerRegistry(),
  sources,
  mentions,
  new RechecksStore(database),
  bus,
  settings,
);
/** Two processes watch, and each change is told once all the same. */
const watchers = [1, 2].map(
  () => new HealthCron(new SchedulerRegistry(), new NoticesStore(database)),
);

const polls = new EventEmitter();
const polling = new PollStep(
  database,
  sources,
  new MonitorsStore(database),
  mentions,
  bus,
  outsideOf(http),
  settings,
);
const nothing = (queue: Step['queue']): Step => ({ queue, handle: () => Promise.resolve() });
const pollStep: Step<'poll'> = {
  queue: 'poll',
  handle: async (job) => {
    await polling.handle(job);
    polls.emit('done');
  },
};
await bus.work(QUEUE_NAMES.map((queue) => (queue === 'poll' ? pollStep : nothing(queue))));

const beginning = clock.now().getTime();
const EVERY_MS = 3 * MINUTE_MS;
const WINDOW = 40;

/** All that was ever posted there up to a moment: one post every three minutes. */
function posted(at: Date): Post[] {
  const count = Math.floor((at.getTime() - beginning) / EVERY_MS) + WINDOW;
  return Array.from({ length: count }, (_, n) => ({
    id: `post-${n}`,
    text: `apex, post ${n}`,
    at: new Date(beginning + (n - WINDOW + 1) * EVERY_MS).toISOString(),
  }));
}
/** What the place shows then: its newest posts. */
const shown = (at: Date): { headers: Record<string, string>; body: string } => {
  const posts = posted(at).slice(-WINDOW);
  return { headers: { etag: `"${posts.at(-1)?.id}"` }, body: feed(posts) };
};
const lives = (): void => place.answers(() => shown(clock.now()));

let source: SourceEntity;
const present = async (): Promise<SourceEntity> => (await sources.find(source.id)) as SourceEntity;

/** Waits for the next poll of the schedule, and has it and the watch take place. */
async function nextPoll(): Promise<SourceEntity> {
  const { nextPollAt } = await present();
  await clock.set(new Date(Math.max(clock.now().getTime(), nextPollAt.getTime() + 1)));
  const done = once(polls, 'done');
  await cron.claim();
  await done;
  // The same job is not added again before this one is put away.
  await vi.waitFor(async () => {
    const [queue] = await bus.overview();
    expect(queue).toMatchObject({ name: 'poll', waiting: 0, active: 0 });
  });
  await Promise.all(watchers.map((watcher) => watcher.watch()));
  return present();
}
async function pollsUntil(at: number): Promise<void> {
  while ((await present()).nextPollAt.getTime() < at) await nextPoll();
}

const covered = async (): Promise<{ observed: number; recovered: number }> => {
  const hours = await new CoverageStore(database).hours([source.id], 999);
  return {
    observed: hours.reduce((sum, hour) => sum + hour.observedSeconds, 0),
    recovered: hours.reduce((sum, hour) => sum + hour.recoveredSeconds, 0),
  };
};
/** Share of time that charts show as observed, in the worst week. */
const charted = async (): Promise<number> => {
  const weeks = await new TopicsStore(database).coverage({ weeks: 6 });
  return Math.min(...weeks.map(({ share }) => share ?? 1));
};
const notices = async (): Promise<string[]> => {
  const rows = await database.getRepository(NoticeEntity).find({ order: { id: 'ASC' } });
  return rows.map(({ fromState, toState }) => `${fromState} → ${toState}`);
};
const stored = async (): Promise<string[]> => {
  const rows = await database.query<{ externalId: string }[]>(
    `SELECT external_id AS "externalId" FROM mention ORDER BY published_at`,
  );
  return rows.map(({ externalId }) => externalId);
};

await addMonitor(database);
beforeEach(async () => {
  await database.query('TRUNCATE source CASCADE');
  source = await addSource(database, {
    locator: place.url,
    host: new URL(place.url).host,
    params: { url: place.url, allowPrivate: true },
    createdAt: clock.now(),
    nextPollAt: clock.now(),
    stateSince: clock.now(),
  });
});

const page = (title: string): { headers: Record<string, string>; body: string } => ({
  headers: { 'content-type': 'text/html' },
  body: `<!doctype html><html><head><title>${title}</title></head><body>${title}</body></html>`,
});
/** How a place dies, at this moment of its life. */
const WAYS: [string, (at: Date) => Parameters<LoopbackPlace['answers']>[0], SourceState][] = [
  ['a 403 page', () => ({ status: 403, ...page('Forbidden') }), 'blocked'],
  ['200 and an empty body', () => ({ status: 200, body: '' }), 'failing'],
  [
    '200 and another schema',
    () => ({ headers: { 'content-type': 'application/json' }, body: '{"posts":null}' }),
    'failing',
  ],
  [
    'a stale cache',
    (at) => (asked) =>
      asked['if-none-match'] === shown(at).headers['etag'] ? { status: 304 } : shown(at),
    'suspiciously-quiet',
  ],
  [
    'a redirect to a login page',
    () => (_asked, path) =>
      path === '/login' ? page('Sign in') : { status: 302, headers: { location: '/login' } },
    'failing',
  ],
  ['zero bytes', () => 'cut', 'failing'],
];

describe('a place that posts every three minutes and dies by', () => {
  it.each(WAYS)('%s', { timeout: 120_000 }, async (_way, answer, state) => {
    lives();
    for (let poll = 0; poll < 25; poll++) await nextPoll();
    const { intervalSeconds, ...alive } = await present();
    expect(alive).toMatchObject({ state: 'answering', failures: 0 });
    expect(await charted()).toBe(1);
    const diedAt = clock.now();
    const before = await covered();

    place.answers(answer(diedAt));
    await nextPoll();
    expect(await nextPoll()).toMatchObject({ state });
    const tookSeconds = (clock.now().getTime() - diedAt.getTime()) / 1000;
    // A tenth of each is jitter.
    expect(tookSeconds).toBeLessThan(2 * 1.1 * intervalSeconds + 1);
    expect(await notices()).toEqual([`answering → ${state}`]);

    const returnsAt = diedAt.getTime() + 60 * MINUTE_MS;
    await pollsUntil(returnsAt);
    const during = await covered();
    expect(during.observed - before.observed).toBeLessThan(2 * EVERY_MS);
    expect(during.recovered).toBe(0);
    expect(await charted()).toBeLessThan(0.85);

    lives();
    expect(await nextPoll()).toMatchObject({ state: 'answering', failures: 0 });
    expect(await notices()).toEqual([`answering → ${state}`, `${state} → answering`]);
    expect(await stored()).toEqual(
      posted(clock.now())
        .slice(-(await stored()).length)
        .map(({ id }) => id),
    );
    expect((await stored()).length).toBeGreaterThan(WINDOW + 40);
    const after = await covered();
    expect(after.observed).toBe(during.observed);
    expect(after.recovered).toBeGreaterThan(3_000);
    expect(await charted()).toBe(1);
    // It is asked less often while it is still, never while it only fails.
    expect((await nextPoll()).intervalSeconds).toBeLessThan(2 * intervalSeconds);
  });
});
