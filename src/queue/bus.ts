import { UnrecoverableError, type JobsOptions } from 'bullmq';
import type { Backend, JobQueue, JobWorker } from './backend.js';
import { QUEUE_NAMES, type QueueName, type Queues } from './queues.js';
import { GiveUp, type Step } from './step.js';

export interface BusOptions {
  /** Tries before a job is put among the dead letters. */
  readonly attempts: number;
  /** Wait after the first failure; doubles each time, with up to half of it as jitter. */
  readonly backoffMs: number;
  /** A job whose process was silent for so long is given to another. */
  readonly lockMs: number;
  /** Dead letters kept per queue. */
  readonly keepDead: number;
  /** Jobs at a time in this process. */
  readonly concurrency: Readonly<Record<QueueName, number>>;
  /** Told of what goes wrong inside the queue; a job's own failures come here too. */
  readonly onError: (message: string, error: Error) => void;
}

export interface QueueOverview {
  readonly name: QueueName;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly dead: number;
}

export interface DeadLetter {
  readonly id: string;
  readonly queue: QueueName;
  readonly failedAt: string;
  readonly attempts: number;
  readonly error: string;
  readonly payload: unknown;
}

/** How often one job may be lost with its process before it counts as the cause. */
const MAX_LOST = 10;

/** The one place that knows the queue library. Jobs are hints: losing one loses no work. */
export class Bus {
  private readonly queues: ReadonlyMap<QueueName, JobQueue>;
  private workers: JobWorker[] = [];
  private closing = false;

  constructor(
    private readonly made: Backend,
    private readonly options: BusOptions,
  ) {
    this.queues = new Map(QUEUE_NAMES.map((name) => [name, this.open(name)]));
  }

  get backend(): Backend['name'] {
    return this.made.name;
  }

  private open(name: QueueName): JobQueue {
    const defaultJobOptions: JobsOptions = {
      attempts: this.options.attempts,
      backoff: { type: 'exponential', delay: this.options.backoffMs, jitter: 0.5 },
      removeOnComplete: true,
      removeOnFail: { count: this.options.keepDead },
    };
    const queue = this.made.queue(name, { defaultJobOptions });
    // An `error` event that nobody hears would end the process.
    queue.on('error', (error) => this.report(`queue ${name}`, error));
    return queue;
  }

  /** A connection that is cut while it is being closed is no news. */
  private report(where: string, error: Error): void {
    if (!this.closing) this.options.onError(where, error);
  }

  /** @throws when the backend cannot be reached */
  async ready(): Promise<void> {
    // One after the other: the first one makes the schema.
    for (const queue of this.queues.values()) await queue.waitUntilReady();
  }

  /**
   * Puts a job on its queue.
   *
   * @param dedupeKey while a job with this key waits or runs, another one is not added
   */
  async add<Name extends QueueName>(
    queue: Name,
    payload: Queues[Name],
    dedupeKey: string,
  ): Promise<void> {
    await this.queue(queue).add(queue, payload, { deduplication: { id: dedupeKey } });
  }

  /**
   * Starts working. Every queue must have exactly one step.
   *
   * @throws RangeError when a queue has none or two
   */
  async work(steps: readonly Step[]): Promise<void> {
    for (const name of QUEUE_NAMES) {
      const count = steps.filter(({ queue }) => queue === name).length;
      if (count !== 1)
        throw new RangeError(`the queue "${name}" has ${count} steps; it needs exactly one`);
    }
    this.workers = steps.map((step) => this.start(step));
    await Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
  }

  private start(step: Step): JobWorker {
    const handle = async (job: { data: Queues[QueueName] }): Promise<void> => {
      try {
        await step.handle(job.data);
      } catch (error) {
        if (error instanceof GiveUp) throw new UnrecoverableError(error.message);
        throw error;
      }
    };
    const worker = this.made.worker(step.queue, handle, {
      concurrency: this.options.concurrency[step.queue],
      lockDuration: this.options.lockMs,
      stalledInterval: Math.ceil(this.options.lockMs / 2),
      maxStalledCount: MAX_LOST,
    });
    worker.on('error', (error) => this.report(`worker ${step.queue}`, error));
    worker.on('failed', (job, error) =>
      this.report(
        `${step.queue} job ${job?.id ?? '?'}, attempt ${job?.attemptsMade ?? '?'}`,
        error,
      ),
    );
    return worker;
  }

  async overview(): Promise<QueueOverview[]> {
    return Promise.all(
      [...this.queues].map(async ([name, queue]) => {
        const counts = await queue.getJobCounts(
          'waiting',
          'prioritized',
          'active',
          'delayed',
          'failed',
        );
        return {
          name,
          waiting: (counts['waiting'] ?? 0) + (counts['prioritized'] ?? 0),
          active: counts['active'] ?? 0,
          delayed: counts['delayed'] ?? 0,
          dead: counts['failed'] ?? 0,
        };
      }),
    );
  }

  /** Jobs that used up their attempts, newest first. */
  async deadLetters(limit: number): Promise<DeadLetter[]> {
    const perQueue = await Promise.all(
      [...this.queues].map(async ([name, queue]) =>
        (await queue.getFailed(0, limit - 1)).map((job) => ({
          id: String(job.id),
          queue: name,
          failedAt: new Date(job.finishedOn ?? job.timestamp).toISOString(),
          attempts: job.attemptsMade,
          error: job.failedReason,
          payload: job.data as unknown,
        })),
      ),
    );
    return perQueue
      .flat()
      .sort((a, b) => b.failedAt.localeCompare(a.failedAt))
      .slice(0, limit);
  }

  /** @returns false when there is no such dead letter any more */
  async retryDead(name: QueueName, id: string): Promise<boolean> {
    const job = await this.queue(name).getJob(id);
    if (!job || !(await job.isFailed())) return false;
    await job.retry('failed', { resetAttemptsMade: true });
    return true;
  }

  /** Lets running jobs finish, takes no new ones, and closes. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    this.closing = true;
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    await this.made.close();
  }

  private queue(name: QueueName): JobQueue {
    const queue = this.queues.get(name);
    if (!queue) throw new RangeError(`there is no queue "${name}"`);
    return queue;
  }
}
