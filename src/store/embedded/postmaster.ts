import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './fault.js';
import { holds, isAlive, liveProcess, signal, type LiveProcess } from './process.js';

/** What `postmaster.pid` says of the server on a data folder. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** Lines as in PostgreSQL's src/include/utils/pidfile.h. */
export function readPostmaster(data: string): Postmaster | null {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const [pid, , , port, , , , status] = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(pid), port: Number(port), ready: status?.trim() === 'ready' };
}

/** The server that works on this data folder now. Its number may long belong to something else. */
export function livePostmaster(data: string): LiveProcess | null {
  const live = liveProcess(readPostmaster(data)?.pid ?? 0);
  return live?.command.includes(data) ? live : null;
}

/** A fast shutdown writes everything out first; on a slow disk we rather recover at the next start. */
const FAST_MS = 4_000;
const IMMEDIATE_MS = 5_000;

/**
 * Ends a server: fast (clients are dropped, everything is written out), then immediate.
 * No committed work is lost either way.
 *
 * @throws EmbeddedPostgresError if it outlives both
 */
export async function endPostmaster(server: LiveProcess): Promise<void> {
  for (const [name, patienceMs] of [
    ['SIGINT', FAST_MS],
    ['SIGQUIT', IMMEDIATE_MS],
  ] as const) {
    signal(server, name);
    if (await holds(() => !isAlive(server), patienceMs)) return;
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL (process ${server.pid}) does not stop; end it yourself.`,
  );
}
