import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './fault.js';
import { startGuarded, type Guard } from './guard.js';
import type { Home } from './home.js';
import { endPostmaster, readPostmaster } from './postmaster.js';
import { holds, liveProcess, type LiveProcess } from './process.js';

interface Notices {
  readonly log: (line: string) => void;
  readonly onLost: ((error: Error) => void) | undefined;
  readonly settings: Readonly<Record<string, string>> | undefined;
}

interface Server {
  readonly port: number;
  stop(): Promise<void>;
}

/** What must hold whatever stands in postgresql.conf: reached only from this machine, durable, one log. */
const FIXED = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  logging_collector: 'off',
  log_destination: 'stderr',
  fsync: 'on',
  synchronous_commit: 'on',
};

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
const TRIES = 20;
/** Somebody took the port since we looked, or the last processes of a killed server still go. */
const PASSING = /could not bind|could not create any TCP\/IP sockets|is still in use/;

/** @throws EmbeddedPostgresError with the last lines of the log when the server does not start */
export async function startServer(
  home: Home,
  binaries: Binaries,
  { log, onLost, settings }: Notices,
): Promise<Server> {
  for (let tries = 1; ; tries++) {
    const port = await freePort();
    const attempt = await launch(home, binaries, { port: String(port), ...FIXED, ...settings });
    const server = await becomesReady(home, attempt.guard, log);
    if (server) return running(server, port, attempt, onLost);
    attempt.guard.release();
    const said = attempt.said();
    if (tries >= TRIES || !PASSING.test(said))
      throw new EmbeddedPostgresError(`The database did not start. Its log says:\n${said}`);
    await holds(() => false, 100);
  }
}

interface Attempt {
  readonly guard: Guard;
  /** Last lines that this server wrote to its log. */
  readonly said: () => string;
}

async function launch(
  { cluster, account }: Home,
  { postgres }: Binaries,
  settings: Readonly<Record<string, string>>,
): Promise<Attempt> {
  const data = join(cluster, 'data');
  const log = join(cluster, 'server.log');
  if (size(log) > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`);
  const from = size(log);
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const stalePid = readPostmaster(data)?.pid;
  const guard = await startGuarded([postgres, '-D', data, ...flags], account, log, stalePid);
  return { guard, said: () => lastLines(log, from) };
}

const SLOW_MS = 5_000;

/** @returns null when the server ended instead. No limit of time: recovery may need minutes. */
async function becomesReady(
  { cluster }: Home,
  guard: Guard,
  log: (line: string) => void,
): Promise<LiveProcess | null> {
  const settled = () => {
    const said = readPostmaster(join(cluster, 'data'));
    return !liveProcess(guard.server) || (said?.pid === guard.server && said.ready);
  };
  while (!(await holds(settled, SLOW_MS, 10))) log('the database is still recovering');
  return liveProcess(guard.server);
}

function running(
  server: LiveProcess,
  port: number,
  { guard, said }: Attempt,
  onLost: ((error: Error) => void) | undefined,
): Server {
  let stopping = false;
  void guard.ended.then(() => {
    if (!stopping)
      onLost?.(new EmbeddedPostgresError(`The database ended by itself. Its log says:\n${said()}`));
  });
  return {
    port,
    async stop() {
      stopping = true;
      guard.release();
      await endPostmaster(server);
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

const size = (file: string): number => (existsSync(file) ? statSync(file).size : 0);

function lastLines(file: string, from: number): string {
  if (!existsSync(file)) return '(nothing)';
  const lines = readFileSync(file).subarray(from).toString().trim().split('\n');
  return lines.slice(-15).join('\n') || '(nothing)';
}
