import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openInfrastructure } from '../../src/infrastructure.js';
import { serve } from '../../src/serve.js';
import { loadSettings } from '../../src/settings/load.js';
import { PACKAGE_ROOT } from '../../src/settings/package-root.js';
import { MonitorsStore } from '../../src/store/monitors.store.js';
import { SourcesStore } from '../../src/store/sources.store.js';

/**
 * One process that does everything and one more worker: two cores are there to be used.
 *
 * @returns mentions a second, from the first poll until all of them are triaged
 */
export async function own(
  databaseUrl: string,
  redisUrl: string | null,
  { urls, mentions }: { urls: string[]; mentions: number },
): Promise<number> {
  const defaults = loadSettings({ EARSHOT_PORT: '0' });
  const settings = {
    ...defaults,
    database: { ...defaults.database, url: databaseUrl },
    queue: { ...defaults.queue, redisUrl },
    schedule: { ...defaults.schedule, tickMs: 100, perHost: 100 },
  };
  const infrastructure = await openInfrastructure(settings, () => undefined);
  const { database } = infrastructure;
  const monitor = await new MonitorsStore(database).add({
    name: 'Everything',
    any: ['post'],
    all: [],
    none: [],
    ownAccounts: [],
  });
  const sources = new SourcesStore(database);
  for (const url of urls)
    await sources.add({
      kind: 'feed',
      name: url,
      locator: url,
      // Each place counts as a host of its own, as in life.
      host: url,
      params: { url, allowPrivate: true },
      ownedByMonitorId: monitor.id,
      pace: settings.poll,
    });
  const worker = await anotherWorker(databaseUrl, redisUrl);
  const begun = performance.now();
  const serving = await serve(infrastructure, () => undefined);
  // Asked seldom, and answered by an index: looking must not cost what it looks at.
  const left = async (): Promise<number> => {
    const [row] = await database.query<[{ left: number }]>(
      `SELECT $1 - (SELECT coalesce(sum(stored), 0) FROM poll)::int
              + (SELECT count(*) FROM mention WHERE stage <> 'triaged')::int AS left`,
      [mentions],
    );
    return row.left;
  };
  while ((await left()) > 0) await delay(100);
  const rate = mentions / ((performance.now() - begun) / 1000);
  worker.kill();
  await serving.close();
  await infrastructure.close();
  return rate;
}

/** @returns when it is ready to work */
async function anotherWorker(databaseUrl: string, redisUrl: string | null): Promise<ChildProcess> {
  const program = join(PACKAGE_ROOT, 'dist', 'src', 'main.js');
  const env = {
    ...process.env,
    EARSHOT_ROLE: 'worker',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl ?? '',
  };
  const worker = spawn(process.execPath, [program, 'start'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    worker.once('exit', () => reject(new Error('the second worker did not start')));
    worker.stderr.on('data', (said: Buffer) => said.includes('is ready') && resolve());
  });
  return worker;
}
