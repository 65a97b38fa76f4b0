import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Outside } from '../../connectors/connector.js';
import { Bus } from '../../queue/bus.js';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { BackfillsStore } from '../../store/backfills.store.js';
import { DataSource } from '../../store/database.js';
import { DeliveriesStore } from '../../store/deliveries.store.js';
import { Subscriptions } from '../intake/subscriptions.js';
import { Ticks } from '../polling/ticks.js';
import { OUTSIDE } from '../tokens.js';

const RENEW_MS = 60_000;
const FORGET_MS = 3_600_000;
/** Senders give up long before. */
const DELIVERY_DAYS = 30;

/** What is due beside the polls: pages of the past, subscriptions to hubs. Any number may run. */
@Injectable()
export class ErrandsCron implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ticks: Ticks;

  constructor(
    registry: SchedulerRegistry,
    private readonly database: DataSource,
    private readonly backfills: BackfillsStore,
    private readonly bus: Bus,
    @Inject(OUTSIDE) private readonly outside: Outside,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.ticks = new Ticks(registry, new Logger('errands'));
  }

  onApplicationBootstrap(): void {
    const subscriptions = new Subscriptions(this.database, this.outside, this.settings);
    const deliveries = new DeliveriesStore(this.database);
    this.ticks.every('backfill', this.settings.schedule.tickMs, () => this.backfill());
    this.ticks.every('subscriptions', RENEW_MS, () => subscriptions.renew());
    this.ticks.every('deliveries', FORGET_MS, () => deliveries.forget(DELIVERY_DAYS));
  }

  onApplicationShutdown(): Promise<void> {
    return this.ticks.stop();
  }

  /** Claims the pages of the past that are due. */
  async backfill(): Promise<void> {
    const { claimLimit, leaseSeconds } = this.settings.schedule;
    for (const backfillId of await this.backfills.claimDue(claimLimit, leaseSeconds))
      await this.bus.add('backfill', { backfillId }, `backfill-${backfillId}`);
  }
}
