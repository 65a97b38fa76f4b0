import type { DataSource } from 'typeorm';
import { IS_CORRECTED } from '../labels-in-force.js';
import { conditionsOf } from './conditions.js';
import { seek, type MentionFilter } from './filter.js';

/** A mention with its labels in force, flat, for other programs. Times are ISO 8601 in UTC. */
export interface ExportedMention {
  readonly id: string;
  readonly source: string;
  readonly sourceKind: string;
  readonly externalId: string;
  readonly url: string | null;
  readonly author: string | null;
  readonly title: string | null;
  readonly text: string;
  readonly rating: number | null;
  readonly language: string | null;
  readonly publishedAt: string | null;
  readonly fetchedAt: string;
  readonly monitors: string[];
  readonly status: string;
  readonly complaint: string | null;
  readonly sentiment: string | null;
  readonly topics: string[];
  readonly corrected: boolean;
  readonly priority: number | null;
  readonly taskId: string | null;
  readonly model: string | null;
}

const utc = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Mentions for other programs, oldest first, a page at a time so that any number fits in memory. */
export class ExportStore {
  constructor(private readonly database: DataSource) {}

  async count(filter: MentionFilter): Promise<number> {
    const { where, params } = await this.where(filter);
    const [{ count }] = await this.database.query<[{ count: number }]>(
      `SELECT count(*)::int AS count FROM mention m WHERE ${where}`,
      params,
    );
    return count;
  }

  /** @param pageSize rows in memory at a time */
  async *pages(filter: MentionFilter, pageSize: number): AsyncGenerator<ExportedMention[]> {
    for (let after = '0'; ;) {
      const page = await this.page(filter, after, pageSize);
      const last = page.at(-1);
      if (!last) return;
      yield page;
      after = last.id;
    }
  }

  private async page(
    filter: MentionFilter,
    after: string,
    limit: number,
  ): Promise<ExportedMention[]> {
    const { where, params } = await this.where(filter);
    const [afterName, limitName] = [`$${params.length + 1}`, `$${params.length + 2}`];
    return this.database.query<ExportedMention[]>(
      `SELECT m.id, s.name AS source, s.kind AS "sourceKind", m.external_id AS "externalId", m.url,
              coalesce(a.handle, a.name) AS author, m.title, m.text, m.rating, m.language,
              ${utc('m.published_at')} AS "publishedAt", ${utc('m.fetched_at')} AS "fetchedAt",
              ARRAY(SELECT name FROM monitor WHERE id = ANY(m.monitor_ids)
                     ORDER BY array_position(m.monitor_ids, id)) AS monitors,
              m.status, m.complaint, m.sentiment, m.topics,
              ${IS_CORRECTED} AS corrected,
              CASE WHEN m.actionable_at IS NOT NULL THEN m.priority END AS priority,
              m.task_id AS "taskId", r.model
         FROM mention m JOIN source s ON s.id = m.source_id LEFT JOIN author a ON a.id = m.author_id
         LEFT JOIN reading r ON r.mention_id = m.id
        WHERE ${where} AND m.id > ${afterName} ORDER BY m.id LIMIT ${limitName}`,
      [...params, after, limit],
    );
  }

  private async where(filter: MentionFilter): Promise<{ where: string; params: unknown[] }> {
    const sought = await seek(this.database, filter, { userId: null });
    const params: unknown[] = [];
    const conditions = conditionsOf(sought, (value) => `$${params.push(value)}`);
    return { where: ['true', ...conditions].join(' AND '), params };
  }
}
