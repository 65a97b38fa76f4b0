import type { DataSource } from 'typeorm';
import { underTaxonomy } from '../domain/taxonomy.js';
import type { Reading } from '../domain/reading.js';
import { unnest } from './bulk.js';
import { announce } from './changes.js';
import { GIVEN, IN_FORCE } from './labels-in-force.js';

/** A stored reading with its text. */
export interface StoredText {
  readonly id: string;
  readonly title: string | null;
  readonly text: string;
  /** Of the text that was read. */
  readonly contentHash: string;
  readonly model: string;
  readonly reading: Reading;
  readonly vector: Int8Array | null;
  /** What was kept of the heads. */
  readonly scores: unknown;
}

/** … and its topics as they are in force. */
export interface StoredTopics extends StoredText {
  readonly topics: readonly string[];
  /** A person said which they are. */
  readonly given: boolean;
  readonly complaint: boolean;
}

/** The part of a reading that depends on the taxonomy. */
export interface NewTopics extends Pick<Reading, 'topics' | 'touchpoint' | 'evidence'> {
  readonly id: string;
  readonly contentHash: string;
  /** The reading that it was worked out from. */
  readonly model: string;
  readonly scores: unknown;
}

type Row<Text extends StoredText> = Omit<Text, 'vector'> & { readonly vector: Buffer | null };

const COLUMNS = `m.id, m.title, m.text, r.content_hash AS "contentHash", r.model, r.reading, r.vector,
  r.topic_scores AS scores`;

/** Every model of which there are readings; looks into the index once per model. */
const MODELS = `
  WITH RECURSIVE each AS (
    (SELECT model FROM reading ORDER BY model LIMIT 1)
    UNION ALL
    SELECT (SELECT model FROM reading WHERE model > each.model ORDER BY model LIMIT 1)
      FROM each WHERE each.model IS NOT NULL)
  SELECT model FROM each WHERE model IS NOT NULL`;

/** Gives stored readings the topics of another version of the taxonomy. The readings themselves say which they have. */
export class RelabellingStore {
  constructor(private readonly database: DataSource) {}

  /** Readings whose topics are of another version, and all (counts). */
  async progress(version: number): Promise<{ left: number; total: number }> {
    const rows = await this.database.query<{ model: string; count: number }[]>(
      'SELECT model, count(*)::int AS count FROM reading GROUP BY model',
    );
    const total = rows.reduce((sum, { count }) => sum + count, 0);
    const left = rows.filter(({ model }) => isStale(model, version));
    return { left: left.reduce((sum, { count }) => sum + count, 0), total };
  }

  /** Models of readings whose topics are of another version; empty when all have this one. */
  async stale(version: number): Promise<string[]> {
    const rows = await this.database.query<{ model: string }[]>(MODELS);
    return rows.map(({ model }) => model).filter((model) => isStale(model, version));
  }

  /**
   * Readings of one model, newest first.
   *
   * @param below mentions with a lower id; null: from the newest on
   */
  async page(model: string, below: string | null, limit: number): Promise<StoredText[]> {
    const rows = await this.database.query<Row<StoredText>[]>(
      `SELECT ${COLUMNS} FROM reading r JOIN mention m ON m.id = r.mention_id
        WHERE r.model = $1 AND ($2::bigint IS NULL OR r.mention_id < $2)
        ORDER BY r.mention_id DESC LIMIT $3`,
      [model, below, limit],
    );
    return rows.map(withVector);
  }

  /** All readings, newest mention first, with the topics that are in force. */
  async newest(below: string | null, limit: number): Promise<StoredTopics[]> {
    const rows = await this.database.query<Row<StoredTopics>[]>(
      `SELECT ${COLUMNS}, m.topics, coalesce(given.labels ? 'topics', false) AS given,
              coalesce(m.complaint = 'complaint', false) AS complaint
         FROM mention m JOIN reading r ON r.mention_id = m.id LEFT JOIN ${GIVEN}
        WHERE ($1::bigint IS NULL OR m.id < $1) ORDER BY m.id DESC LIMIT $2`,
      [below, limit],
    );
    return rows.map(withVector);
  }

  /**
   * Puts the topics into readings that are still what they were worked out from, and those in force into
   * their mentions: people's corrections stay. Mentions whose topics changed are to be triaged again,
   * for a customer's problem is a complaint about one topic.
   *
   * @returns the mentions to triage
   */
  async save(version: number, rows: readonly NewTopics[]): Promise<string[]> {
    if (rows.length === 0) return [];
    const { from, params } = unnest(rows.map(asRow(version)), {
      id: 'bigint',
      content_hash: 'text',
      before: 'text',
      model: 'text',
      labels: 'jsonb',
      scores: 'jsonb',
    });
    const ids = rows.map(({ id }) => id);
    return this.database.transaction(async (transaction) => {
      // Mentions before readings and in order, as everybody does: nobody waits in a circle.
      await transaction.query(
        'SELECT FROM mention WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE',
        [ids],
      );
      await transaction.query(
        `UPDATE reading SET model = row.model, reading = reading.reading || row.labels, topic_scores = row.scores
           FROM ${from}
          WHERE reading.mention_id = row.id AND reading.content_hash = row.content_hash
            AND reading.model = row.before`,
        params,
      );
      const [changed] = await transaction.query<[{ id: string }[], number]>(
        `UPDATE mention SET topics = now.topics, stage = 'read', stage_since = now()
           FROM (SELECT m.id, ARRAY(SELECT jsonb_array_elements_text(${IN_FORCE.topics})) AS topics
                   FROM mention m JOIN reading r ON r.mention_id = m.id LEFT JOIN ${GIVEN}
                  WHERE m.id = ANY($1::bigint[])) AS now
          WHERE mention.id = now.id AND mention.stage <> 'new' AND mention.topics <> now.topics
         RETURNING mention.id`,
        [ids],
      );
      const moved = changed.map(({ id }) => id);
      if (moved.length > 0) await announce(transaction, 'mentions', moved);
      return moved;
    });
  }
}

function isStale(model: string, version: number): boolean {
  return model !== underTaxonomy(model, String(version));
}

const asRow =
  (version: number) =>
  ({ id, contentHash, model: before, scores, topics, touchpoint, evidence }: NewTopics) => {
    const model = underTaxonomy(before, String(version));
    const labels = { topics, touchpoint, evidence, model };
    return { id, content_hash: contentHash, before, model, labels, scores };
  };

function withVector<Text extends StoredText>(row: Row<Text>): Text {
  const { vector } = row;
  const bytes =
    vector === null ? null : new Int8Array(vector.buffer, vector.byteOffset, vector.length);
  return { ...row, vector: bytes } as unknown as Text;
}
