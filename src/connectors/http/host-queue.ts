/**
 * Lets at most one exchange run at a time per host, in order of arrival.
 * In this process only; a budget over all processes is not this one's task.
 */
export class HostQueue {
  private readonly waiting = new Map<string, (() => void)[]>();

  /**
   * Runs the task when its host is free.
   *
   * @throws the signal's reason when it is aborted while still waiting
   */
  async run<Result>(
    host: string,
    signal: AbortSignal | undefined,
    task: () => Promise<Result>,
  ): Promise<Result> {
    await this.enter(host, signal);
    try {
      return await task();
    } finally {
      this.leave(host);
    }
  }

  private async enter(host: string, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const line = this.waiting.get(host);
    if (line === undefined) {
      this.waiting.set(host, []);
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const giveUp = (): void => {
        line.splice(line.indexOf(turn), 1);
        reject(signal?.reason as Error);
      };
      const turn = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      line.push(turn);
    });
  }

  private leave(host: string): void {
    const next = this.waiting.get(host)?.shift();
    if (next === undefined) this.waiting.delete(host);
    else next();
  }
}
