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
import { RechecksStore } from '../store/rechecks.store.js';
import { SourcesStore } from '../store/sources.store.js';
import { sendOn } from './ingest.js';
import { Ticks } from './polling/ticks.js';

/** Mentions put back on their way at a time. */
const SWEEP_LIMIT = 20_000;
const HOUR_MS = 3_600_000;
const MEND_MS = 60_000;
/** A place that takes so long is a slow one … */
const SLOW_MS = 5_000;
/** … and all of these together get this share of one process's turns, so that no other waits for them. */
const SLOW_SHARE = 0.25;
/** Looks at old posts may wait for minutes; new ones may not. */
const RECHECK_TICKS = 30;

/**
 * Finds what is due and puts it on its queue. It only ticks: the rows hold the times and the
 * claims, so any number of schedulers may run, and one that dies leaves nothing behind.
 */
@Injectable()
export class ScheduleCron implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('schedule');
  private readonly ticks: Ticks;

  constructor(
    registry: SchedulerRegistry,
    private readonly sources: SourcesStore,
    private readonly mentions: MentionsStore,
    private readonly rechecks: RechecksStore,
    private readonly bus: Bus,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.ticks = new Ticks(registry, this.logger);
  }

  onApplicationBootstrap(): void {
    const { tickMs, stuckSeconds } = this.settings.schedule;
    this.ticks.every('poll', tickMs, () => this.claim());
    this.ticks.every('recheck', RECHECK_TICKS * tickMs, () => this.recheck());
    this.ticks.every('sweep', Math.max(1_000, stuckSeconds * 250), () => this.sweep());
    this.ticks.every('mend', MEND_MS, () => this.mend());
    this.ticks.every('forget', HOUR_MS, async () => {
      await this.sources.forgetPolls(this.settings.poll.keepDays);
    });
  }

  onApplicationShutdown(): Promise<void> {
    return this.ticks.stop();
  }

  /** Claims the sources that are due. */
  async claim(): Promise<void> {
    const { schedule, queue } = this.settings;
    const { claimLimit: limit, perHost, leaseSeconds } = schedule;
    const slow = Math.max(1, Math.floor(queue.concurrency.poll * SLOW_SHARE));
    const limits = { limit, perHost, leaseSeconds, slow, slowMs: SLOW_MS };
    const due = await this.sources.claimDue(limits);
    // Together, as each waits for the disk: one after the other would take longer than a tick.
    await Promise.all(
      due.map((sourceId) => this.bus.add('poll', { sourceId }, `poll-${sourceId}`)),
    );
  }

  /** After a clock was set back: what it left far ahead would not be asked for long. */
  async mend(): Promise<void> {
    const mended = await this.sources.mendSchedules(this.settings.schedule.leaseSeconds);
    if (mended > 0)
      this.logger.warn(`a clock was set back; ${mended} sources are asked again soon`);
  }

  /** Has the sources asked whose posts are due for another look. */
  async recheck(): Promise<void> {
    for (const sourceId of await this.rechecks.sourcesDue(this.settings.schedule.claimLimit))
      await this.bus.add('recheck', { sourceId }, `recheck-${sourceId}`);
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
}
