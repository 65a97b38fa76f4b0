import type { DataSource } from './store/database.js';
import { postgresBackend, redisBackend } from './queue/backend.js';
import { Bus } from './queue/bus.js';
import type { Settings } from './settings/schema.js';
import { Changes } from './store/changes.js';
import { describeDatabase, installationId, migrate } from './store/database.js';
import { startEmbeddedPostgres } from './store/embedded/embedded.js';

/** What every part of the program stands on, opened in order and closed in reverse. */
export interface Infrastructure {
  readonly settings: Settings;
  readonly database: DataSource;
  readonly bus: Bus;
  readonly changes: Changes;
  /** Lets running jobs finish first. */
  close(): Promise<void>;
}

type Log = (line: string) => void;

/**
 * Opens the database (its own PostgreSQL unless one is given), brings the tables up to date,
 * and opens the queue.
 *
 * @param log told in a few words what is done
 */
export async function openInfrastructure(settings: Settings, log: Log): Promise<Infrastructure> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const url = settings.database.url ?? (await ownDatabase(settings, log, closing));
    const database = describeDatabase({ url, poolSize: settings.database.poolSize });
    await database.initialize();
    closing.push(() => database.destroy());
    await migrate(database);
    const changes = new Changes(url);
    await changes.open();
    closing.push(() => changes.close());
    const bus = openBus(settings, { url, installation: await installationId(database) }, log);
    closing.push(() => bus.close());
    await bus.ready();
    return { settings, database, bus, changes, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function ownDatabase(
  { dataDir }: Settings,
  log: Log,
  closing: (() => Promise<unknown>)[],
): Promise<string> {
  const onLost = (error: Error): never => {
    log(error.message);
    // Without its database nothing here can go on; whoever watches the process starts it again.
    process.exit(1);
  };
  const postgres = await startEmbeddedPostgres({ dataDir, log, onLost });
  closing.push(() => postgres.stop());
  return postgres.url;
}

/** The queue in Redis when there is one, else in the database. */
export function openBus(
  { queue }: Settings,
  { url, installation }: { url: string; installation: string },
  log: Log,
): Bus {
  // A Redis may be shared: by the name of the installation no one works another one's jobs.
  const backend = queue.redisUrl
    ? redisBackend(queue.redisUrl, `earshot-${installation}`)
    : postgresBackend(url);
  return new Bus(backend, {
    ...queue,
    onError: (where, error) => log(`${where}: ${error.message}`),
  });
}
