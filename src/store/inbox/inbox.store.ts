import type { DataSource } from 'typeorm';
import type { InboxStatus } from '../../domain/mention.js';
import type { ComplaintLabel, SentimentLabel } from '../../domain/reading.js';
import { pageOf, readCursor } from '../cursor.js';
import { searchFor } from './search.js';
import { SUMMARY_COLUMNS, summaryTables, type StoredSummary } from './summary.js';

export interface MentionFilter {
  readonly status?: readonly InboxStatus[] | undefined;
  readonly complaint?: readonly ComplaintLabel[] | undefined;
  readonly sentiment?: readonly SentimentLabel[] | undefined;
  readonly topic?: string | undefined;
  readonly source?: string | undefined;
  readonly monitor?: string | undefined;
  readonly author?: string | undefined;
  /** Words that the title or text holds; the last may be the beginning of one. */
  readonly q?: string | undefined;
  /** Posted at or after; ISO 8601. */
  readonly from?: string | undefined;
  /** Posted before; ISO 8601. */
  readonly to?: string | undefined;
}

export interface MentionListing extends MentionFilter {
  readonly sort: 'priority' | 'newest';
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Counts {
  readonly byStatus: Record<InboxStatus, number>;
  readonly inPipeline: number;
}

const ORDERS = {
  priority: {
    column: 'm.priority',
    key: 'm.priority::text',
    value: (name: string) => `${name}::bigint`,
  },
  newest: {
    column: 'm.occurred_at',
    // Microseconds, as PostgreSQL has them: a rounded time would skip or repeat rows.
    key: `(extract(epoch FROM m.occurred_at) * 1000000)::bigint::text`,
    value: (name: string) => `timestamptz 'epoch' + ${name}::bigint * interval '1 microsecond'`,
  },
} as const;

/** Mentions as people see them. Only those that were triaged once are in the inbox. */
export class InboxStore {
  constructor(private readonly database: DataSource) {}

  /** @throws BadCursor when the cursor is not of this order */
  async list(listing: MentionListing): Promise<{ items: StoredSummary[]; next: string | null }> {
    const { sql, params } = listStatement(listing);
    const rows = await this.database.query<(StoredSummary & { key: string })[]>(sql, params);
    const page = pageOf(rows, listing.limit, ({ key, id }) => ({ order: listing.sort, key, id }));
    return { items: page.items.map(({ key: _key, ...summary }) => summary), next: page.next };
  }

  /**
   * How many mentions have each status. Read from the index `mention_inbox` alone; those that are
   * still on their way, few and in an index of their own, are taken off.
   */
  async counts(): Promise<Counts> {
    const rows = await this.database.query<{ status: InboxStatus; all: number; coming: number }[]>(
      `WITH coming AS (
         SELECT status, count(*)::int AS coming FROM mention
          WHERE stage <> 'triaged' AND actionable_at IS NULL GROUP BY status)
       SELECT status, count(*)::int AS all, coalesce(max(coming.coming), 0) AS coming
         FROM mention LEFT JOIN coming USING (status) GROUP BY status`,
    );
    const byStatus: Record<InboxStatus, number> = { new: 0, doing: 0, done: 0, dismissed: 0 };
    for (const { status, all, coming } of rows) byStatus[status] = all - coming;
    return { byStatus, inPipeline: rows.reduce((sum, { coming }) => sum + coming, 0) };
  }
}

/** The statement of a list and its parameters, apart from its running so that its plan can be read. */
export function listStatement(listing: MentionListing): { sql: string; params: unknown[] } {
  const order = ORDERS[listing.sort];
  const params: unknown[] = [];
  const parameter = (value: unknown): string => `$${params.push(value)}`;
  const conditions = ['m.actionable_at IS NOT NULL', ...conditionsOf(listing, parameter)];
  if (listing.cursor !== undefined) {
    const { key, id } = readCursor(listing.cursor, listing.sort);
    const [after, afterId] = [parameter(key), parameter(id)];
    conditions.push(`(${order.column}, m.id) < (${order.value(after)}, ${afterId}::bigint)`);
  }
  const sql = `
    WITH page AS (
      SELECT m.*, ${order.key} AS key, ${order.column} AS rank FROM mention m
       WHERE ${conditions.join(' AND ')}
       ORDER BY ${order.column} DESC, m.id DESC LIMIT ${parameter(listing.limit + 1)})
    SELECT ${SUMMARY_COLUMNS}, m.key FROM ${summaryTables('page')} ORDER BY m.rank DESC, m.id DESC`;
  return { sql, params };
}

/** Conditions on alias `m` for all that is given. */
export function conditionsOf(
  filter: MentionFilter,
  parameter: (value: unknown) => string,
): string[] {
  const conditions: string[] = [];
  const when = (value: unknown, condition: (name: string) => string): void => {
    if (value !== undefined) conditions.push(condition(parameter(value)));
  };
  // One status alone lets the index give the rows in order.
  const [status, ...more] = filter.status ?? [];
  if (more.length === 0) when(status, (name) => `m.status = ${name}`);
  else when(filter.status, (name) => `m.status = ANY(${name})`);
  when(filter.complaint, (name) => `m.complaint = ANY(${name})`);
  when(filter.sentiment, (name) => `m.sentiment = ANY(${name})`);
  when(filter.topic, (name) => `${name} = ANY(m.topics)`);
  when(filter.source, (name) => `m.source_id = ${name}`);
  when(filter.monitor, (name) => `${name}::bigint = ANY(m.monitor_ids)`);
  when(filter.author, (name) => `m.author_id = ${name}`);
  when(filter.from, (name) => `m.occurred_at >= ${name}::timestamptz`);
  when(filter.to, (name) => `m.occurred_at < ${name}::timestamptz`);
  const typed = filter.q?.trim();
  if (typed) {
    const search = searchFor(typed);
    if (search === null) conditions.push('false');
    else
      conditions.push(
        `m.id IN (SELECT mention_id FROM search_entry WHERE words @@ to_tsquery('simple', ${parameter(search)}))`,
      );
  }
  return conditions;
}
