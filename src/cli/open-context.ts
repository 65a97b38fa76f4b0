import { openBus } from '../infrastructure.js';
import { openOutside } from '../outside.js';
import type { Bus } from '../queue/bus.js';
import { loadSettings } from '../settings/load.js';
import type { Settings } from '../settings/schema.js';
import { describeDatabase, installationId, migrate } from '../store/database.js';
import { runningEmbeddedPostgres, startEmbeddedPostgres } from '../store/embedded/embedded.js';
import type { CliContext, OpenDatabase } from './context.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** @throws SettingsError */
export function openContext(): Promise<CliContext> {
  const settings = loadSettings();
  return Promise.resolve({
    settings,
    openDatabase: () => openDatabase(settings),
  });
}

async function openDatabase(settings: Settings): Promise<OpenDatabase> {
  const { url, stop } = await findDatabase(settings);
  let bus: Bus | undefined;
  try {
    const database = await describeDatabase({ url, poolSize: 3 }).initialize();
    await migrate(database);
    const outside = openOutside(settings, database);
    return {
      database,
      outside,
      bus: async () => {
        bus ??= openBus(settings, { url, installation: await installationId(database) }, say);
        await bus.ready();
        return bus;
      },
      close: async () => {
        await bus?.close();
        await outside.close();
        await database.destroy();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function findDatabase({
  database,
  dataDir,
}: Settings): Promise<{ url: string; stop(): Promise<void> }> {
  const url = database.url ?? (await runningEmbeddedPostgres(dataDir));
  if (url) return { url, stop: () => Promise.resolve() };
  return startEmbeddedPostgres({ dataDir, log: say });
}
