import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded.js';

/** Nothing in it must outlive a power cut, so the disk need not be waited for. */
const UNSAFE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts an empty database that is gone once it is stopped: for tests, measurements and trials.
 *
 * @param settings of PostgreSQL, `{ max_connections: '200' }` for example; not durable unless they say so
 */
export async function startTemporaryPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedPostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), 'earshot-'));
  // As root, PostgreSQL's user must get through; else the database would be put elsewhere, and stay.
  chmodSync(dataDir, 0o711);
  const remove = () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 });
  try {
    const { url, stop } = await startEmbeddedPostgres({
      dataDir,
      log: () => undefined,
      settings: { ...UNSAFE, ...settings },
    });
    return { url, stop: () => stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}
