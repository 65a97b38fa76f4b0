import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { changeOf } from '../../domain/health.js';
import { NoticesStore } from '../../store/notices.store.js';
import { Ticks } from './ticks.js';

const EVERY_MS = 5_000;

/**
 * Watches the states of all sources and raises a notice once when one changes for the worse, or
 * comes back. Any number of schedulers may watch: of each change, one of them writes.
 */
@Injectable()
export class HealthCron implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ticks: Ticks;

  constructor(
    registry: SchedulerRegistry,
    private readonly notices: NoticesStore,
  ) {
    this.ticks = new Ticks(registry, new Logger('health'));
  }

  onApplicationBootstrap(): void {
    this.ticks.every('health', EVERY_MS, () => this.watch());
  }

  onApplicationShutdown(): Promise<void> {
    return this.ticks.stop();
  }

  async watch(): Promise<void> {
    const now = new Date();
    const changes = (await this.notices.watched()).flatMap((source) => {
      const change = changeOf(source.state, source, now);
      return change === null ? [] : [{ sourceId: source.id, ...change }];
    });
    await this.notices.settle(changes);
  }
}
