import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { startTemporaryPostgres } from '../../src/store/embedded/temporary.js';
import { findRedis } from '../support/redis.js';
import { own } from './ingest-own.js';
import { straightforward } from './ingest-straightforward.js';
import type { BenchResult } from './main.js';

/** As in real use: what was committed survives a power cut. */
const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

/** Enough for tens of seconds each way, and several pages a place. */
const OWN = { places: 150, posts: 200 };
const STRAIGHTFORWARD = { places: 15, posts: 200 };

/**
 * Mentions a second from poll to triaged, on a durable PostgreSQL, with the queue in
 * PostgreSQL and in Redis; beside it the straightforward way in the same run: one job and one
 * TypeORM save per mention, read by natural's BayesClassifier.
 */
export async function ingest(): Promise<BenchResult[]> {
  const redis = await findRedis();
  if (redis.url === null) process.stderr.write(`ingest on Redis was NOT measured: ${redis.why}\n`);
  const results: BenchResult[] = [];
  for (const redisUrl of redis.url === null ? [null] : [null, redis.url]) {
    const backend = redisUrl ? 'redis' : 'postgres';
    process.stderr.write(`ingest, queue in ${backend}: the straightforward way …\n`);
    const baseline = await onFreshDatabase(STRAIGHTFORWARD, (url, places) =>
      straightforward(url, redisUrl, places),
    );
    process.stderr.write(`ingest, queue in ${backend}: Earshot …\n`);
    const mine = await onFreshDatabase(OWN, (url, places) => own(url, redisUrl, places));
    results.push({
      bench: 'ingest',
      backend,
      own: Math.round(mine),
      baseline: Math.round(baseline),
      ratio: Math.round((10 * mine) / baseline) / 10,
      unit: 'mentions/s',
      cores: availableParallelism(),
    });
  }
  if (redis.url !== null) await redis.stop();
  return results;
}

type Way = (databaseUrl: string, places: { urls: string[]; mentions: number }) => Promise<number>;

async function onFreshDatabase(size: { places: number; posts: number }, way: Way): Promise<number> {
  const postgres = await startTemporaryPostgres(DURABLE);
  const { server, urls } = await placesInOwnProcess(size);
  try {
    return await way(postgres.url, { urls, mentions: size.places * size.posts });
  } finally {
    server.kill();
    await postgres.stop();
  }
}

/** The places are not what is measured, so they must not share its event loop. */
async function placesInOwnProcess(size: {
  places: number;
  posts: number;
}): Promise<{ server: ChildProcess; urls: string[] }> {
  const file = fileURLToPath(new URL('./places-process.js', import.meta.url));
  const server = fork(file, [String(size.places), String(size.posts)]);
  const urls = await new Promise<string[]>((resolve, reject) => {
    server.once('message', (message) => resolve(message as string[]));
    server.once('exit', () => reject(new Error('the places did not start')));
  });
  return { server, urls };
}
