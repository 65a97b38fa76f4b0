import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { readPostmaster } from '../../src/store/embedded/postmaster.js';
import { fromPs, liveProcess } from '../../src/store/embedded/process.js';
import { startEmbeddedPostgres } from '../../src/store/embedded/embedded.js';
import { end, runProgram, writeProgram } from './embedded.program.js';
import { query, scratchFolder } from './embedded.scratch.js';

const scratch = scratchFolder();
const program = writeProgram(join(scratch, 'program'));
const dataOf = (dataDir: string) => join(dataDir, 'postgres/18/data');
const postmasterOf = (dataDir: string) => readPostmaster(dataOf(dataDir))?.pid ?? 0;

/** A database with one committed row, open in a process of its own. */
async function withOneRow(name: string) {
  const dataDir = join(scratch, name);
  const running = await runProgram(program, dataDir);
  await query(running.answer.url, 'CREATE TABLE t (n int)', 'INSERT INTO t VALUES (1)');
  return { dataDir, child: running.child, server: postmasterOf(dataDir) };
}

async function expectTheRow(dataDir: string, log: string[] = []) {
  const database = await startEmbeddedPostgres({ dataDir, log: (line) => log.push(line) });
  expect(await query(database.url, 'SELECT n FROM t')).toEqual([{ n: 1 }]);
  await database.stop();
  expect(postmasterOf(dataDir)).toBe(0);
}

it('ends with its process on SIGTERM, having shut down in order', async () => {
  const { dataDir, child, server } = await withOneRow('term');
  await end(child, 'SIGTERM');
  expect(liveProcess(server)).toBeNull();
  expect(readFileSync(join(dataDir, 'postgres/18/server.log'), 'utf8')).toContain('is shut down');
  await expectTheRow(dataDir);
});

it('shuts itself down when its process is killed, and the next start need not wait for that', async () => {
  const { dataDir, child, server } = await withOneRow('kill');
  await end(child, 'SIGKILL');
  await expectTheRow(dataDir);
  expect(liveProcess(server)).toBeNull();
});

it('survives the death of its guard, and is stopped by the next start when its process is killed too', async () => {
  const { dataDir, child, server } = await withOneRow('guard');
  const guard = liveProcess(server)?.parent ?? 0;
  for (const pid of shellsOf(guard)) process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(liveProcess(guard)).toBeNull());
  await end(child, 'SIGKILL');
  expect(liveProcess(server)).not.toBeNull();
  const log: string[] = [];
  await expectTheRow(dataDir, log);
  expect(log).toEqual([
    `stopping the database that a killed Earshot left running (process ${server})`,
  ]);
  expect(liveProcess(server)).toBeNull();
});

/** The guard and its watcher. */
function shellsOf(guard: number): number[] {
  const children = readFileSync(`/proc/${guard}/task/${guard}/children`, 'utf8').split(' ');
  const shells = children
    .map(Number)
    .filter((pid) => liveProcess(pid)?.command.startsWith('/bin/sh'));
  return [...shells, guard];
}

it('recovers when server and process are killed and the number of the server went to another process', async () => {
  const { dataDir, child, server } = await withOneRow('reused');
  const file = join(dataOf(dataDir), 'postmaster.pid');
  const left = readFileSync(file, 'utf8');
  child.kill('SIGKILL');
  process.kill(server, 'SIGKILL');
  await vi.waitFor(() => expect(liveProcess(server)).toBeNull());
  const { uid, gid } = statSync(dataOf(dataDir));
  const bystander = spawn('sleep', ['600'], { uid, gid, stdio: 'ignore' });
  writeFileSync(file, left.replace(/^\d+/, String(bystander.pid)));
  await expectTheRow(dataDir);
  expect(bystander.exitCode).toBeNull();
  await end(bystander, 'SIGKILL');
});

it.each([
  'owner.json',
  '18.new/password',
  '18.new/data/PG_VERSION',
  '18.new/data/global/pg_control',
  '18.new/data/base/5',
  '18.new/data/postmaster.pid',
  '18/data',
  '18/data/postmaster.pid',
])('comes up whole after a kill of the first start as soon as there is %s', async (sign) => {
  const dataDir = join(scratch, sign.replaceAll('/', '-'));
  const child = spawn(process.execPath, [program, dataDir], { stdio: 'ignore' });
  const files = () => readdirSync(join(dataDir, 'postgres'), { recursive: true, encoding: 'utf8' });
  const generic = () => files().map((path) => path.replace(/^18\.[^/]+\.new/, '18.new'));
  await vi.waitFor(() => expect(generic()).toContain(sign), { timeout: 10_000, interval: 2 });
  await end(child, 'SIGKILL');
  const database = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  expect(await query(database.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await database.stop();
});

it('is handed over when its owner stops while the next already waits', async () => {
  const { dataDir, child } = await withOneRow('handed-over');
  const stopOnWait = (line: string) => line.includes('waiting') && child.kill('SIGTERM');
  const database = await startEmbeddedPostgres({ dataDir, log: stopOnWait });
  expect(await query(database.url, 'SELECT n FROM t')).toEqual([{ n: 1 }]);
  await database.stop();
});

it('is opened by one of two that start at once on a new folder', async () => {
  const dataDir = join(scratch, 'race');
  const both = await Promise.all([runProgram(program, dataDir), runProgram(program, dataDir)]);
  const winner = both.find(({ answer }) => answer.url !== undefined);
  const loser = both.find(({ answer }) => answer.error !== undefined);
  expect(loser?.answer.error).toContain(`process ${winner?.child.pid}`);
  expect(await query(winner?.answer.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  for (const { child } of both) await end(child, 'SIGTERM');
});

it('knows a process by /proc as by ps', () => {
  expect(fromPs(process.pid)).toMatchObject({ pid: process.pid, parent: process.ppid });
  expect(liveProcess(process.pid)).toMatchObject({ pid: process.pid, parent: process.ppid });
  expect(fromPs(2 ** 22 + 1)).toBeNull();
  expect(liveProcess(2 ** 22 + 1)).toBeNull();
});
