import { readFileSync, readdirSync } from 'node:fs';
import type { DataSource } from '../../src/store/database.js';

/** Of Linux, for user programs. */
const TICKS_PER_SECOND = 100;

interface Used {
  readonly process: number;
  readonly database: number;
  readonly at: number;
}

/** What of a core this process and its database take. Reads /proc: null shares of the database elsewhere. */
export class CpuUse {
  private constructor(
    private readonly postmaster: number | null,
    private readonly before: Used,
  ) {}

  static async start(database: DataSource): Promise<CpuUse> {
    const [{ pid }] = await database.query<[{ pid: number }]>('SELECT pg_backend_pid() AS pid');
    const postmaster = stat(pid)?.parent ?? null;
    return new CpuUse(postmaster, used(postmaster));
  }

  /** Shares of a core since the start, 1 for all of it. */
  shares(): { process: number; database: number | null } {
    const now = used(this.postmaster);
    const seconds = (now.at - this.before.at) / 1000;
    const share = (of: 'process' | 'database'): number =>
      Math.round(((now[of] - this.before[of]) / seconds) * 1000) / 1000;
    return {
      process: share('process'),
      database: this.postmaster === null ? null : share('database'),
    };
  }
}

function used(postmaster: number | null): Used {
  const { user, system } = process.cpuUsage();
  return {
    process: (user + system) / 1e6,
    database: postmaster === null ? 0 : secondsOf(postmaster),
    at: performance.now(),
  };
}

/** Of the postmaster, of those it waited for, and of those that run. */
function secondsOf(postmaster: number): number {
  const all = readdirSync('/proc').flatMap((name) => stat(Number(name)) ?? []);
  const its = all.filter(({ pid, parent }) => pid === postmaster || parent === postmaster);
  return its.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND;
}

function stat(pid: number): { pid: number; parent: number; ticks: number } | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in brackets, and may hold anything.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    const own = Number(fields[11]) + Number(fields[12]);
    return { pid, parent: Number(fields[1]), ticks: own + Number(fields[13]) + Number(fields[14]) };
  } catch {
    return null;
  }
}
