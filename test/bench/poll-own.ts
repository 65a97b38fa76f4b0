import { setTimeout as delay } from 'node:timers/promises';
import { openInfrastructure } from '../../src/infrastructure.js';
import { serve } from '../../src/serve.js';
import { loadSettings } from '../../src/settings/load.js';
import type { DataSource } from '../../src/store/database.js';
import { MonitorsStore } from '../../src/store/monitors.store.js';
import { CpuUse } from './cpu-use.js';

/** The interval that all places of the bench are asked in, in seconds. */
export const INTERVAL_SECONDS = 900;

export interface Steady {
  readonly polls: number;
  readonly failed: number;
  /** From the moment that a place was due until it was asked, in milliseconds. */
  readonly lagP50Ms: number;
  readonly lagP95Ms: number;
  readonly cores: { process: number; database: number | null };
}

export interface Own {
  readonly steady: Steady;
  /** With all places due at once. */
  readonly pollsPerSecond: number;
}

/** Opens Earshot as one process that does everything, with what `within` is to do in it. */
export async function withEarshot<Result>(
  databaseUrl: string,
  run: (database: DataSource, start: () => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const defaults = loadSettings({ EARSHOT_PORT: '0' });
  const settings = { ...defaults, database: { ...defaults.database, url: databaseUrl } };
  const infrastructure = await openInfrastructure(settings, () => undefined);
  await new MonitorsStore(infrastructure.database).add({
    name: 'New posts',
    any: ['a new post'],
    all: [],
    none: [],
    ownAccounts: [],
  });
  const serving: { close(): Promise<void> }[] = [];
  const start = async (): Promise<void> => {
    serving.push(await serve(infrastructure, () => undefined));
  };
  try {
    return await run(infrastructure.database, start);
  } finally {
    for (const each of serving) await each.close();
    await infrastructure.close();
  }
}

/**
 * Sources that answered a while ago, due evenly over the next interval.
 *
 * @param pace their interval in seconds, which stays as it is
 */
export async function addPolled(
  database: DataSource,
  urls: readonly string[],
  pace: number,
): Promise<void> {
  await database.query(
    `INSERT INTO source (kind, name, locator, host, params, interval_seconds, min_interval_seconds,
                         max_interval_seconds, next_poll_at, etag, last_polled_at, last_answered_at,
                         last_item_at, covered_until, last_duration_ms, state, created_at)
     SELECT 'feed', url, url, split_part(url, '/', 3), jsonb_build_object('url', url, 'allowPrivate', true),
            $2::integer, $2::integer, $2::integer, now() + n * ($2::integer::float8 / $3::integer) * interval '1 second', '"v0"', now() - $2::integer * interval '1 second',
            now() - $2::integer * interval '1 second', now() - $2::integer * interval '1 second', now() - $2::integer * interval '1 second',
            5, 'answering', now() - interval '1 day'
       FROM unnest($1::text[]) WITH ORDINALITY AS place (url, n)`,
    [urls, pace, urls.length],
  );
  await database.query('CREATE TABLE bench_due AS SELECT id, next_poll_at AS at FROM source');
  await database.query('ANALYZE source');
}

/** @param seconds of the steady stretch; polls of the burst that follows */
export function own(
  databaseUrl: string,
  urls: readonly string[],
  { seconds, burst }: { seconds: number; burst: number },
): Promise<Own> {
  return withEarshot(databaseUrl, async (database, start) => {
    await addPolled(database, urls, INTERVAL_SECONDS);
    await start();
    const steady = await stretch(database, seconds);
    return { steady, pollsPerSecond: await atOnce(database, burst) };
  });
}

async function stretch(database: DataSource, seconds: number): Promise<Steady> {
  const cpu = await CpuUse.start(database);
  await delay(seconds * 1000);
  const cores = cpu.shares();
  return { ...(await lags(database)), cores };
}

/** Of each place's first poll; one that is due and was not asked lags until now. */
export async function lags(database: DataSource): Promise<Omit<Steady, 'cores'>> {
  const [row] = await database.query<[Omit<Steady, 'cores'>]>(
    `WITH lag AS (
       SELECT extract(epoch FROM coalesce(min(poll.at), now()) - due.at) * 1000 AS ms
         FROM bench_due AS due LEFT JOIN poll ON poll.source_id = due.id
        WHERE due.at <= now() GROUP BY due.id, due.at)
     SELECT (SELECT count(*)::int FROM poll) AS polls,
            (SELECT count(*)::int FROM poll WHERE outcome NOT IN ('items', 'not-modified')) AS failed,
            round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms))::int AS "lagP50Ms",
            round(percentile_cont(0.95) WITHIN GROUP (ORDER BY ms))::int AS "lagP95Ms" FROM lag`,
  );
  return row;
}

async function atOnce(database: DataSource, burst: number): Promise<number> {
  const done = async (): Promise<number> => {
    const [row] = await database.query<[{ polls: number }]>(
      'SELECT count(*)::int AS polls FROM poll',
    );
    return row.polls;
  };
  const before = await done();
  await database.query(
    `UPDATE source SET next_poll_at = now() WHERE id IN (SELECT id FROM bench_due ORDER BY id DESC LIMIT $1)`,
    [burst],
  );
  const begun = performance.now();
  // The places that are due anyway are asked besides.
  while ((await done()) - before < burst) await delay(100);
  return burst / ((performance.now() - begun) / 1000);
}
