import type { Connector, Received } from '../../connectors/connector.js';
import { Forged, PlaceError } from '../../connectors/errors.js';
import { connectors } from '../../connectors/index.js';
import type { Bus } from '../../queue/bus.js';
import type { Settings } from '../../settings/schema.js';
import { announce } from '../../store/changes.js';
import type { DataSource } from '../../store/database.js';
import { DeliveriesStore } from '../../store/deliveries.store.js';
import type { SourceEntity } from '../../store/entities/source.entity.js';
import { knownMentions } from '../../store/known-mentions.js';
import { MentionsStore, type Heard } from '../../store/mentions.store.js';
import { MonitorsStore } from '../../store/monitors.store.js';
import { RechecksStore } from '../../store/rechecks.store.js';
import { SourcesStore } from '../../store/sources.store.js';
import { marksOf, nextFor } from '../polling/answer-marks.js';
import { hear, sendOn } from '../ingest.js';
import { originOf } from '../poll.step.js';
import { sharedSecret } from './shared-secret.js';
import { storable } from '../storable.js';

interface Sent {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

export type Receipt =
  | { readonly outcome: 'stored' | 'repeated' | 'unknown' | 'paused' }
  | { readonly outcome: 'forged' | 'unreadable'; readonly message: string };

type Receiving = Required<Pick<Connector, 'receive'>> & Connector;

/**
 * Takes in what is sent to a source: the way of a mention that is not polled. A delivery counts as
 * an answer of its place, in health, coverage and log; one that comes twice changes nothing.
 */
export class Receive {
  private readonly sources: SourcesStore;
  private readonly deliveries: DeliveriesStore;

  constructor(
    private readonly database: DataSource,
    private readonly bus: Bus,
    private readonly settings: Settings,
  ) {
    this.sources = new SourcesStore(database);
    this.deliveries = new DeliveriesStore(database);
  }

  async receive(sourceId: string, sent: Sent): Promise<Receipt> {
    const source = await this.sources.find(sourceId);
    const connector = source && receiving(source.kind);
    if (!source || !connector) return { outcome: 'unknown' };
    const startedAt = new Date();
    try {
      const received = await connector.receive({
        ...sent,
        params: connector.params.parse(source.params),
        secrets: await this.secretsOf(source),
        now: startedAt,
      });
      // Known only to those who know the secret.
      if (!source.enabled) return { outcome: 'paused' };
      const outcome = (await this.keep(source, startedAt, received)) ? 'stored' : 'repeated';
      return { outcome };
    } catch (error) {
      if (error instanceof Forged) return { outcome: 'forged', message: error.message };
      if (!(error instanceof PlaceError)) throw error;
      await this.recordFailure(source, startedAt, error);
      return { outcome: 'unreadable', message: error.message };
    }
  }

  async secretOf(sourceId: string): Promise<string | null> {
    const source = await this.sources.find(sourceId);
    if (!source || !receiving(source.kind)) return null;
    const [secret] = await this.secretsOf(source);
    return secret ?? null;
  }

  /** The present one first; the one before it holds until the next change. */
  private async secretsOf({ id, params }: SourceEntity): Promise<string[]> {
    const version = versionOf(params);
    const versions = version > 1 ? [version, version - 1] : [version];
    const secrets = versions.map((each) => sharedSecret(this.database, `webhook:${id}:${each}`));
    return (await Promise.all(secrets)).map((secret) => `whsec_${secret.toString('base64')}`);
  }

  /** @returns false when it was taken in before */
  private async keep(source: SourceEntity, at: Date, received: Received): Promise<boolean> {
    const { id } = source;
    const { items, deliveryId, gone = [], place } = received;
    if (await this.deliveries.isKnown(id, deliveryId)) return false;
    await this.dropGone(id, gone);
    const heard = await this.heardOf(source, received);
    const fetchedAt = new Date();
    const answer = { outcome: 'items', place, items, cursor: null, validators: null } as const;
    const marks = marksOf(
      source,
      { ...answer, freshForSeconds: null, complete: true },
      at,
      fetchedAt,
    );
    const mentions = new MentionsStore(this.database);
    const fresh = await this.database.transaction(async (transaction) => {
      if (!(await this.deliveries.take(transaction, id, deliveryId))) return null;
      const saved = await mentions.saveHeard(transaction, originOf(source), heard, fetchedAt);
      const counts = { items: items.length, matched: heard.length, stored: saved.fresh.length };
      const durationMs = fetchedAt.getTime() - at.getTime();
      const { generation } = source;
      const record = { sourceId: id, generation, startedAt: at, durationMs, ...counts, ...marks };
      await this.sources.recordAnswered(record, transaction);
      return saved.fresh;
    });
    if (fresh === null) return false;
    await sendOn(this.bus, 'read', fresh, this.settings.triage.pageSize);
    await announce(this.database, 'sources', [id]);
    return true;
  }

  private async heardOf(source: SourceEntity, { items }: Received): Promise<Heard[]> {
    const ids = items.map((item) => storable(item).externalId);
    const known = await knownMentions(this.database, source.id, ids);
    const monitors = await new MonitorsStore(this.database).all();
    return hear(items, originOf(source), monitors, known);
  }

  /** In a transaction of its own, as its store demands. */
  private async dropGone(sourceId: string, gone: readonly string[]): Promise<void> {
    if (gone.length === 0) return;
    const rechecks = new RechecksStore(this.database);
    const changed = await this.database.transaction((transaction) =>
      rechecks.markGone(transaction, sourceId, gone),
    );
    await sendOn(this.bus, 'triage', changed, this.settings.triage.pageSize);
  }

  /** The sender is the right one and sends what cannot be used: its operator must know. */
  private async recordFailure(
    source: SourceEntity,
    startedAt: Date,
    { code, message }: PlaceError,
  ): Promise<void> {
    const failures = source.failures + 1;
    await this.sources.recordFailed({
      sourceId: source.id,
      generation: source.generation,
      startedAt,
      durationMs: Date.now() - startedAt.getTime(),
      items: 0,
      matched: 0,
      stored: 0,
      code,
      message,
      stop: false,
      ...nextFor(source, { kind: 'failed', failures, retryAfterSeconds: null }),
    });
    await announce(this.database, 'sources', [source.id]);
  }
}

function receiving(kind: string): Receiving | null {
  const connector = connectors.find((each) => each.kind === kind);
  return connector?.receive ? (connector as Receiving) : null;
}

function versionOf(params: unknown): number {
  const { secretVersion } = params as { secretVersion?: unknown };
  return typeof secretVersion === 'number' ? secretVersion : 1;
}
