import { Inject, Injectable } from '@nestjs/common';
import type { HistoryPage, Outside } from '../../connectors/connector.js';
import { Gone, NotFound, PlaceError } from '../../connectors/errors.js';
import { connectorFor } from '../../connectors/index.js';
import { AllowanceSpent } from '../../domain/allowance.js';
import type { Item } from '../../domain/mention.js';
import { Bus } from '../../queue/bus.js';
import type { Queues } from '../../queue/queues.js';
import type { Step } from '../../queue/step.js';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { BackfillsStore, PageTaken } from '../../store/backfills.store.js';
import { announce } from '../../store/changes.js';
import { DataSource } from '../../store/database.js';
import type { BackfillEntity } from '../../store/entities/backfill.entity.js';
import type { SourceEntity } from '../../store/entities/source.entity.js';
import { knownMentions } from '../../store/known-mentions.js';
import { MentionsStore } from '../../store/mentions.store.js';
import { MonitorsStore } from '../../store/monitors.store.js';
import { SourcesStore } from '../../store/sources.store.js';
import { hear, sendOn } from '../ingest.js';
import { originOf } from '../poll.step.js';
import { planned } from './recheck-plan.js';
import { storable } from '../storable.js';
import { OUTSIDE } from '../tokens.js';

/** Between two pages of one place, besides the turns of its host: the past is never urgent. */
const PAUSE_SECONDS = 2;
/** Failed pages in a row after which it is given up. */
const MOST_FAILURES = 6;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 7 * 86_400;
const PAUSED = 'The source is paused. Its past is read on when it is resumed.';
const PAUSED_WAIT_SECONDS = 60;
/** A place without dates, or one that goes in circles, must end some time. */
const MOST_PAGES = 5_000;

/**
 * Reads one page of the past of a place. Its posts are kept as polled ones are, but say nothing
 * of how lively the place is now, so its schedule and its health stay as they are.
 */
@Injectable()
export class BackfillStep implements Step<'backfill'> {
  readonly queue = 'backfill';

  constructor(
    private readonly database: DataSource,
    private readonly backfills: BackfillsStore,
    private readonly sources: SourcesStore,
    private readonly monitors: MonitorsStore,
    private readonly mentions: MentionsStore,
    private readonly bus: Bus,
    @Inject(OUTSIDE) private readonly outside: Outside,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ backfillId }: Queues['backfill']): Promise<void> {
    const backfill = await this.backfills.find(backfillId);
    // Without a claim the page was read already, by whoever had this job before.
    if (backfill?.status !== 'running' || !backfill.claimedUntil) return;
    const source = await this.sources.find(backfill.sourceId);
    if (!source) return;
    if (!source.enabled)
      return this.backfills.postpone(backfillId, PAUSED, PAUSED_WAIT_SECONDS, false);
    const asked = await this.ask(source, backfill).catch((error: unknown) => ({ error }));
    if ('error' in asked) await this.recordTrouble(backfill, asked.error);
    else await this.keep(source, backfill, asked);
    await announce(this.database, 'sources', [source.id]);
  }

  private async ask(source: SourceEntity, { position }: BackfillEntity): Promise<HistoryPage> {
    const { kind, history, params, name, terms } = connectorFor(source.kind);
    if (history === undefined) throw new GivenUp(`${name} does not let its past be read.`);
    if (terms.access === 'restricted' && !this.settings.listening.allow.includes(kind))
      throw new GivenUp(`Places of kind "${kind}" are switched off in the settings.`);
    return history({
      ...this.outside,
      params: params.parse(source.params),
      position,
      // Done before the claim runs out: two processes never ask one place at a time.
      signal: AbortSignal.timeout(this.settings.schedule.leaseSeconds * 900),
    });
  }

  private async keep(
    source: SourceEntity,
    backfill: BackfillEntity,
    { items, next }: HistoryPage,
  ): Promise<void> {
    const now = new Date();
    const wanted = items.filter(({ publishedAt }) => !isBefore(publishedAt, backfill.since));
    const heard = await this.heardOf(source, wanted, now);
    const isOld =
      items.length > 0 && items.every(({ publishedAt }) => isBefore(publishedAt, backfill.since));
    const done = next === null || next === backfill.position || isOld;
    const fresh = await this.database
      .transaction(async (transaction) => {
        const saved = await this.mentions.saveHeard(transaction, originOf(source), heard, now);
        await this.backfills.recordPage(transaction, backfill, {
          next,
          items: items.length,
          matched: heard.length,
          stored: saved.fresh.length,
          oldestAt: oldestOf(items),
          done,
          pauseSeconds: PAUSE_SECONDS,
        });
        return saved.fresh;
      })
      .catch((error: unknown) => {
        if (error instanceof PageTaken) return [];
        throw error;
      });
    await sendOn(this.bus, 'read', fresh, this.settings.triage.pageSize);
    if (!done && backfill.pages + 1 >= MOST_PAGES)
      await this.backfills.end(backfill.id, 'failed', `Stopped after ${MOST_PAGES} pages.`);
  }

  private async heardOf(source: SourceEntity, items: readonly Item[], now: Date) {
    const ids = items.map((item) => storable(item).externalId);
    const known = await knownMentions(this.database, source.id, ids);
    const heard = hear(items, originOf(source), await this.monitors.all(), known);
    return planned(source.kind, heard, now);
  }

  private async recordTrouble(backfill: BackfillEntity, error: unknown): Promise<void> {
    const { id, pages, failures } = backfill;
    const words = error instanceof Error ? error.message : String(error);
    // Past its end a place may well answer "not found".
    if (pages > 0 && (error instanceof NotFound || error instanceof Gone))
      return this.backfills.end(id, 'done', null);
    const retryAt = retryAtOf(error);
    if (retryAt !== null) return this.backfills.postpone(id, words, secondsUntil(retryAt), false);
    const isFinal =
      error instanceof GivenUp || (error instanceof PlaceError && error.retry === 'never');
    if (isFinal || failures + 1 >= MOST_FAILURES) return this.backfills.end(id, 'failed', words);
    return this.backfills.postpone(id, words, FIRST_WAIT_SECONDS * 2 ** failures, true);
  }
}

/** No try can help. */
class GivenUp extends Error {
  override readonly name = 'GivenUp';
}

function retryAtOf(error: unknown): Date | null {
  if (error instanceof AllowanceSpent) return error.until;
  return error instanceof PlaceError ? error.retryAt : null;
}

function secondsUntil(at: Date): number {
  const seconds = (at.getTime() - Date.now()) / 1000;
  return Math.min(Math.max(seconds, PAUSE_SECONDS), LONGEST_WAIT_SECONDS);
}

/** What has no date may be of any time, and is kept. */
const isBefore = (publishedAt: string | null, since: Date): boolean =>
  publishedAt !== null && Date.parse(publishedAt) < since.getTime();

function oldestOf(items: readonly Item[]): Date | null {
  const times = items.flatMap(({ publishedAt }) => (publishedAt === null ? [] : [publishedAt]));
  return times.length === 0 ? null : new Date(Math.min(...times.map((time) => Date.parse(time))));
}
