import { setTimeout as delay } from 'node:timers/promises';
import { DRIPS, HUGE } from './poll-addresses.js';
import { addPolled, lags, withEarshot } from './poll-own.js';

/** Two hundred places that are asked every ten seconds, for so long. */
const PACE_SECONDS = 10;
const SECONDS = 40;

export interface Turns {
  readonly pollsPerSecond: number;
  readonly lagP95Ms: number;
}

/**
 * What the ordinary places get of the turns.
 *
 * @param hindered with one place beside them that drips for ever, and a huge one
 */
export function turnsOf(
  databaseUrl: string,
  urls: readonly string[],
  port: number,
  hindered: boolean,
): Promise<Turns> {
  return withEarshot(databaseUrl, async (database, start) => {
    await addPolled(database, urls, PACE_SECONDS);
    if (hindered)
      await database.query(
        `INSERT INTO source (kind, name, locator, host, params, interval_seconds, min_interval_seconds, max_interval_seconds)
         SELECT 'feed', host, host, host, jsonb_build_object('url', 'http://' || host || ':' || $2::text || '/feed', 'allowPrivate', true),
                1, 1, $3::integer FROM unnest($1::text[]) AS host`,
        [[DRIPS, HUGE], String(port), PACE_SECONDS],
      );
    await start();
    await delay(SECONDS * 1000);
    const { lagP95Ms } = await lags(database);
    const [{ polls }] = await database.query<[{ polls: number }]>(
      'SELECT count(*)::int AS polls FROM poll JOIN bench_due ON bench_due.id = source_id',
    );
    return { pollsPerSecond: polls / SECONDS, lagP95Ms };
  });
}
