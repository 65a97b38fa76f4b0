import { startTemporaryPostgres } from '../../src/store/embedded/temporary.js';
import { findRedis } from './redis.js';

/** One real PostgreSQL and, where it can be had, one real Redis for the whole run. */
export default async function setup(): Promise<() => Promise<void>> {
  const closing: (() => Promise<void> | void)[] = [];
  if (!process.env['TEST_DATABASE_URL']) {
    const postgres = await startTemporaryPostgres({ max_connections: '200' });
    closing.push(() => postgres.stop());
    process.env['TEST_DATABASE_URL'] = postgres.url;
  }
  const redis = await findRedis();
  if (redis.url !== null) {
    process.env['TEST_REDIS_URL'] = redis.url;
    closing.push(() => redis.stop());
  } else {
    process.stderr.write(`\nNOT RUN: the queue tests on Redis, because ${redis.why}.\n\n`);
  }
  return async () => {
    for (const close of closing.reverse()) await close();
  };
}
