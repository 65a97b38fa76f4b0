import { readFileSync } from 'node:fs';
import type { DataSource } from '../../src/store/database.js';

/** Milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
}
export interface Times {
  /** On the clock: grows with what else the machine does. */
  readonly wall: Spread;
  /** Of processors, this process and the database's together; null where the system does not tell. */
  readonly cpu: Spread | null;
}

const LEAST_TIMES = 40;
const WARM_UP = 6;

/** Runs each query several times, one after the other. @param backend process of the database that answers */
export async function timesOf(
  queries: readonly string[],
  run: (query: string) => Promise<void>,
  backend: number | null,
): Promise<Times> {
  const [walls, cpus]: [number[], number[]] = [[], []];
  const all = Math.max(LEAST_TIMES, 4 * queries.length);
  for (let n = -WARM_UP; n < all; n += 1) {
    const [begun, used] = [performance.now(), cpuMs(backend)];
    await run(queries[(n + WARM_UP) % queries.length] as string);
    if (n < 0) continue;
    walls.push(performance.now() - begun);
    if (used !== null) cpus.push((cpuMs(backend) ?? 0) - used);
  }
  return { wall: spreadOf(walls), cpu: cpus.length > 0 ? spreadOf(cpus) : null };
}

export async function backendOf(database: DataSource): Promise<number> {
  const [{ pid }] = await database.query<[{ pid: number }]>('SELECT pg_backend_pid() AS pid');
  return pid;
}

/** Linux tells the time of a process on processors to the nanosecond. */
function cpuMs(backend: number | null): number | null {
  if (backend === null) return null;
  try {
    const [onCpu = ''] = readFileSync(`/proc/${backend}/schedstat`, 'utf8').split(' ');
    const { user, system } = process.cpuUsage();
    return Number(onCpu) / 1e6 + (user + system) / 1e3;
  } catch {
    return null;
  }
}

function spreadOf(times: number[]): Spread {
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    rounded(times[Math.ceil(share * times.length) - 1] ?? Number.NaN);
  return { p50: at(0.5), p95: at(0.95) };
}

export const rounded = (value: number): number => Number(value.toFixed(1));
