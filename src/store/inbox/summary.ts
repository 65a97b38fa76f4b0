import type { InboxStatus } from '../../domain/mention.js';
import type { Reason } from '../../domain/priority.js';
import type { ComplaintLabel, SentimentLabel } from '../../domain/reading.js';
import { IS_CORRECTED } from '../labels-in-force.js';

export interface StoredAuthor {
  readonly id: string;
  readonly name: string | null;
  readonly handle: string | null;
  readonly url: string | null;
  readonly ours: boolean;
}

/** A mention as a row of a list. */
export interface StoredSummary {
  readonly id: string;
  readonly sourceId: string;
  readonly sourceName: string;
  readonly sourceKind: string;
  readonly monitors: { id: string; name: string }[];
  readonly author: StoredAuthor | null;
  readonly url: string | null;
  readonly title: string | null;
  readonly excerpt: string;
  readonly rating: number | null;
  readonly publishedAt: Date | null;
  readonly fetchedAt: Date;
  readonly goneAt: Date | null;
  readonly erasedAt: Date | null;
  readonly status: InboxStatus;
  readonly complaint: ComplaintLabel | null;
  readonly sentiment: SentimentLabel | null;
  readonly topics: string[];
  readonly corrected: boolean;
  /** 0..100; null until it was triaged. */
  readonly priority: number | null;
  readonly reasons: Reason[];
  readonly taskId: string | null;
  readonly version: number;
}

/** An address that a browser may be sent to; a place can write anything there. */
const webAddress = (column: string): string =>
  `CASE WHEN ${column} ~* '^https?://' THEN ${column} END`;

/**
 * The author of alias `a` as JSON, null without one.
 *
 * @param monitor alias of the monitor whose own accounts count
 */
export const authorOf = (monitor: string): string =>
  `CASE WHEN a.id IS NOT NULL THEN jsonb_build_object(
     'id', a.id::text, 'name', a.name, 'handle', a.handle, 'url', ${webAddress('a.url')},
     'ours', coalesce(lower(a.handle) = ANY(${monitor}.own_accounts), false)) END`;

/** Columns of a StoredSummary, of the aliases that `summaryTables` makes. */
export const SUMMARY_COLUMNS = `
  m.id, m.source_id AS "sourceId", s.name AS "sourceName", s.kind AS "sourceKind",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', heard.id::text, 'name', heard.name)
            ORDER BY array_position(m.monitor_ids, heard.id)), '[]')
     FROM monitor heard WHERE heard.id = ANY(m.monitor_ids)) AS monitors,
  ${authorOf('monitor')} AS author,
  ${webAddress('m.url')} AS url, m.title, left(m.text, 280) AS excerpt, m.rating,
  m.published_at AS "publishedAt", m.fetched_at AS "fetchedAt",
  m.gone_at AS "goneAt", m.erased_at AS "erasedAt", m.status, m.complaint, m.sentiment,
  m.topics, ${IS_CORRECTED} AS corrected,
  CASE WHEN m.actionable_at IS NOT NULL THEN m.priority END AS priority, m.reasons,
  m.task_id AS "taskId", m.version`;

/**
 * The tables that a summary is made of, for a `FROM`.
 *
 * @param mentions rows with all columns of a mention
 */
export const summaryTables = (mentions = 'mention'): string => `
  ${mentions} m JOIN source s ON s.id = m.source_id LEFT JOIN author a ON a.id = m.author_id
  LEFT JOIN monitor ON monitor.id = m.monitor_ids[1]`;
