import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { mondayOf } from '../../domain/proposal.js';
import { Bus } from '../../queue/bus.js';
import { ProposalRunsStore } from '../../store/proposal-runs.store.js';
import { RelabellingStore } from '../../store/relabelling.store.js';
import { TaxonomiesStore } from '../../store/taxonomies.store.js';
import { TaxonomyPreviewsStore } from '../../store/taxonomy-previews.store.js';
import { Ticks } from '../polling/ticks.js';

const RELABEL_MS = 5_000;
const PROPOSE_MS = 30_000;
const FORGET_MS = 600_000;
/** Quotes of a preview are kept for so long (minutes). */
const PREVIEW_MINUTES = 60;
/** The weekly search waits until there are so many complaints without a topic (count). */
const LEAST_UNTAGGED = 20;

/** Sees that every reading gets the topics in force, and that new patterns are looked for once a week. */
@Injectable()
export class TopicsCron implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ticks: Ticks;

  constructor(
    registry: SchedulerRegistry,
    private readonly taxonomies: TaxonomiesStore,
    private readonly readings: RelabellingStore,
    private readonly previews: TaxonomyPreviewsStore,
    private readonly runs: ProposalRunsStore,
    private readonly bus: Bus,
  ) {
    this.ticks = new Ticks(registry, new Logger('topics'));
  }

  onApplicationBootstrap(): void {
    this.ticks.every('relabel', RELABEL_MS, () => this.relabel());
    this.ticks.every('propose', PROPOSE_MS, () => this.propose(new Date()));
    this.ticks.every('forget-previews', FORGET_MS, () => this.previews.forget(PREVIEW_MINUTES));
  }

  onApplicationShutdown(): Promise<void> {
    return this.ticks.stop();
  }

  /** Also for what a reader that had not heard of the newest version wrote after it was saved. */
  async relabel(): Promise<void> {
    const version = await this.taxonomies.version();
    if (version === 0) return;
    if ((await this.readings.stale(version)).length === 0) await this.taxonomies.applied(version);
    else await this.bus.add('relabel', { version }, 'relabel');
  }

  /** Asks for the search of this week, and puts every unfinished one on its queue. */
  async propose(now: Date): Promise<void> {
    await this.runs.askForWeek(mondayOf(now), LEAST_UNTAGGED);
    for (const runId of await this.runs.unfinished())
      await this.bus.add('propose', { runId }, `propose-${runId}`);
  }
}
