import { randomUUID } from 'node:crypto';
import { postgresBackend } from '../../src/queue/backend.js';
import { Bus } from '../../src/queue/bus.js';
import { QUEUE_NAMES, type QueueName } from '../../src/queue/queues.js';
import type { Step } from '../../src/queue/step.js';

/** A real queue of its own in that database; to be closed by whoever opened it. */
export async function openBus(databaseUrl: string, errors: string[] = []): Promise<Bus> {
  const bus = new Bus(postgresBackend(databaseUrl, `q${randomUUID().slice(0, 8)}`), {
    attempts: 4,
    backoffMs: 10,
    lockMs: 5_000,
    keepDead: 10,
    concurrency: {
      poll: 2,
      read: 2,
      triage: 2,
      recheck: 2,
      backfill: 2,
      relabel: 1,
      preview: 1,
      propose: 1,
      bulk: 2,
    },
    onError: (where, error) => errors.push(`${where}: ${error.message}`),
  });
  await bus.ready();
  return bus;
}

/** Jobs that wait in a queue. */
export async function waiting(bus: Bus, queue: QueueName): Promise<number> {
  return (await bus.overview()).find(({ name }) => name === queue)?.waiting ?? -1;
}

/** Steps for the queues that a test leaves alone: each must have one. */
export function idle(...busy: readonly QueueName[]): Step[] {
  return QUEUE_NAMES.filter((name) => !busy.includes(name)).map((queue) => ({
    queue,
    handle: () => Promise.resolve(),
  }));
}
