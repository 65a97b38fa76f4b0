import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Bus } from '../../queue/bus.js';
import { BulkRunsStore } from '../../store/inbox/bulk-runs.store.js';
import { ReturnsStore } from '../../store/inbox/returns.store.js';
import { Ticks } from '../polling/ticks.js';

const RETURN_MS = 5_000;
const BULK_MS = 5_000;
const FORGET_MS = 3_600_000;
/** Mentions that come back in one transaction. */
const PAGE = 500;

/** What the inbox does by itself: waiting mentions come back, runs that nobody works on go on. Any number may run. */
@Injectable()
export class InboxCron implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ticks: Ticks;

  constructor(
    registry: SchedulerRegistry,
    private readonly returns: ReturnsStore,
    private readonly runs: BulkRunsStore,
    private readonly bus: Bus,
  ) {
    this.ticks = new Ticks(registry, new Logger('inbox'));
  }

  onApplicationBootstrap(): void {
    this.ticks.every('return-waiting', RETURN_MS, () => this.bringBack());
    this.ticks.every('bulk', BULK_MS, () => this.goOn());
    this.ticks.every('forget-bulk', FORGET_MS, () => this.runs.forget());
  }

  onApplicationShutdown(): Promise<void> {
    return this.ticks.stop();
  }

  async bringBack(): Promise<void> {
    while ((await this.returns.returnDue(PAGE)) === PAGE);
  }

  /** Hints that were lost with their process are given again. */
  async goOn(): Promise<void> {
    for (const runId of await this.runs.unfinished())
      await this.bus.add('bulk', { runId }, `bulk-${runId}`);
  }
}
