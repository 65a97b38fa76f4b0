import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Bus } from '../queue/bus.js';
import type { Settings } from '../settings/schema.js';
import { SETTINGS } from '../settings/token.js';
import { MentionsStore } from '../store/mentions.store.js';
import { SourcesStore } from '../store/sources.store.js';
import { sendOn } from './ingest.js';

/** Mentions put back on their way at a time. */
const SWEEP_LIMIT = 20_000;
const HOUR_MS = 3_600_000;

/**
 * Finds what is due and puts it on its queue. It only ticks: the rows hold the times and the
 * claims, so any number of schedulers may run, and one that dies leaves nothing behind.
 */
@Injectable()
export class ScheduleCron implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('schedule');
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly registry: SchedulerRegistry,
    private readonly sources: SourcesStore,
    private readonly mentions: MentionsStore,
    private readonly bus: Bus,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    const { tickMs, stuckSeconds } = this.settings.schedule;
    this.every('poll', tickMs, () => this.claim());
    this.every('sweep', Math.max(1_000, stuckSeconds * 250), () => this.sweep());
    this.every('forget', HOUR_MS, async () => {
      await this.sources.forgetPolls(this.settings.poll.keepDays);
    });
  }

  /** Waits for the tick that is under way, so that the database outlives it. */
  async onApplicationShutdown(): Promise<void> {
    for (const name of this.registry.getIntervals()) this.registry.deleteInterval(name);
    await Promise.all(this.running.values());
  }

  /** Claims the sources that are due. */
  async claim(): Promise<void> {
    const { claimLimit: limit, perHost, leaseSeconds } = this.settings.schedule;
    for (const sourceId of await this.sources.claimDue({ limit, perHost, leaseSeconds }))
      await this.bus.add('poll', { sourceId }, `poll-${sourceId}`);
  }

  /** Queues again what waited too long in a stage: its process died, or the queue lost it. */
  async sweep(): Promise<void> {
    const { stuckSeconds } = this.settings.schedule;
    for (const [stage, step] of [
      ['new', 'read'],
      ['read', 'triage'],
    ] as const) {
      const ids = await this.mentions.stuck(stage, stuckSeconds, SWEEP_LIMIT);
      if (ids.length > 0)
        this.logger.warn(`${ids.length} mentions waited in "${stage}"; queued again`);
      await sendOn(this.bus, step, ids, this.settings.triage.pageSize);
    }
  }

  private every(name: string, ms: number, act: () => Promise<void>): void {
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
    tick();
  }
}
