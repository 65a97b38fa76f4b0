import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Outside, PollResult } from '../connectors/connector.js';
import { PlaceError } from '../connectors/errors.js';
import { polledConnectorFor } from '../connectors/index.js';
import { arrivalsOf, isUndated } from '../domain/arrivals.js';
import type { Item } from '../domain/mention.js';
import { nextPoll, type NextPoll, type PollOutcome } from '../domain/schedule.js';
import { Bus } from '../queue/bus.js';
import type { Queues } from '../queue/queues.js';
import type { Step } from '../queue/step.js';
import type { Settings } from '../settings/schema.js';
import { SETTINGS } from '../settings/token.js';
import { announce } from '../store/changes.js';
import { DataSource } from '../store/database.js';
import type { SourceEntity } from '../store/entities/source.entity.js';
import { MentionsStore } from '../store/mentions.store.js';
import { MonitorsStore } from '../store/monitors.store.js';
import { SourcesStore, type Answered, type PollRecord } from '../store/sources.store.js';
import { hear, sendOn, type Origin } from './ingest.js';
import { OUTSIDE } from './tokens.js';

/** Asks one place, keeps what a monitor listens for, and decides when to ask again. */
@Injectable()
export class PollStep implements Step<'poll'> {
  readonly queue = 'poll';

  constructor(
    private readonly database: DataSource,
    private readonly sources: SourcesStore,
    private readonly monitors: MonitorsStore,
    private readonly mentions: MentionsStore,
    private readonly bus: Bus,
    @Inject(OUTSIDE) private readonly outside: Outside,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ sourceId }: Queues['poll']): Promise<void> {
    const source = await this.sources.find(sourceId);
    // Without a claim the poll was done already, by whoever had this job before.
    if (!source?.enabled || !source.claimedUntil) return;
    const startedAt = new Date();
    const answer = await this.ask(source).catch(failureOf);
    if ('outcome' in answer) await this.keep(source, startedAt, answer);
    else await this.recordFailure(source, startedAt, answer);
    await announce(this.database, 'sources', [sourceId]);
  }

  private async ask(source: SourceEntity): Promise<PollResult> {
    const connector = polledConnectorFor(source.kind);
    const monitors = await this.monitors.all();
    const origin = originOf(source);
    return connector.poll({
      ...this.outside,
      params: connector.params.parse(source.params),
      cursor: source.cursor,
      validators: { etag: source.etag, lastModified: source.lastModified },
      wanted: (item) => hear([item], origin, monitors).length > 0,
      // Done before the claim runs out: two processes never ask one place at a time.
      signal: AbortSignal.timeout(this.settings.schedule.leaseSeconds * 900),
    });
  }

  /** Posts and schedule are stored together or not at all; then the queue gets its hint. */
  private async keep(source: SourceEntity, startedAt: Date, result: PollResult): Promise<void> {
    const fetchedAt = new Date();
    const items = result.outcome === 'items' ? result.items : [];
    const origin = originOf(source);
    const heard = items.length > 0 ? hear(items, origin, await this.monitors.all()) : [];
    const record = {
      sourceId: source.id,
      startedAt,
      durationMs: fetchedAt.getTime() - startedAt.getTime(),
      items: items.length,
      matched: heard.length,
      ...this.marks(source, items, result, fetchedAt),
    };
    const fresh = await this.database.transaction(async (transaction) => {
      const saved = await this.mentions.saveHeard(transaction, origin, heard, fetchedAt);
      await this.sources.recordAnswered({ ...record, stored: saved.fresh.length }, transaction);
      return saved.fresh;
    });
    await sendOn(this.bus, 'read', fresh, this.settings.triage.pageSize);
  }

  /** What the answer leaves on the source: where it left off, its pace, and when to ask again. */
  private marks(
    source: SourceEntity,
    items: readonly Item[],
    result: PollResult,
    now: Date,
  ): Omit<Answered, keyof PollRecord> {
    const { validators, freshForSeconds, outcome } = result;
    const undated = undatedDigest(items, now);
    const arrivals = arrivalsOf(
      { publishedAt: items.map(({ publishedAt }) => publishedAt), undated },
      {
        lastItemAt: source.lastItemAt,
        lastAnsweredAt: source.lastAnsweredAt,
        undated: source.undatedDigest,
      },
      now,
    );
    return {
      outcome,
      validators,
      ...(outcome === 'items' ? { cursor: result.cursor, undatedDigest: undated } : {}),
      lastItemAt: arrivals.lastItemAt,
      gapHours: arrivals.gapHours,
      ...this.next(source, { kind: 'answered', ...arrivals, freshForSeconds }),
    };
  }

  private async recordFailure(
    source: SourceEntity,
    startedAt: Date,
    { code, message, retryAt }: Failure,
  ): Promise<void> {
    const retryAfterSeconds = retryAt ? (retryAt.getTime() - Date.now()) / 1000 : null;
    const { delaySeconds } = this.next(source, {
      kind: 'failed',
      failures: source.failures + 1,
      retryAfterSeconds,
    });
    await this.sources.recordFailed({
      sourceId: source.id,
      startedAt,
      durationMs: Date.now() - startedAt.getTime(),
      items: 0,
      matched: 0,
      stored: 0,
      code,
      message,
      delaySeconds,
      stop: code === 'gone',
    });
  }

  private next(source: SourceEntity, outcome: PollOutcome): NextPoll {
    const {
      intervalSeconds,
      minIntervalSeconds: minSeconds,
      maxIntervalSeconds: maxSeconds,
    } = source;
    return nextPoll({ intervalSeconds, minSeconds, maxSeconds }, outcome, Math.random());
  }
}

type Failure = Pick<PlaceError, 'code' | 'message' | 'retryAt'>;

/**
 * What keeps us from hearing a place stands in its health, also when the fault is our own: a
 * poll that only fails in the queue would leave the place looking as it did before.
 */
function failureOf(error: unknown): Failure {
  if (error instanceof PlaceError) return error;
  const cause = error instanceof Error ? error : new Error(String(error));
  if (cause.name === 'TimeoutError')
    return {
      code: 'timed-out',
      message: 'The place was not done within the time of one poll. Earshot tries again.',
      retryAt: null,
    };
  return {
    code: 'fault',
    message: `Earshot could not ask this place: ${cause.message}. If its settings are right, please report this.`,
    retryAt: null,
  };
}

function originOf(source: SourceEntity): Origin {
  return {
    id: source.id,
    place: `${source.kind}:${source.host}`,
    ownedByMonitorId: source.ownedByMonitorId,
  };
}

/** Of the posts that have no date to go by; null when there are none. */
function undatedDigest(items: readonly Item[], now: Date): string | null {
  const ids = items
    .filter(({ publishedAt }) => isUndated(publishedAt, now))
    .map(({ externalId }) => externalId);
  if (ids.length === 0) return null;
  return createHash('sha1').update(JSON.stringify(ids.sort())).digest('base64url');
}
