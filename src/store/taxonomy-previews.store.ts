import type { DataSource } from 'typeorm';
import type { TaxonomyEffect } from '../domain/taxonomy-effect.js';
import type { Taxonomy } from '../domain/taxonomy.js';
import { announce } from './changes.js';

export interface StoredPreview {
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed' | 'dropped';
  readonly done: number;
  readonly total: number;
  readonly effect: TaxonomyEffect | null;
}

/** Changed taxonomies that are tried out before they are saved. Each person has one at a time. */
export class TaxonomyPreviewsStore {
  constructor(private readonly database: DataSource) {}

  /** @returns its id; an earlier one of this person is dropped */
  async ask(body: Taxonomy, userId: string): Promise<string> {
    return this.database.transaction(async (transaction) => {
      await transaction.query(
        `UPDATE taxonomy_preview SET state = 'dropped' WHERE user_id = $1 AND state = 'running'`,
        [userId],
      );
      const [row] = await transaction.query<[{ id: string }]>(
        `INSERT INTO taxonomy_preview (user_id, body, total)
         VALUES ($1, $2, (SELECT count(*) FROM reading)) RETURNING id`,
        [userId, JSON.stringify(body)],
      );
      return row.id;
    });
  }

  /**
   * Quotes of what was erased since are left out.
   *
   * @returns null when this person has no such preview
   */
  async find(id: string, userId: string): Promise<StoredPreview | null> {
    const [row] = await this.database.query<StoredPreview[]>(
      `SELECT id, state, done, total, CASE WHEN effect IS NOT NULL THEN jsonb_set(effect, '{samples}', (
                SELECT coalesce(jsonb_agg(sample ORDER BY place), '[]')
                  FROM jsonb_array_elements(effect -> 'samples') WITH ORDINALITY AS each(sample, place)
                  JOIN mention ON mention.id = (sample ->> 'mentionId')::bigint AND erased_at IS NULL)) END AS effect
         FROM taxonomy_preview WHERE id = $1 AND user_id = $2`,
      [id, userId],
    );
    return row ?? null;
  }

  /** @returns null when nobody waits for it any more */
  async body(id: string): Promise<Taxonomy | null> {
    const [row] = await this.database.query<{ body: Taxonomy }[]>(
      `SELECT body FROM taxonomy_preview WHERE id = $1 AND state = 'running'`,
      [id],
    );
    return row?.body ?? null;
  }

  /** @returns false when nobody waits for it any more */
  async went(id: string, done: number): Promise<boolean> {
    const [, kept] = await this.database.query<[unknown, number]>(
      `UPDATE taxonomy_preview SET done = $2 WHERE id = $1 AND state = 'running'`,
      [id, done],
    );
    return kept > 0;
  }

  async end(id: string, effect: TaxonomyEffect | null): Promise<void> {
    const json = effect === null ? null : JSON.stringify(effect);
    await this.database.query(
      `UPDATE taxonomy_preview SET state = CASE WHEN $2::jsonb IS NULL THEN 'failed' ELSE 'done' END, effect = $2
        WHERE id = $1 AND state = 'running'`,
      [id, json],
    );
    await announce(this.database, 'topics', []);
  }

  /** Their quotes are not kept for longer than somebody looks at them. */
  async forget(minutes: number): Promise<void> {
    await this.database.query(
      `DELETE FROM taxonomy_preview WHERE at < now() - $1 * interval '1 minute'`,
      [minutes],
    );
  }
}
