import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Outside, Recheck, Rechecked } from '../../connectors/connector.js';
import { PlaceError } from '../../connectors/errors.js';
import { connectorFor } from '../../connectors/index.js';
import { AllowanceSpent } from '../../domain/allowance.js';
import { judgeLook, type Look } from '../../domain/recheck.js';
import { Bus } from '../../queue/bus.js';
import type { Queues } from '../../queue/queues.js';
import type { Step } from '../../queue/step.js';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { DataSource } from '../../store/database.js';
import type { MonitorEntity } from '../../store/entities/monitor.entity.js';
import type { SourceEntity } from '../../store/entities/source.entity.js';
import { MentionsStore, type Heard } from '../../store/mentions.store.js';
import { MonitorsStore } from '../../store/monitors.store.js';
import { RechecksStore, type Claimed, type Judged } from '../../store/rechecks.store.js';
import { SourcesStore } from '../../store/sources.store.js';
import { hear, sendOn, type Origin } from '../ingest.js';
import { originOf } from '../poll.step.js';
import { OUTSIDE } from '../tokens.js';

/** Pages looked up in one job, so that other places have their turn. */
const MOST_PAGES = 20;

/** What a place told of a page of posts. */
interface Told {
  readonly looks: ReadonlyMap<string, Rechecked>;
  /** When it may be asked again; null when it answered. */
  readonly retryAt: Date | null;
  /** Why it did not answer. */
  readonly why: string | null;
}

/**
 * Looks posts up again at their place: an edit becomes a revision and is read again, a post that
 * was missed twice is gone. A page is claimed for a while; when its process dies, it is due again.
 */
@Injectable()
export class RecheckStep implements Step<'recheck'> {
  readonly queue = 'recheck';
  private readonly logger = new Logger('recheck');

  constructor(
    private readonly database: DataSource,
    private readonly sources: SourcesStore,
    private readonly monitors: MonitorsStore,
    private readonly mentions: MentionsStore,
    private readonly rechecks: RechecksStore,
    private readonly bus: Bus,
    @Inject(OUTSIDE) private readonly outside: Outside,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ sourceId }: Queues['recheck']): Promise<void> {
    const source = await this.sources.find(sourceId);
    if (!source?.enabled) return;
    const { recheck } = connectorFor(source.kind);
    if (recheck === undefined) return this.rechecks.endPlan(sourceId);
    for (let page = 0; page < MOST_PAGES; page++) {
      const { leaseSeconds } = this.settings.schedule;
      const posts = await this.rechecks.claim(sourceId, recheck.most, leaseSeconds);
      if (posts.length === 0) return;
      const told = await this.look(source, recheck, posts);
      await this.keepEdits(source, posts, told.looks);
      await this.rechecks.unname(sourceId, withoutAuthor(posts, told.looks));
      await this.conclude(posts, told);
      if (told.retryAt !== null) return;
    }
  }

  /** A place that does not answer has told nothing of its posts. */
  private async look(
    source: SourceEntity,
    recheck: Recheck<unknown>,
    posts: readonly Claimed[],
  ): Promise<Told> {
    try {
      const looks = await recheck.look({
        ...this.outside,
        params: connectorFor(source.kind).params.parse(source.params),
        posts: posts.map(({ externalId, url, parentId }) => ({ externalId, url, parentId })),
        signal: AbortSignal.timeout(this.settings.schedule.leaseSeconds * 900),
      });
      return { looks, retryAt: null, why: null };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.logger.warn(`posts of ${source.name} could not be looked up: ${why}`);
      return { looks: new Map(), retryAt: retryAtOf(error) ?? new Date(), why };
    }
  }

  private async keepEdits(
    source: SourceEntity,
    posts: readonly Claimed[],
    looks: ReadonlyMap<string, Rechecked>,
  ): Promise<void> {
    const monitors = await this.monitors.all();
    const found = posts.flatMap((post) => {
      const told = looks.get(post.externalId);
      return told === undefined || typeof told === 'string'
        ? []
        : heardAgain(told, post, originOf(source), monitors);
    });
    if (found.length === 0) return;
    const { fresh } = await this.database.transaction((transaction) =>
      this.mentions.saveHeard(transaction, originOf(source), found, new Date()),
    );
    await sendOn(this.bus, 'read', fresh, this.settings.triage.pageSize);
  }

  private async conclude(posts: readonly Claimed[], { looks, retryAt, why }: Told): Promise<void> {
    const now = new Date();
    const judged = posts.map((post): Judged => {
      const look = lookOf(looks.get(post.externalId));
      const verdict = judgeLook(post, look, now, Math.random());
      const { recheckAt } = verdict;
      const notBefore = recheckAt !== null && retryAt !== null && recheckAt < retryAt;
      return {
        ...verdict,
        id: post.id,
        look,
        why,
        recheckAt: notBefore ? retryAt : recheckAt,
      };
    });
    const changed = await this.rechecks.conclude(judged);
    await sendOn(this.bus, 'triage', changed, this.settings.triage.pageSize);
  }
}

/**
 * An edit may take out the words that a monitor listens for; the post stays what it was kept for.
 * A single post is often told without the title of its thread, which is no edit.
 */
function heardAgain(
  told: Exclude<Rechecked, string>,
  { externalId, title, monitorIds, matchedBecause }: Claimed,
  origin: Origin,
  monitors: readonly MonitorEntity[],
): Heard[] {
  const item = { ...told, externalId, title: told.title ?? title };
  const known = new Map([[externalId, { monitorIds, matchedBecause }]]);
  return hear([item], origin, monitors, known);
}

/** Of posts that stand while the account that wrote them is gone. */
function withoutAuthor(posts: readonly Claimed[], looks: ReadonlyMap<string, Rechecked>): string[] {
  const nameless = posts.filter(({ externalId }) => {
    const told = looks.get(externalId);
    return typeof told === 'object' && told.author === null;
  });
  return nameless.map(({ id }) => id);
}

function lookOf(told: Rechecked | undefined): Look {
  if (told === undefined) return 'untold';
  return told === 'missing' ? 'missing' : 'there';
}

function retryAtOf(error: unknown): Date | null {
  if (error instanceof AllowanceSpent) return error.until;
  return error instanceof PlaceError ? error.retryAt : null;
}
