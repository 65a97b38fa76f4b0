import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { startTemporaryPostgres } from '../../src/store/embedded/temporary.js';
import type { BenchResult } from './main.js';
import { ADDRESSES } from './poll-addresses.js';
import { turnsOf } from './poll-fairness.js';
import { INTERVAL_SECONDS, own } from './poll-own.js';
import { straightforward } from './poll-straightforward.js';

/** As in real use: what was committed survives a power cut. */
const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };
/** Real time, not compressed: long enough for every periodic act of the program. */
const STEADY_SECONDS = 120;
const BURST = 4_000;
const STRAIGHTFORWARD = 1_000;
const NEIGHBOURS = 200;

const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));

/**
 * Ten thousand feeds on an interval of 15 minutes, each on a host of its own, of whose answers
 * 95 % are "not modified": whether one process that does everything keeps up, and what of a core
 * it takes; then how many it polls a second when all are due at once, beside the straightforward
 * loop. And whether 200 places get their turns beside one that drips and one that is huge.
 */
export async function poll(): Promise<BenchResult[]> {
  const cores = availableParallelism();
  process.stderr.write('poll: the straightforward way …\n');
  const baseline = await onFreshDatabase((url, urls) =>
    straightforward(url, urls.slice(0, STRAIGHTFORWARD)),
  );
  process.stderr.write(`poll: Earshot, ${ADDRESSES.length} sources, ${STEADY_SECONDS} s …\n`);
  const sizes = { seconds: STEADY_SECONDS, burst: BURST };
  const { steady, pollsPerSecond } = await onFreshDatabase((url, urls) => own(url, urls, sizes));
  const due = (ADDRESSES.length / INTERVAL_SECONDS) * STEADY_SECONDS;
  process.stderr.write('poll: one slow and one huge place among 200 …\n');
  const turns = (hindered: boolean) =>
    onFreshDatabase((url, urls, port) => turnsOf(url, urls.slice(0, NEIGHBOURS), port, hindered));
  const [alone, beside] = [await turns(false), await turns(true)];
  return [
    {
      bench: 'poll',
      own: rounded(pollsPerSecond),
      baseline: rounded(baseline),
      ratio: rounded(pollsPerSecond / baseline),
      unit: 'polls/s',
      sources: ADDRESSES.length,
      intervalSeconds: INTERVAL_SECONDS,
      steadySeconds: STEADY_SECONDS,
      keptUp: steady.polls >= 0.98 * due && steady.failed === 0,
      polls: steady.polls,
      due: Math.round(due),
      failed: steady.failed,
      lagP50Ms: steady.lagP50Ms,
      lagP95Ms: steady.lagP95Ms,
      coresOfProcess: steady.cores.process,
      coresOfDatabase: steady.cores.database,
      cores,
    },
    {
      bench: 'poll',
      case: 'fairness: 200 places beside one that drips and a huge one; the baseline is without these',
      own: rounded(beside.pollsPerSecond, 2),
      baseline: rounded(alone.pollsPerSecond, 2),
      ratio: rounded(beside.pollsPerSecond / alone.pollsPerSecond, 2),
      unit: 'polls/s',
      lagP95Ms: beside.lagP95Ms,
      baselineLagP95Ms: alone.lagP95Ms,
      cores,
    },
  ];
}

type Way<Result> = (databaseUrl: string, urls: string[], port: number) => Promise<Result>;

async function onFreshDatabase<Result>(way: Way<Result>): Promise<Result> {
  const postgres = await startTemporaryPostgres(DURABLE);
  const { server, port } = await placesInOwnProcess();
  try {
    const urls = ADDRESSES.map((address) => `http://${address}:${port}/feed`);
    return await way(postgres.url, urls, port);
  } finally {
    server.kill();
    await postgres.stop();
  }
}

/** The places are not what is measured, so they must not share its event loop. */
async function placesInOwnProcess(): Promise<{ server: ChildProcess; port: number }> {
  const file = fileURLToPath(new URL('./poll-places.js', import.meta.url));
  const server = fork(file);
  const port = await new Promise<number>((resolve, reject) => {
    server.once('message', (message) => resolve((message as { port: number }).port));
    server.once('exit', () => reject(new Error('the places did not start')));
  });
  return { server, port };
}
