import type { DataSource } from 'typeorm';
import type { Read } from '../domain/reading.js';
import { unnest } from './bulk.js';

export interface NewReading extends Read {
  readonly mentionId: string;
  /** Of the text that was read: a mention edited meanwhile is left for its own reading. */
  readonly contentHash: string;
}

/** What the model understood. Triage makes the labels in force of it, and of people's corrections. */
export class ReadingsStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Stores a page of readings of texts that still stand. The mentions themselves stay as they
   * are until triage writes them once, with everything.
   *
   * @returns the mentions that had none of this text yet
   */
  async save(readings: readonly NewReading[]): Promise<string[]> {
    if (readings.length === 0) return [];
    const rows = readings.map(({ mentionId, contentHash, reading, vector, topicScores }) => ({
      mention_id: mentionId,
      content_hash: contentHash,
      model: reading.model,
      reading,
      topic_scores: topicScores ? { ...topicScores, contentHash } : null,
      vector: vector === null ? null : Buffer.from(vector.buffer, vector.byteOffset, vector.length),
    }));
    const { from, params } = unnest(rows, {
      mention_id: 'bigint',
      content_hash: 'text',
      model: 'text',
      reading: 'jsonb',
      vector: 'bytea',
      topic_scores: 'jsonb',
    });
    // In order, so that two jobs with the same mentions never wait in a circle; under a lock, so that
    // no evidence is left of a text that is being erased.
    const stored = await this.database.query<{ id: string }[]>(
      `INSERT INTO reading (mention_id, content_hash, model, reading, vector, topic_scores)
       SELECT row.mention_id, row.content_hash, row.model, row.reading, row.vector, row.topic_scores
         FROM ${from} JOIN mention ON mention.id = row.mention_id
        WHERE mention.stage = 'new' AND mention.content_hash = row.content_hash
        ORDER BY row.mention_id FOR KEY SHARE OF mention
       ON CONFLICT (mention_id) DO UPDATE
          SET content_hash = excluded.content_hash, model = excluded.model,
              reading = excluded.reading,
              vector = excluded.vector, topic_scores = excluded.topic_scores, read_at = now()
        WHERE reading.content_hash <> excluded.content_hash
       RETURNING mention_id AS id`,
      params,
    );
    return stored.map(({ id }) => id);
  }
}
