import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { systemCode } from './fault.js';

/** A process as the operating system shows it. */
export interface LiveProcess {
  readonly pid: number;
  readonly parent: number;
  /** When it started, in the system's own words: tells a process from a later one with its number. */
  readonly started: string;
  readonly command: string;
}

/** The process with this number, or null when there is none. One that only waits to be reaped is none. */
export function liveProcess(pid: number): LiveProcess | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): LiveProcess | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in brackets and may hold spaces and brackets itself.
    const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return null;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
    return { pid, parent: Number(parent), started: `${boot} ${rest[17]}`, command };
  } catch {
    return null;
  }
}

/** The same by `ps`, for systems without /proc. */
export function fromPs(pid: number): LiveProcess | null {
  const columns = ['stat=', 'ppid=', 'lstart=', 'command='].flatMap((name) => ['-o', name]);
  const { stdout } = spawnSync('ps', ['-ww', ...columns, '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  const found = /^\s*(\S+)\s+(\d+)\s+((?:\S+\s+){4}\d{4})\s+(.*)$/m.exec(stdout ?? '');
  if (!found || found[1]?.startsWith('Z')) return null;
  const [, , parent, started, command] = found;
  return { pid, parent: Number(parent), started: started ?? '', command: command ?? '' };
}

/** Whether this very process still lives, and not another that got its number. */
export function isAlive({ pid, started }: Pick<LiveProcess, 'pid' | 'started'>): boolean {
  return liveProcess(pid)?.started === started;
}

/** Sends the signal if the very process still lives. */
export function signal(target: LiveProcess, name: NodeJS.Signals): void {
  if (!isAlive(target)) return;
  try {
    process.kill(target.pid, name);
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}

/** Waits until it holds, looking every `everyMs`. @returns whether it came true within `withinMs` */
export async function holds(
  condition: () => boolean,
  withinMs: number,
  everyMs = 20,
): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() >= until) return false;
    await delay(everyMs);
  }
  return true;
}
