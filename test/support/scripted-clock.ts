import { afterAll, vi } from 'vitest';
import { describeDatabase, migrate, type DataSource } from '../../src/store/database.js';
import { makeDatabase } from './database.js';

/**
 * One clock for this process and its database, which only the test moves: `Date` is set, and the
 * database's `now()` is hidden by a function of that name. Timers go on in real time.
 */
export class ScriptedClock {
  private constructor(
    readonly database: DataSource,
    private at: Date,
  ) {}

  /** An empty database with Earshot's tables, whose clock stands at this moment. */
  static async open(at: Date): Promise<ScriptedClock> {
    const { url } = await makeDatabase();
    const setUp = await describeDatabase({ url, poolSize: 2 }).initialize();
    await migrate(setUp);
    await setUp.query('CREATE SCHEMA scripted');
    await setUp.query('CREATE TABLE scripted.clock (at timestamptz)');
    await setUp.query('INSERT INTO scripted.clock VALUES ($1)', [at]);
    await setUp.query(
      `CREATE FUNCTION scripted.now() RETURNS timestamptz STABLE LANGUAGE sql AS 'SELECT at FROM scripted.clock'`,
    );
    const name = new URL(url).pathname.slice(1);
    await setUp.query(`ALTER DATABASE ${name} SET search_path = scripted, pg_catalog, public`);
    await setUp.destroy();
    const database = await describeDatabase({ url, poolSize: 8 }).initialize();
    afterAll(async () => {
      vi.useRealTimers();
      await database.destroy();
    });
    const clock = new ScriptedClock(database, at);
    await clock.set(at);
    return clock;
  }

  now(): Date {
    return this.at;
  }

  async set(at: Date): Promise<void> {
    this.at = at;
    vi.setSystemTime(at);
    await this.database.query('UPDATE scripted.clock SET at = $1', [at]);
  }
}
