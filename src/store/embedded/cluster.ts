import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { spawnOptions } from './account.js';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './fault.js';
import { MAJOR, type Home } from './home.js';

/** Role and database of Earshot. The role is no superuser: a slip in our SQL must not run programs. */
export const ROLE = 'earshot';

/**
 * For a small machine; written to postgresql.conf once, where the operator may change them.
 * Statements, keys and rows stay out of the log: it is not in reach of an erasure.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  shared_buffers: '128MB',
  effective_cache_size: '512MB',
  work_mem: '8MB',
  max_connections: '100',
  max_logical_replication_workers: '0',
  max_wal_size: '512MB',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/**
 * Makes the cluster unless it is there: built aside, then put in place by one rename, so that
 * a kill leaves either none or a whole one.
 *
 * @throws EmbeddedPostgresError with what initdb said, or when the data is of another major version
 */
export async function ensureCluster(
  home: Home,
  binaries: Binaries,
  log: (line: string) => void,
): Promise<void> {
  await removeAbandoned(home.folder);
  if (existsSync(home.cluster)) return;
  const other = readdirSync(home.folder).find((name) => /^\d+$/.test(name));
  if (other)
    throw new EmbeddedPostgresError(
      `The data in ${home.folder} was made by PostgreSQL ${other}, this Earshot brings PostgreSQL ${MAJOR}. Make a backup with the Earshot that made it and restore it here into a new EARSHOT_DATA_DIR.`,
    );
  log('making a new database');
  const staging = `${home.cluster}.${randomUUID()}.new`;
  await mkdir(staging, { mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  await writeFile(join(staging, 'password'), password, { mode: 0o600, flag: 'wx' });
  if (home.account)
    for (const path of [staging, join(staging, 'password')])
      await chown(path, home.account.uid, home.account.gid);
  await initialise(home, binaries, staging, password);
  await rename(staging, home.cluster);
  await sync(home.folder);
}

async function removeAbandoned(folder: string): Promise<void> {
  const abandoned = (await readdir(folder)).filter((name) => /^\d+\..+\.new$/.test(name));
  // The initdb of a killed Earshot may still be writing there for a moment.
  for (const name of abandoned)
    await rm(join(folder, name), { recursive: true, force: true, maxRetries: 20 });
}

async function initialise(
  home: Home,
  { initdb, postgres }: Binaries,
  staging: string,
  password: string,
): Promise<void> {
  const data = join(staging, 'data');
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  await complete(home, initdb, [
    ...['--pgdata', data, '--username', 'postgres', '--pwfile', join(staging, 'password')],
    // Sorting by code point: the same on every machine and after every upgrade of its libraries.
    ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin'],
    ...['--builtin-locale', 'C.UTF-8', '--auth', 'scram-sha-256', '--no-instructions', ...settings],
  ]);
  // CREATEDB: tests and trial restores make databases beside the one in use.
  const sql = `CREATE ROLE ${ROLE} LOGIN CREATEDB PASSWORD '${password}';\nCREATE DATABASE ${ROLE} OWNER ${ROLE};\n`;
  await complete(
    home,
    postgres,
    ['--single', '-c', 'exit_on_error=on', '-D', data, 'postgres'],
    sql,
  );
}

/** Runs a program of PostgreSQL to its end. */
async function complete(home: Home, file: string, args: string[], input = ''): Promise<void> {
  const child = spawn(file, args, { ...spawnOptions(home.account), stdio: 'pipe' });
  child.stdin.end(input);
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  const [said, complaint, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]);
  if (code !== 0)
    throw new EmbeddedPostgresError(
      `The database could not be made in ${home.folder} (${file} ended with ${code}):\n${(complaint || said).trim()}`,
    );
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
