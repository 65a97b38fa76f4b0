import { Inject, Injectable } from '@nestjs/common';
import type { Outside, PollResult, PolledConnector } from '../connectors/connector.js';
import { polledConnectorFor } from '../connectors/index.js';
import type { Item } from '../domain/mention.js';
import { Bus } from '../queue/bus.js';
import type { Queues } from '../queue/queues.js';
import type { Step } from '../queue/step.js';
import type { Settings } from '../settings/schema.js';
import { SETTINGS } from '../settings/token.js';
import { Announcements } from '../store/announcements.js';
import { DataSource } from '../store/database.js';
import type { SourceEntity } from '../store/entities/source.entity.js';
import { inHaste } from '../store/hasty.js';
import { knownMentions } from '../store/known-mentions.js';
import { MentionsStore, type Heard } from '../store/mentions.store.js';
import { MonitorsStore } from '../store/monitors.store.js';
import { followMove, isSettled } from '../store/moves.js';
import { RechecksStore } from '../store/rechecks.store.js';
import { SourcesStore } from '../store/sources.store.js';
import { heedPush } from '../store/subscriptions.store.js';
import { marksOf, nextFor } from './polling/answer-marks.js';
import { hear, listenAt, sendOn, type Origin } from './ingest.js';
import { unasked } from './intake/pushed.js';
import { planned } from './upkeep/recheck-plan.js';
import { switchedOff } from './places/source-kinds.js';
import { storable } from './storable.js';
import { OUTSIDE } from './tokens.js';
import { SwitchedOff, troubleOf, type Trouble } from './polling/trouble.js';

/** People who look at the sources see a poll after this at the latest. */
const ANNOUNCE_MS = 500;

/** Asks one place, keeps what a monitor listens for, and decides when to ask again. */
@Injectable()
export class PollStep implements Step<'poll'> {
  readonly queue = 'poll';
  private readonly rechecks: RechecksStore;
  private readonly polled: Announcements;

  constructor(
    private readonly database: DataSource,
    private readonly sources: SourcesStore,
    private readonly monitors: MonitorsStore,
    private readonly mentions: MentionsStore,
    private readonly bus: Bus,
    @Inject(OUTSIDE) private readonly outside: Outside,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.rechecks = new RechecksStore(database);
    this.polled = new Announcements(database, 'sources', ANNOUNCE_MS);
  }

  async handle({ sourceId }: Queues['poll']): Promise<void> {
    const source = await this.sources.find(sourceId);
    // Without a claim the poll was done already, by whoever had this job before.
    if (!source?.enabled || !source.claimedUntil) return;
    const startedAt = new Date();
    const answer = unasked(source) ?? (await this.ask(source).catch(troubleOf));
    if ('outcome' in answer) await this.keep(source, startedAt, answer);
    else await this.recordTrouble(source, startedAt, answer);
    await this.polled.tell(sourceId);
  }

  private async ask(source: SourceEntity): Promise<PollResult> {
    const connector = this.allowed(polledConnectorFor(source.kind));
    const listen = listenAt(originOf(source), await this.monitors.all());
    return connector.poll({
      ...this.outside,
      params: connector.params.parse(source.params),
      cursor: source.cursor,
      validators: { etag: source.etag, lastModified: source.lastModified },
      wanted: (item) => listen(storable(item)) !== null,
      // Done before the claim runs out: two processes never ask one place at a time.
      signal: AbortSignal.timeout(this.settings.schedule.leaseSeconds * 900),
    });
  }

  private allowed(connector: PolledConnector): PolledConnector {
    const whyOff = switchedOff(connector, this.settings.listening.allow);
    if (whyOff !== null) throw new SwitchedOff(whyOff);
    return connector;
  }

  /** Posts and schedule are stored together or not at all; then the queue gets its hint. */
  private async keep(source: SourceEntity, startedAt: Date, result: PollResult): Promise<void> {
    const fetchedAt = new Date();
    const items = result.outcome === 'items' ? result.items : [];
    const origin = originOf(source);
    await this.dropGone(source, result);
    const heard = await this.heardOf(source, items, fetchedAt);
    const record = {
      sourceId: source.id,
      generation: source.generation,
      startedAt,
      durationMs: fetchedAt.getTime() - startedAt.getTime(),
      items: items.length,
      matched: heard.length,
      ...marksOf(source, result, startedAt, fetchedAt),
    };
    const fresh = await this.database.transaction(async (transaction) => {
      // Undone by a power cut, the place is asked again and tells the same.
      if (heard.length === 0) await inHaste(transaction);
      const saved =
        heard.length > 0
          ? await this.mentions.saveHeard(transaction, origin, heard, fetchedAt)
          : { fresh: [] };
      const done = { ...record, stored: saved.fresh.length };
      if (await this.sources.recordAnswered(done, transaction))
        await heedPush(
          transaction,
          source.id,
          result.outcome === 'items' ? result.push : undefined,
        );
      return saved.fresh;
    });
    await sendOn(this.bus, 'read', fresh, this.settings.triage.pageSize);
    await this.follow(source, result.movedTo ?? null, startedAt);
  }

  private async heardOf(
    source: SourceEntity,
    items: readonly Item[],
    fetchedAt: Date,
  ): Promise<readonly Heard[]> {
    if (items.length === 0) return [];
    const ids = items.map((item) => storable(item).externalId);
    const known = await knownMentions(this.database, source.id, ids);
    const heard = hear(items, originOf(source), await this.monitors.all(), known);
    return planned(source.kind, heard, fetchedAt);
  }

  /** What the place itself says is deleted. In a transaction of its own, as its store demands. */
  private async dropGone(source: SourceEntity, result: PollResult): Promise<void> {
    if (result.outcome !== 'items') return;
    const { gone = [], goneAuthors = [] } = result;
    if (gone.length + goneAuthors.length === 0) return;
    const changed = await this.database.transaction((transaction) =>
      this.rechecks.markGone(transaction, source.id, gone, goneAuthors),
    );
    await sendOn(this.bus, 'triage', changed, this.settings.triage.pageSize);
  }

  /** Goes after a place that moved for good, once its redirects said so for long enough. */
  private async follow(source: SourceEntity, movedTo: string | null, at: Date): Promise<void> {
    if (movedTo === null) return;
    const connector = polledConnectorFor(source.kind);
    if (!connector.moved || !isSettled(source, movedTo, at)) return;
    const params = connector.moved(connector.params.parse(source.params), movedTo);
    const { locator, host } = connector.locate(params);
    await followMove(this.database, source, { params, locator, host, url: movedTo });
  }

  private async recordTrouble(
    source: SourceEntity,
    startedAt: Date,
    { kind, code, message, retryAt }: Trouble,
  ): Promise<void> {
    const waitSeconds = retryAt ? (retryAt.getTime() - Date.now()) / 1000 : null;
    const durationMs = Date.now() - startedAt.getTime();
    const { id: sourceId, generation } = source;
    const about = { sourceId, generation, startedAt, durationMs, code, message };
    if (kind === 'postponed') {
      const outcome = { kind, waitSeconds: waitSeconds ?? source.minIntervalSeconds } as const;
      return this.sources.recordPostponed({ ...about, ...nextFor(source, outcome) });
    }
    const failures = source.failures + 1;
    const next = nextFor(source, { kind, failures, retryAfterSeconds: waitSeconds });
    const none = { items: 0, matched: 0, stored: 0 };
    await this.sources.recordFailed({ ...about, ...none, ...next, stop: code === 'gone' });
  }
}

export function originOf(source: SourceEntity): Origin {
  return {
    id: source.id,
    place: `${source.kind}:${source.host}`,
    ownedByMonitorId: source.ownedByMonitorId,
  };
}
