import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from '../store/database.js';
import { feedConnector } from '../connectors/feed/feed.connector.js';
import { compileQuery } from '../domain/query.js';
import type { Replay } from '../demo/replay.js';
import type { Infrastructure } from '../infrastructure.js';
import { MonitorsStore } from '../store/monitors.store.js';
import { SourcesStore } from '../store/sources.store.js';
import { demoMonitors } from './demo-script.js';

/** Puts the monitors and places of the demo in; those that are there stay as they are. */
export async function furnish(
  { database, settings }: Infrastructure,
  replay: Replay,
): Promise<void> {
  const monitors = new MonitorsStore(database);
  const sources = new SourcesStore(database);
  const known = new Map((await monitors.all()).map(({ name, id }) => [name, id]));
  for (const monitor of demoMonitors())
    if (!known.has(monitor.name)) known.set(monitor.name, (await monitors.add(monitor)).id);
  for (const { kind, name, url, ownedBy } of replay.places) {
    const params = { url, allowPrivate: true };
    await sources.add({
      kind,
      name,
      locator: url,
      host: feedConnector.locate(params).host,
      params,
      ownedByMonitorId: known.get(ownedBy ?? '') ?? null,
      pace: settings.poll,
    });
  }
}

const LOOK_EVERY_MS = 100;
const SAY_EVERY_MS = 2_000;

/** Waits until every post of a phase that a monitor listens for is in the inbox, with its present text. */
export async function untilHeard(
  { database }: Infrastructure,
  replay: Replay,
  phase: number,
  tell: (done: number, of: number) => void,
): Promise<void> {
  const expected = await matching(database, replay, phase);
  let told = 0;
  for (;;) {
    const missing = await stillMissing(database, expected.mentions);
    if (missing === 0 && (await haveAnswered(database, expected.places))) return;
    if (Date.now() - told > SAY_EVERY_MS) {
      tell(expected.mentions.length - missing, expected.mentions.length);
      told = Date.now();
    }
    // The places are ours: ask those that answer again now instead of waiting for their turn.
    await database.query(
      'UPDATE source SET next_poll_at = now() WHERE enabled AND failures = 0 AND next_poll_at > now()',
    );
    await delay(LOOK_EVERY_MS);
  }
}

interface Expected {
  readonly url: string;
  readonly externalId: string;
  readonly text: string;
}

/** The mentions that a phase must bring, and the places that must have answered by then. */
async function matching(
  database: DataSource,
  replay: Replay,
  phase: number,
): Promise<{ mentions: Expected[]; places: string[] }> {
  const queries = (await new MonitorsStore(database).all()).map((monitor) => compileQuery(monitor));
  const places = new Map(replay.places.map((place) => [place.slug, place]));
  const posts = replay.metBy(phase);
  const mentions = posts.flatMap(({ place, externalId, title, text }) => {
    const found = places.get(place);
    if (!found) return [];
    const heard =
      found.ownedBy !== undefined || queries.some((matches) => matches({ title, text }).matched);
    return heard ? [{ url: found.url, externalId, text }] : [];
  });
  const answering = new Set(posts.map(({ place }) => places.get(place)?.url ?? ''));
  return { mentions, places: [...answering] };
}

async function haveAnswered(database: DataSource, urls: readonly string[]): Promise<boolean> {
  const [row] = await database.query<[{ answered: number }]>(
    'SELECT count(*)::int AS answered FROM source WHERE locator = ANY($1) AND last_answered_at IS NOT NULL',
    [urls],
  );
  return row.answered === urls.length;
}

async function stillMissing(database: DataSource, expected: readonly Expected[]): Promise<number> {
  const [row] = await database.query<[{ missing: number }]>(
    `SELECT count(*)::int AS missing FROM unnest($1::text[], $2::text[], $3::text[]) AS want(url, external_id, text)
      WHERE NOT EXISTS (SELECT FROM mention JOIN source ON source.id = mention.source_id
        WHERE source.locator = want.url AND mention.external_id = want.external_id
          AND mention.text = want.text AND mention.stage = 'triaged')`,
    [
      expected.map(({ url }) => url),
      expected.map(({ externalId }) => externalId),
      expected.map(({ text }) => text),
    ],
  );
  return row.missing;
}

/** Totals in the database. */
export interface Totals {
  /** Places that have answered a poll. */
  readonly polled: number;
  readonly mentions: number;
  readonly readings: number;
  /** Mentions whose label in force is "complaint". */
  readonly complaints: number;
  readonly tasks: number;
}

export async function totals(database: DataSource): Promise<Totals> {
  const [row] = await database.query<[Totals]>(
    `SELECT (SELECT count(*)::int FROM source WHERE last_answered_at IS NOT NULL) AS polled,
            (SELECT count(*)::int FROM mention) AS mentions,
            (SELECT count(*)::int FROM reading) AS readings,
            (SELECT count(*)::int FROM mention WHERE complaint = 'complaint') AS complaints,
            (SELECT count(*)::int FROM task) AS tasks`,
  );
  return row;
}
