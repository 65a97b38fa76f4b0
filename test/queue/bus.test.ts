import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { postgresBackend, redisBackend, type Backend } from '../../src/queue/backend.js';
import { Bus, type BusOptions } from '../../src/queue/bus.js';
import { QUEUE_NAMES, type QueueName } from '../../src/queue/queues.js';
import { GiveUp, type Step } from '../../src/queue/step.js';
import { makeDatabase } from '../support/database.js';

/** One suite for both backends: what holds for one must hold for the other. */
const BACKENDS: [string, () => Promise<(namespace: string) => Backend>][] = [
  [
    'postgres',
    async () => {
      const { url } = await makeDatabase();
      return (namespace) => postgresBackend(url, namespace);
    },
  ],
];
const redisUrl = process.env['TEST_REDIS_URL'];
if (redisUrl)
  BACKENDS.push(['redis', () => Promise.resolve((namespace) => redisBackend(redisUrl, namespace))]);

const wait = { timeout: 20_000, interval: 20 };

class Recorder implements Step {
  readonly handled: unknown[] = [];
  constructor(
    readonly queue: QueueName,
    private readonly act: (payload: unknown) => Promise<void> = () => Promise.resolve(),
  ) {}
  async handle(payload: unknown): Promise<void> {
    this.handled.push(payload);
    await this.act(payload);
  }
}

const idle = (except: QueueName): Step[] =>
  QUEUE_NAMES.filter((name) => name !== except).map((name) => new Recorder(name));

describe.each(BACKENDS)('the bus on %s', (_name, prepare) => {
  const open: Bus[] = [];
  let make: ((namespace: string) => Backend) | undefined;
  const errors: string[] = [];

  async function bus(
    namespace = `t${randomUUID().slice(0, 8)}`,
    options: Partial<BusOptions> = {},
  ): Promise<Bus> {
    make ??= await prepare();
    const made = new Bus(make(namespace), {
      attempts: 2,
      backoffMs: 10,
      lockMs: 2_000,
      keepDead: 100,
      concurrency: {
        poll: 4,
        read: 1,
        triage: 1,
        recheck: 1,
        backfill: 1,
        relabel: 1,
        preview: 1,
        propose: 1,
        bulk: 1,
      },
      onError: (where, error) => errors.push(`${where}: ${error.message}`),
      ...options,
    });
    open.push(made);
    await made.ready();
    return made;
  }

  afterEach(async () => {
    await Promise.all(open.splice(0).map((made) => made.close()));
    errors.length = 0;
  });

  it('carries a job from one process to another', async () => {
    const [producer, consumer] = [await bus('shared'), await bus('shared')];
    const step = new Recorder('poll');
    await consumer.work([step, ...idle('poll')]);
    await producer.add('poll', { sourceId: '7' }, 'poll-7');
    await vi.waitFor(() => expect(step.handled).toEqual([{ sourceId: '7' }]), wait);
  });

  it('keeps jobs that were added before anybody worked', async () => {
    const made = await bus();
    for (const id of ['1', '2', '3']) await made.add('read', { mentionIds: [id] }, `read-${id}`);
    expect((await made.overview()).find(({ name }) => name === 'read')?.waiting).toBe(3);
    const step = new Recorder('read');
    await made.work([step, ...idle('read')]);
    await vi.waitFor(() => expect(step.handled).toHaveLength(3), wait);
  });

  it('does not add a job twice while its key waits or runs, and does afterwards', async () => {
    const made = await bus();
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const step = new Recorder('poll', () => gate);
    await made.add('poll', { sourceId: '1' }, 'poll-1');
    await made.add('poll', { sourceId: '1' }, 'poll-1');
    await made.work([step, ...idle('poll')]);
    await vi.waitFor(() => expect(step.handled).toHaveLength(1), wait);
    await made.add('poll', { sourceId: '1' }, 'poll-1');
    expect((await made.overview()).find(({ name }) => name === 'poll')).toMatchObject({
      waiting: 0,
      active: 1,
    });
    release();
    await vi.waitFor(async () => {
      expect((await made.overview()).find(({ name }) => name === 'poll')).toMatchObject({
        waiting: 0,
        active: 0,
      });
    }, wait);
    await made.add('poll', { sourceId: '1' }, 'poll-1');
    await vi.waitFor(() => expect(step.handled).toHaveLength(2), wait);
  });

  it('tries again after a failure, and puts a job that keeps failing among the dead letters', async () => {
    const made = await bus();
    let broken = true;
    const step = new Recorder('triage', () =>
      broken ? Promise.reject(new Error('disk full')) : Promise.resolve(),
    );
    await made.work([step, ...idle('triage')]);
    await made.add('triage', { mentionIds: ['5'] }, 'triage-5');
    await vi.waitFor(async () => expect(await made.deadLetters(10)).toHaveLength(1), wait);
    expect(step.handled).toHaveLength(2);
    const [dead] = await made.deadLetters(10);
    expect(dead).toMatchObject({
      queue: 'triage',
      attempts: 2,
      error: 'disk full',
      payload: { mentionIds: ['5'] },
    });
    expect(errors.some((line) => line.includes('disk full'))).toBe(true);

    broken = false;
    expect(await made.retryDead('triage', dead?.id ?? '')).toBe(true);
    await vi.waitFor(async () => {
      expect(await made.deadLetters(10)).toHaveLength(0);
      expect(step.handled).toHaveLength(3);
    }, wait);
    expect(await made.retryDead('triage', dead?.id ?? '')).toBe(false);
  });

  it('does not retry what no retry can help', async () => {
    const made = await bus();
    const step = new Recorder('read', () => Promise.reject(new GiveUp('no such thing')));
    await made.work([step, ...idle('read')]);
    await made.add('read', { mentionIds: ['1'] }, 'read-1');
    await vi.waitFor(async () => expect(await made.deadLetters(10)).toHaveLength(1), wait);
    expect(step.handled).toHaveLength(1);
  });

  it('lets the running job finish when it closes, and leaves the rest for others', async () => {
    const first = await bus('drain');
    let finished = 0;
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const step = new Recorder('read', async () => {
      await gate;
      finished++;
    });
    await first.work([step, ...idle('read')]);
    await first.add('read', { mentionIds: ['1'] }, 'a');
    await vi.waitFor(() => expect(step.handled).toHaveLength(1), wait);
    await first.add('read', { mentionIds: ['2'] }, 'b');
    open.splice(open.indexOf(first), 1);
    const closed = first.close();
    release();
    await closed;
    expect(finished).toBe(1);
    const second = await bus('drain');
    const other = new Recorder('read');
    await second.work([other, ...idle('read')]);
    await vi.waitFor(() => expect(other.handled).toEqual([{ mentionIds: ['2'] }]), wait);
  });

  it('refuses to work when a queue has no step, or two', async () => {
    const made = await bus();
    await expect(made.work(idle('read'))).rejects.toThrow('"read" has 0 steps');
    await expect(
      made.work([...idle('read'), new Recorder('read'), new Recorder('read')]),
    ).rejects.toThrow('"read" has 2 steps');
  });
});

describe('the Redis half of this suite', () => {
  it(redisUrl ? 'ran' : 'DID NOT RUN: no Redis could be had on this machine', () => {
    expect(BACKENDS.map(([name]) => name)).toContain('postgres');
  });
});
