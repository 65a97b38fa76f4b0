import { Inject, Injectable } from '@nestjs/common';
import { Bus } from '../../queue/bus.js';
import type { Step } from '../../queue/step.js';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { announce } from '../../store/changes.js';
import { DataSource } from '../../store/database.js';
import {
  RelabellingStore,
  type NewTopics,
  type StoredText,
} from '../../store/relabelling.store.js';
import { TaxonomiesStore } from '../../store/taxonomies.store.js';
import { sendOn } from '../ingest.js';
import { Relabellers } from './relabellers.js';

/** Readings that are worked through and written together: short enough that nobody waits for them. */
const PAGE = 250;
/** How often people are told how far it is, in pages. */
const TOLD_EVERY = 8;

/**
 * Gives every stored reading the topics of the taxonomy in force, newest first. Which ones have them
 * already is told by the readings themselves, so it may be killed at any moment, or run twice; a
 * taxonomy that is saved meanwhile takes over at once.
 */
@Injectable()
export class RelabelStep implements Step<'relabel'> {
  readonly queue = 'relabel';

  constructor(
    private readonly database: DataSource,
    private readonly taxonomies: TaxonomiesStore,
    private readonly readings: RelabellingStore,
    private readonly relabellers: Relabellers,
    private readonly bus: Bus,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle(): Promise<void> {
    for (;;) {
      const inForce = await this.taxonomies.inForce();
      if (inForce === null) return;
      const version = Number(inForce.version);
      const [model] = await this.readings.stale(version);
      if (model === undefined) {
        await this.taxonomies.applied(version);
        return;
      }
      await this.relabelModel(model, version, await this.relabellers.under(inForce.taxonomy));
    }
  }

  /** Goes through all readings of one model, until another taxonomy is in force. */
  private async relabelModel(
    model: string,
    version: number,
    relabel: (texts: readonly StoredText[]) => Promise<NewTopics[]>,
  ): Promise<void> {
    let below: string | null = null;
    for (let pages = 0; ; pages++) {
      const page: StoredText[] = await this.readings.page(model, below, PAGE);
      const last = page.at(-1);
      if (last === undefined) return;
      below = last.id;
      const moved = await this.readings.save(version, await relabel(page));
      await sendOn(this.bus, 'triage', moved, this.settings.triage.pageSize);
      if (pages % TOLD_EVERY === 0) await announce(this.database, 'topics', []);
      if ((await this.taxonomies.version()) !== version) return;
    }
  }
}
