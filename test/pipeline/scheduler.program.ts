import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { openOutside } from '../../src/outside.js';
import { PollStep } from '../../src/pipeline/poll.step.js';
import { ScheduleCron } from '../../src/pipeline/schedule.cron.js';
import { postgresBackend } from '../../src/queue/backend.js';
import { Bus } from '../../src/queue/bus.js';
import { QUEUE_NAMES, type QueueName } from '../../src/queue/queues.js';
import type { Step } from '../../src/queue/step.js';
import type { Settings } from '../../src/settings/schema.js';
import { describeDatabase } from '../../src/store/database.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { RechecksStore } from '../../src/store/rechecks.store.js';
import { MonitorsStore } from '../../src/store/monitors.store.js';
import { SourcesStore } from '../../src/store/sources.store.js';

/** What a process of this program is told by whoever starts it. */
export interface SchedulerProgram {
  readonly url: string;
  readonly queue: string;
  readonly settings: Settings;
}

const idle = (queue: QueueName): Step => ({ queue, handle: () => Promise.resolve() });

/**
 * Schedules and polls as Earshot does, and nothing else.
 *
 * @returns what ends it
 */
async function run({ url, queue, settings }: SchedulerProgram): Promise<() => Promise<void>> {
  Logger.overrideLogger(['error']);
  const database = await describeDatabase({ url, poolSize: 10 }).initialize();
  const bus = new Bus(postgresBackend(url, queue), {
    ...settings.queue,
    onError: (where, error) => process.stderr.write(`${where}: ${error.message}\n`),
  });
  await bus.ready();
  const sources = new SourcesStore(database);
  const mentions = new MentionsStore(database);
  const monitors = new MonitorsStore(database);
  const outside = openOutside(settings, database);
  const poll = new PollStep(database, sources, monitors, mentions, bus, outside, settings);
  await bus.work(QUEUE_NAMES.map((queue) => (queue === 'poll' ? poll : idle(queue))));
  const cron = new ScheduleCron(
    new SchedulerRegistry(),
    sources,
    mentions,
    new RechecksStore(database),
    bus,
    settings,
  );
  cron.onApplicationBootstrap();
  return async () => {
    await cron.onApplicationShutdown();
    await bus.close();
    await outside.close();
    await database.destroy();
  };
}

const idler = (): Promise<void> => Promise.resolve();
/** Each message begins anew, since to start a process takes longer than what is measured in it. */
let running = Promise.resolve(idler);
process.on('message', (given: SchedulerProgram | 'stop') => {
  running = running.then((stop) => stop()).then(() => (given === 'stop' ? idler : run(given)));
  void running.then(() => process.send?.('done'));
});
// Whoever started this wants it only as long as it lives itself.
process.once('disconnect', () => process.exit());
process.send?.('ready');
