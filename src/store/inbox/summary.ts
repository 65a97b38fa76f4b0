import type { DismissReason, InboxStatus, Want } from '../../domain/mention.js';
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
  readonly fetchableAt: Date | null;
  readonly fetchedAt: Date;
  readonly actionableAt: Date | null;
  readonly goneAt: Date | null;
  readonly erasedAt: Date | null;
  readonly status: InboxStatus;
  readonly waitingUntil: Date | null;
  readonly dismissedBecause: DismissReason | null;
  readonly owner: { id: string; name: string } | null;
  /** null when it ran out. `until` is ISO 8601. */
  readonly claim: { by: { id: string; name: string }; until: string } | null;
  readonly dueAt: Date | null;
  readonly want: Want | null;
  readonly ownLabels: string[];
  /** Others that are folded under it. */
  readonly copies: number;
  readonly notes: number;
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

/** A person of this alias of `app_user` as JSON, null without one. */
const personOf = (alias: string): string =>
  `CASE WHEN ${alias}.id IS NOT NULL THEN jsonb_build_object('id', ${alias}.id::text, 'name', ${alias}.name) END`;

/** Columns of a StoredSummary, of the aliases that `summaryTables` makes. */
export const SUMMARY_COLUMNS = `
  m.id, m.source_id AS "sourceId", s.name AS "sourceName", s.kind AS "sourceKind",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', heard.id::text, 'name', heard.name)
            ORDER BY array_position(m.monitor_ids, heard.id)), '[]')
     FROM monitor heard WHERE heard.id = ANY(m.monitor_ids)) AS monitors,
  ${authorOf('monitor')} AS author,
  ${webAddress('m.url')} AS url, m.title, left(m.text, 280) AS excerpt, m.rating,
  m.published_at AS "publishedAt", m.fetchable_at AS "fetchableAt", m.fetched_at AS "fetchedAt",
  m.actionable_at AS "actionableAt", m.waiting_until AS "waitingUntil",
  m.dismissed_because AS "dismissedBecause", m.due_at AS "dueAt", m.want, m.own_labels AS "ownLabels",
  ${personOf('owner')} AS owner,
  CASE WHEN m.claimed_until > now() THEN jsonb_build_object(
    'by', ${personOf('claimant')}, 'until', to_char(m.claimed_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS claim,
  (SELECT count(*)::int FROM mention folded WHERE folded.copy_of = m.id) AS copies,
  (SELECT count(*)::int FROM mention_note WHERE mention_id = m.id AND deleted_at IS NULL) AS notes,
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
  LEFT JOIN monitor ON monitor.id = m.monitor_ids[1]
  LEFT JOIN app_user owner ON owner.id = m.owner_id
  LEFT JOIN app_user claimant ON claimant.id = m.claimed_by`;
