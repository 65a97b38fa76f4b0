import type { DataSource, EntityManager } from 'typeorm';
import type { InboxStatus } from '../../domain/mention.js';
import { lastDeed, record } from '../audit.store.js';
import { announce } from '../changes.js';
import { Conflict } from '../conflict.js';

/** What a person says of the labels; one that is absent is the reading's. */
export interface GivenLabels {
  readonly complaint?: 'complaint' | 'other' | undefined;
  readonly sentiment?: 'negative' | 'neutral' | 'positive' | undefined;
  readonly topics?: readonly string[] | undefined;
}

/** What people change on a mention. Each change is announced, and written into its history. */
export class MentionChangesStore {
  constructor(private readonly database: DataSource) {}

  /**
   * @param version the version that the person saw
   * @returns false when there is no such mention
   * @throws Conflict when it has another version by now, with the present state in words; when work
   *   is to begin on what was deleted at its place
   */
  async setStatus(
    id: string,
    status: InboxStatus,
    version: number,
    userId: string,
  ): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [changed] = await transaction.query<[{ id: string }[], number]>(
        `UPDATE mention SET status = $2, version = version + 1 WHERE id = $1 AND version = $3
            AND (gone_at IS NULL OR $2 <> 'doing') RETURNING id`,
        [id, status, version],
      );
      if (changed.length === 0) return this.explain(transaction, id, version);
      await this.done(transaction, id, userId, `marked it as ${status}`);
      return true;
    });
  }

  private async explain(transaction: EntityManager, id: string, seen: number): Promise<false> {
    const [now] = await transaction.query<{ status: string; version: number }[]>(
      'SELECT status, version FROM mention WHERE id = $1',
      [id],
    );
    if (!now) return false;
    if (now.version === seen)
      throw new Conflict('It was deleted at its place: there is nothing left to answer.');
    const deed = await lastDeed(transaction, 'mention', id);
    throw new Conflict(
      `The mention has changed since you saw it: it is ${now.status} now${deed ? ` (${deed})` : ''}.`,
    );
  }

  /**
   * Makes these the corrections of the mention, and its labels in force at once. A mention that was
   * read already is to be triaged again; one that was not will be when it was read.
   *
   * @returns the version now; null when there is no such mention
   */
  async correct(id: string, given: GivenLabels, userId: string): Promise<number | null> {
    const labels = Object.entries(given).filter(([, value]) => value !== undefined);
    return this.database.transaction(async (transaction) => {
      const [mention] = await transaction.query<{ version: number }[]>(
        'SELECT version FROM mention WHERE id = $1 FOR NO KEY UPDATE',
        [id],
      );
      if (!mention) return null;
      const [, gone] = await transaction.query<[unknown, number]>(
        'DELETE FROM correction WHERE mention_id = $1',
        [id],
      );
      if (gone === 0 && labels.length === 0) return mention.version;
      for (const [label, value] of labels)
        await transaction.query(
          `INSERT INTO correction (mention_id, label, value, user_id) VALUES ($1, $2, $3, $4)`,
          [id, label, JSON.stringify(value), userId],
        );
      const version = await this.applyLabels(transaction, id);
      await this.done(transaction, id, userId, inWords(labels));
      return version;
    });
  }

  private async applyLabels(transaction: EntityManager, id: string): Promise<number> {
    const [[now]] = await transaction.query<[[{ version: number }], number]>(
      `WITH given AS (SELECT jsonb_object_agg(label, value) AS labels FROM correction WHERE mention_id = $1),
       read AS (SELECT reading FROM reading WHERE mention_id = $1)
       UPDATE mention SET
              complaint = coalesce(given.labels ->> 'complaint', read.reading #>> '{complaint,label}'),
              sentiment = coalesce(given.labels ->> 'sentiment', read.reading #>> '{sentiment,label}'),
              topics = ARRAY(SELECT jsonb_array_elements_text(coalesce(given.labels -> 'topics',
                jsonb_path_query_array(read.reading, '$.topics[*].key'), '[]'))),
              stage = CASE stage WHEN 'triaged' THEN 'read' ELSE stage END,
              stage_since = CASE stage WHEN 'triaged' THEN now() ELSE stage_since END,
              version = version + 1
         FROM given LEFT JOIN read ON true
        WHERE mention.id = $1
       RETURNING version`,
      [id],
    );
    return now.version;
  }

  private async done(
    transaction: EntityManager,
    id: string,
    userId: string,
    action: string,
  ): Promise<void> {
    await record(transaction, { userId, action, subjectKind: 'mention', subjectId: id });
    await announce(transaction, 'mentions', [id]);
  }
}

function inWords(labels: readonly [string, unknown][]): string {
  if (labels.length === 0) return 'took the correction back';
  const parts = labels.map(([label, value]) => {
    const said = Array.isArray(value) ? value.join(', ') || 'none' : String(value);
    return `${label} to ${said}`;
  });
  return `corrected ${parts.join('; ')}`;
}
