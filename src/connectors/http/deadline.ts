import { TimedOut } from '../errors.js';

/**
 * A time limit over the parts of one exchange. Only the time inside `within` counts, so waiting
 * in the line of a busy host does not use it up.
 */
export class Deadline {
  private leftMs: number;

  constructor(
    private readonly limitMs: number,
    private readonly place: string,
  ) {
    this.leftMs = limitMs;
  }

  /**
   * Runs a task with a signal that is aborted when the time is used up, or when the caller aborts.
   *
   * @throws TimedOut (as the signal's reason, passed on by the task)
   */
  async within<Result>(
    caller: AbortSignal | undefined,
    task: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const controller = new AbortController();
    const stop = (): void => controller.abort(caller?.reason);
    const seconds = Math.round(this.limitMs / 1000);
    const timer = setTimeout(() => {
      controller.abort(
        new TimedOut(`${this.place} took longer than ${seconds} s to answer. Earshot tries again.`),
      );
    }, this.leftMs);
    const startedAt = performance.now();
    caller?.addEventListener('abort', stop, { once: true });
    try {
      caller?.throwIfAborted();
      return await task(controller.signal);
    } catch (error) {
      // A stream that was cut off reports its own error: the reason for the cut is the truth.
      throw controller.signal.aborted ? controller.signal.reason : error;
    } finally {
      clearTimeout(timer);
      caller?.removeEventListener('abort', stop);
      this.leftMs = Math.max(0, this.leftMs - (performance.now() - startedAt));
    }
  }
}
