import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { PresenceStore } from '../../store/presence.store.js';

const SWEEP_MS = 4_000;

/** Notices windows that were killed. Stands beside those who look, so any number may run. */
@Injectable()
export class PresenceSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();
  private readonly logger = new Logger('presence');

  constructor(private readonly presence: PresenceStore) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.running
        .then(() => this.presence.sweep())
        .catch((error: unknown) =>
          this.logger.error(error instanceof Error ? error.message : String(error)),
        );
    }, SWEEP_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }
}
