import { Logger } from '@nestjs/common';
import type { SchedulerRegistry } from '@nestjs/schedule';

/** Acts that are repeated while the program runs; none of them overtakes itself. */
export class Ticks {
  private readonly running = new Map<string, Promise<void>>();
  private readonly names: string[] = [];

  constructor(
    private readonly registry: SchedulerRegistry,
    private readonly logger: Logger,
  ) {}

  /** Acts now and every `ms`; what goes wrong is told, and tried again at the next tick. */
  every(name: string, ms: number, act: () => Promise<void>): void {
    const tick = (): void => {
      if (this.running.has(name)) return;
      const run = act()
        .catch((error: unknown) =>
          this.logger.error(`${name}: ${error instanceof Error ? error.message : String(error)}`),
        )
        .finally(() => this.running.delete(name));
      this.running.set(name, run);
    };
    this.registry.addInterval(name, setInterval(tick, ms));
    this.names.push(name);
    tick();
  }

  /** Waits for what is under way, so that the database outlives it. */
  async stop(): Promise<void> {
    // The registry ends what it holds by itself, before or after this.
    for (const name of this.names.splice(0))
      if (this.registry.doesExist('interval', name)) this.registry.deleteInterval(name);
    await Promise.all(this.running.values());
  }
}
