import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { spawnOptions, type Account } from './account.js';

/**
 * Runs the server ("$@", log "$LOG") and outlives us: descriptor 3 is a pipe whose other end only
 * we hold, so it closes when we end, however that happens, and the server is then told to shut
 * down fast. Two small shells rather than a second Node (2 MB, not 45). Signals meant for the app
 * (Ctrl-C, a service manager's TERM to the whole group) are not for the guard.
 */
const SCRIPT = `
trap '' INT TERM HUP
"$@" 3<&- </dev/null >>"$LOG" 2>&1 &
server=$!
echo "$server"
{ while read -r line; do :; done <&3; kill -INT "$server"; } >/dev/null 2>&1 &
watch=$!
exec 3<&- >/dev/null 2>&1
wait "$server"
kill -KILL "$watch"
`;

export interface Guard {
  /** Number of the server's process. */
  readonly server: number;
  /** Settles when the server has ended. */
  readonly ended: Promise<unknown>;
  /** Closes the pipe: the server shuts down fast. */
  release(): void;
}

/**
 * Starts the server under a guard. Neither keeps this process from ending.
 *
 * @param stalePid number in a left-over postmaster.pid that is known not to be a server's: PostgreSQL
 *   would take whatever process has it now for one, unless told that it is its grandparent
 */
export async function startGuarded(
  command: readonly string[],
  account: Account | null,
  log: string,
  stalePid: number | undefined,
): Promise<Guard> {
  const options = spawnOptions(account);
  const stale = stalePid === undefined ? {} : { PG_GRANDPARENT_PID: String(stalePid) };
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'earshot-database-guard', ...command], {
    ...options,
    env: { ...options.env, ...stale, LOG: log },
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  const [, output, , pipe] = child.stdio;
  if (!(output instanceof Socket) || !(pipe instanceof Socket))
    throw new Error('no pipes were made');
  // Closes early when somebody kills the guard; the server's own end is what counts.
  pipe.on('error', () => undefined);
  const [line]: unknown[] = await Promise.race([once(output.setEncoding('utf8'), 'data'), ended]);
  if (typeof line !== 'string') throw new Error('the guard of the database ended at once');
  for (const handle of [child, output, pipe]) handle.unref();
  return { server: Number(line), ended, release: () => pipe.end() };
}
