import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnableBinaries } from './binaries.js';
import { ensureCluster, ROLE } from './cluster.js';
import { homeOf, leaveNote, type Home } from './home.js';
import { own, ownerOf } from './owner.js';
import { endPostmaster, livePostmaster, readPostmaster } from './postmaster.js';
import { holds } from './process.js';
import { startServer } from './server.js';

export interface EmbeddedPostgresOptions {
  /** Folder of this Earshot; the database goes into it, or a note that says where it is. */
  readonly dataDir: string;
  /** Told in a few words what is done and what is waited for. */
  readonly log: (line: string) => void;
  /** Told when the server ends though nobody stopped it. */
  readonly onLost?: (error: Error) => void;
  /** Settings of PostgreSQL for this start only, `{ fsync: 'off' }` for example. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** `postgres://…` on 127.0.0.1; the port is another at every start. */
  readonly url: string;
  /** Shuts down fast; under 5 s on a healthy disk, and never loses committed work. May be called twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts Earshot's own PostgreSQL on the data folder, making the database at first. It ends with
 * this process, however that ends, and repairs what a kill at any moment left.
 *
 * @throws EmbeddedPostgresError naming the process when another Earshot has the folder open, or
 *   with the last lines of the server's log when it does not start
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const home = homeOf(options.dataDir);
  const disown = await own(home.folder, options.log);
  try {
    const server = await prepareAndStart(home, options);
    let stopped: Promise<void> | undefined;
    const stop = () => (stopped ??= server.stop().finally(disown));
    return { url: urlOf(home, server.port), stop };
  } catch (error) {
    disown();
    throw error;
  }
}

async function prepareAndStart(home: Home, options: EmbeddedPostgresOptions) {
  const { dataDir, log, onLost, settings } = options;
  const binaries = await runnableBinaries(home);
  await ensureCluster(home, binaries, log);
  if (leaveNote(dataDir, home)) log(`the database is in ${home.folder}`);
  const left = livePostmaster(join(home.cluster, 'data'));
  if (left) {
    log(`stopping the database that a killed Earshot left running (process ${left.pid})`);
    await endPostmaster(left);
  }
  return startServer(home, binaries, { log, onLost, settings });
}

/** A start takes seconds; making the database a few more. */
const STARTING_MS = 60_000;

/**
 * Finds the database when another process (`earshot start`) has it open already, so that a
 * command can work beside it. Waits while it is starting.
 *
 * @returns its url, or null when nobody has it open
 */
export async function runningEmbeddedPostgres(dataDir: string): Promise<string | null> {
  const home = homeOf(dataDir);
  const data = join(home.cluster, 'data');
  const ready = () => readPostmaster(data)?.ready === true && livePostmaster(data) !== null;
  await holds(() => ready() || !ownerOf(home.folder), STARTING_MS);
  const postmaster = readPostmaster(data);
  return postmaster?.ready && ownerOf(home.folder) ? urlOf(home, postmaster.port) : null;
}

function urlOf({ cluster }: Home, port: number): string {
  const password = readFileSync(join(cluster, 'password'), 'utf8');
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${ROLE}`;
}
