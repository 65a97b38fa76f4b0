import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  runningEmbeddedPostgres,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/store/embedded/embedded.js';
import { readPostmaster } from '../../src/store/embedded/postmaster.js';
import { startTemporaryPostgres } from '../../src/store/embedded/temporary.js';
import { query, scratchFolder } from './embedded.scratch.js';

const scratch = scratchFolder();
const quiet = () => undefined;
const open = (name: string) => startEmbeddedPostgres({ dataDir: join(scratch, name), log: quiet });

describe('an embedded PostgreSQL', () => {
  let database: EmbeddedPostgres;
  beforeAll(async () => {
    database = await open('one');
  });
  afterAll(() => database.stop());

  it('is durable, in UTC and UTF-8, sorts by code point, and gives us no superuser', async () => {
    const [row] = await query(
      database.url,
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
              current_setting('TimeZone') AS zone, current_setting('server_encoding') AS encoding,
              current_setting('is_superuser') AS superuser, 'Z' < 'a' AS "byCodePoint",
              upper('ä') = 'Ä' AS "knowsUnicode", current_database() AS name`,
    );
    expect(row).toEqual({
      fsync: 'on',
      commit: 'on',
      zone: 'UTC',
      encoding: 'UTF8',
      superuser: 'off',
      byCodePoint: true,
      knowsUnicode: true,
      name: 'earshot',
    });
  });

  it('lets in nobody without the password', async () => {
    const wrong = database.url.replace(/:[^:@/]+@/, ':guess@');
    await expect(query(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('is found by a command beside it, and refuses a second owner by naming the first', async () => {
    expect(await runningEmbeddedPostgres(join(scratch, 'one'))).toBe(database.url);
    await expect(open('one')).rejects.toThrow(`process ${process.pid}`);
    expect(await query(database.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('lets another run beside it on its own folder', async () => {
    const other = await open('two');
    await query(other.url, 'CREATE TABLE only_here (id int)');
    await expect(query(database.url, 'SELECT * FROM only_here')).rejects.toThrow('does not exist');
    await other.stop();
  });
});

describe('stopping and starting again', () => {
  it('keeps what was stored, on another port if need be', async () => {
    const first = await open('again');
    await query(first.url, 'CREATE TABLE kept (word text)', `INSERT INTO kept VALUES ('still')`);
    await first.stop();
    await first.stop();
    await expect(query(first.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    expect(await runningEmbeddedPostgres(join(scratch, 'again'))).toBeNull();
    const second = await open('again');
    expect(await query(second.url, 'SELECT * FROM kept')).toEqual([{ word: 'still' }]);
    await second.stop();
  });

  it('says so when the server ends by itself', async () => {
    const onLost = vi.fn<(error: Error) => void>();
    const dataDir = join(scratch, 'lost');
    const database = await startEmbeddedPostgres({ dataDir, log: quiet, onLost });
    const server = readPostmaster(join(dataDir, 'postgres/18/data'));
    process.kill(server?.pid ?? 0, 'SIGTERM');
    await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce(), 10_000);
    expect(onLost.mock.lastCall?.[0].message).toContain('received smart shutdown request');
    await database.stop();
    const next = await startEmbeddedPostgres({ dataDir, log: quiet, onLost });
    await next.stop();
    expect(onLost).toHaveBeenCalledOnce();
  });
});

describe('a start that fails', () => {
  it('shows what the server said', async () => {
    const dataDir = join(scratch, 'bad');
    const settings = { shared_buffers: 'plenty' };
    await expect(startEmbeddedPostgres({ dataDir, log: quiet, settings })).rejects.toThrow(
      /did not start.*\n.*invalid value for parameter "shared_buffers": "plenty"/,
    );
    await (await open('bad')).stop();
  });

  it('does not begin anew beside data of another major version', async () => {
    const home = join(scratch, 'old', 'postgres');
    await (await open('old')).stop();
    renameSync(join(home, '18'), join(home, '17'));
    await expect(open('old')).rejects.toThrow('made by PostgreSQL 17');
    renameSync(join(home, '17'), join(home, '18'));
    await (await open('old')).stop();
  });

  it('removes what a killed start left half made', async () => {
    const half = join(scratch, 'half', 'postgres', '18.abandoned.new', 'data');
    mkdirSync(half, { recursive: true });
    const database = await open('half');
    await expect(query(database.url, 'SELECT 1')).resolves.toHaveLength(1);
    await database.stop();
    expect(existsSync(half)).toBe(false);
  });
});

describe('a temporary database', () => {
  it('takes settings, and is gone once stopped', async () => {
    const database = await startTemporaryPostgres({ work_mem: '1234kB' });
    const [row] = await query(
      database.url,
      `SELECT current_setting('work_mem') AS memory, current_setting('fsync') AS fsync`,
    );
    expect(row).toEqual({ memory: '1234kB', fsync: 'off' });
    const port = new URL(database.url).port;
    const ours = () => readdirSync(tmpdir()).filter((name) => isOnPort(name, port));
    expect(ours()).toHaveLength(1);
    await database.stop();
    expect(ours()).toEqual([]);
  });
});

function isOnPort(name: string, port: string): boolean {
  const data = join(tmpdir(), name, 'postgres/18/data');
  return name.startsWith('earshot-') && String(readPostmaster(data)?.port) === port;
}
