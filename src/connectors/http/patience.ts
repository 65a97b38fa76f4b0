import { HostBusy } from '../errors.js';

/**
 * How long a request may wait for its host: as long as the limit says, and as long as the caller
 * wants. A caller whose time ran out while it waited learns that it was not the place's fault.
 */
export class Patience {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly endsAt: number;

  /**
   * @param limitMs longest wait, in milliseconds
   * @throws the signal's reason when the caller gave up before
   */
  constructor(
    private readonly host: string,
    limitMs: number,
    private readonly caller: AbortSignal | undefined,
  ) {
    caller?.throwIfAborted();
    caller?.addEventListener('abort', this.follow, { once: true });
    this.endsAt = performance.now() + limitMs;
    this.timer = setTimeout(() => this.controller.abort(this.busy(limitMs)), limitMs);
  }

  /** Aborted at the end of it, with what is to be thrown as reason. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /**
   * Waits.
   *
   * @throws HostBusy at once when it would take too long, with the moment until which; else the
   *   signal's reason
   */
  async wait(ms: number): Promise<void> {
    this.signal.throwIfAborted();
    if (performance.now() + ms > this.endsAt) throw this.busy(ms);
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(this.signal.reason as Error);
      };
      const timer = setTimeout(() => {
        this.signal.removeEventListener('abort', stop);
        resolve();
      }, ms);
      this.signal.addEventListener('abort', stop, { once: true });
    });
  }

  /** The wait is over. */
  end(): void {
    clearTimeout(this.timer);
    this.caller?.removeEventListener('abort', this.follow);
  }

  private readonly follow = (): void => {
    const reason: unknown = this.caller?.reason;
    const isLate = reason instanceof DOMException && reason.name === 'TimeoutError';
    this.controller.abort(isLate ? this.busy(1_000) : reason);
  };

  private busy(waitMs: number): HostBusy {
    const retryAt = new Date(Date.now() + waitMs);
    return new HostBusy(
      `${this.host} is not to be asked before ${retryAt.toISOString()}: it rests, asked for a pause, or others of us are asking it. Earshot waits.`,
      { retryAt },
    );
  }
}
