import { Redis } from 'ioredis';
import {
  Queue,
  Worker,
  createPostgresBackend,
  createRedisBackend,
  type Job,
  type QueueOptions,
  type WorkerOptions,
} from 'bullmq';

/** What the bus asks of a queue and of a worker; both backends give it. */
export type JobQueue = Pick<
  Queue,
  'add' | 'getJob' | 'getJobCounts' | 'getFailed' | 'waitUntilReady' | 'on' | 'close'
>;
export interface JobWorker {
  on(event: 'error', heard: (error: Error) => void): unknown;
  on(event: 'failed', heard: (job: Job | undefined, error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}
export type Handle = (job: Job) => Promise<void>;

type Given<Options> = Omit<Options, 'connection' | 'prefix'>;

/** One of BullMQ's two backends, behind the little that differs between them: how to connect. */
export interface Backend {
  readonly name: 'postgres' | 'redis';
  queue(name: string, options: Given<QueueOptions>): JobQueue;
  worker(name: string, handle: Handle, options: Given<WorkerOptions>): JobWorker;
  close(): Promise<void>;
}

/**
 * The queue in PostgreSQL, in a schema of its own beside Earshot's tables.
 *
 * @param namespace name of the schema
 */
export function postgresBackend(url: string, namespace = 'earshot_queue'): Backend {
  // Each queue and worker holds a small pool of its own and one more connection that listens.
  const connection = {
    connectionString: url,
    schema: namespace,
    max: 3,
    migrate: true,
    application_name: 'earshot-queue',
  };
  return {
    name: 'postgres',
    queue: (name, options) =>
      new Queue(name, { ...options, connection }, createPostgresBackend) as unknown as JobQueue,
    worker: (name, handle, options) =>
      new Worker(name, handle, { ...options, connection }, createPostgresBackend) as JobWorker,
    close: () => Promise.resolve(),
  };
}

/** The queue in Redis. @param namespace prefix of its keys */
export function redisBackend(url: string, namespace = 'earshot'): Backend {
  // BullMQ's workers block on their connection, so they must never give a command up.
  const redis = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true });
  const connection = redis;
  return {
    name: 'redis',
    queue: (name, options) =>
      new Queue(name, { ...options, connection, prefix: namespace }, createRedisBackend),
    worker: (name, handle, options) =>
      new Worker(name, handle, { ...options, connection, prefix: namespace }, createRedisBackend),
    close: async () => {
      redis.disconnect();
      await Promise.resolve();
    },
  };
}
