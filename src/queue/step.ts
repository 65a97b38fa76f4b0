import type { QueueName, Queues } from './queues.js';

/**
 * One stage of the pipeline. It may be run twice with the same job, or be killed in the
 * middle: what it writes must come out the same. A throw means "try again later".
 */
export interface Step<Name extends QueueName = QueueName> {
  readonly queue: Name;
  handle(payload: Queues[Name]): Promise<void>;
}

/** Thrown by a step for a job that no retry can help; it goes to the dead letters at once. */
export class GiveUp extends Error {
  override readonly name = 'GiveUp';
}
