import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addMonitor, addSource, makeSettings } from '../support/makers.js';
import { openDatabase } from '../support/database.js';
import type { SchedulerProgram } from './scheduler.program.js';
import { TokenBucketHost, type BucketOptions } from './token-bucket-host.js';

const LAUNCHER = new URL('../support/program.mjs', import.meta.url);
const PROGRAM = new URL('./scheduler.program.ts', import.meta.url).pathname;
const LIMIT = { burst: 10, perSecond: 20, bannedAfter: 3 };

const { database, url } = await openDatabase();
const names = ['one', 'two'] as const;
const schedulers = names.map((name) => ({ name, child: fork(LAUNCHER, [PROGRAM]) }));
await Promise.all(schedulers.map(({ child }) => once(child, 'message')));
afterAll(() => schedulers.forEach(({ child }) => child.kill('SIGKILL')));

async function tell(child: ChildProcess, given: SchedulerProgram | 'stop'): Promise<void> {
  child.send(given);
  await once(child, 'message');
}

const places: TokenBucketHost[] = [];
beforeEach(() => database.query('TRUNCATE monitor, source, host CASCADE'));
afterEach(async () => {
  await Promise.all(schedulers.map(({ child }) => tell(child, 'stop')));
  for (const place of places.splice(0)) place.close();
});

/** Has both processes schedule and poll with this spacing, and a queue in common. */
async function startSchedulers(ownHostSpacingMs: number): Promise<void> {
  const queue = `q${randomUUID().slice(0, 8)}`;
  const starting = schedulers.map(({ name, child }) => {
    const settings = makeSettings({
      schedule: { tickMs: 100, perHost: 10 },
      poll: { ownHostSpacingMs, contact: `https://${name}.example` },
    });
    return tell(child, { url, queue, settings });
  });
  await Promise.all(starting);
}

/** Polls so many sources of the host at this spacing, until each has answered. */
async function pollAll(
  count: number,
  ownHostSpacingMs: number,
  options: BucketOptions,
): Promise<TokenBucketHost> {
  const place = await TokenBucketHost.open(options);
  places.push(place);
  await startSchedulers(ownHostSpacingMs);
  await addMonitor(database);
  const { host } = place;
  const sources = Array.from({ length: count }, (_, n) => `http://${host}/${n}`);
  for (const locator of sources)
    await addSource(database, {
      ...{ locator, host, params: { url: locator, allowPrivate: true } },
      ...{ intervalSeconds: 20, minIntervalSeconds: 5 },
    });
  await vi.waitFor(
    async () => {
      // First, so that a wait in vain says why.
      expect(place.banned).toBe(false);
      const [row] = await database.query<{ heard: number }[]>(
        'SELECT count(*)::int AS heard FROM source WHERE last_answered_at IS NOT NULL',
      );
      expect(row?.heard).toBe(count);
    },
    { timeout: 80_000, interval: 200 },
  );
  return place;
}

/** Whatever the pace, it is kept by both together, and each does its part. */
function expectShared(place: TokenBucketHost): void {
  expect(place.most).toBe(1);
  expect(place.askedBy.size).toBe(2);
}

it(
  'two processes keep within a limit that the host tells, though they are set to ask faster',
  { timeout: 90_000 },
  async () => {
    const place = await pollAll(200, 10, { ...LIMIT, tells: true });
    expectShared(place);
    expect(place.over).toBe(0);
  },
);

it(
  'two processes keep within a limit that the host does not tell, by the spacing that is set',
  { timeout: 90_000 },
  async () => {
    const place = await pollAll(200, 60, { ...LIMIT, tells: false });
    expectShared(place);
    expect(place.over).toBe(0);
  },
);

it(
  'two processes that are set to ask too fast learn it from a refusal, and are not banned',
  { timeout: 90_000 },
  async () => {
    const place = await pollAll(100, 50, { ...LIMIT, perSecond: 10, tells: false });
    expectShared(place);
    expect(place.over).toBeGreaterThan(0);
    expect(place.over).toBeLessThan(LIMIT.bannedAfter);
  },
);
