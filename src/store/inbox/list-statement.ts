import { readCursor } from '../cursor.js';
import { INBOX_STATUSES, type InboxStatus } from '../../domain/mention.js';
import type { Parameter, Way } from './asked-conditions.js';
import { conditionsOf } from './conditions.js';
import { asksForCopies, type Sought } from './filter.js';
import { SUMMARY_COLUMNS, summaryTables } from './summary.js';

export type Sort = 'priority' | 'newest' | 'oldest' | 'due' | 'returning';

export interface Listing {
  readonly sort: Sort;
  /** Copies stand under the first of them, not beside it. */
  readonly folded: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Statement {
  readonly sql: string;
  readonly params: unknown[];
}

interface Order {
  readonly column: string;
  readonly descending: boolean;
  /** As text, for the cursor. */
  readonly key: string;
  readonly value: (name: string) => string;
  /** What the order is of. */
  readonly where: readonly string[];
  readonly statuses: readonly InboxStatus[];
}

const byTime = (
  column: string,
  descending: boolean,
  where: readonly string[] = [],
  statuses: readonly InboxStatus[] = INBOX_STATUSES,
): Order => ({
  column,
  descending,
  // Microseconds, as PostgreSQL has them: a rounded time would skip or repeat rows.
  key: `(extract(epoch FROM ${column}) * 1000000)::bigint::text`,
  value: (name) => `timestamptz 'epoch' + ${name}::bigint * interval '1 microsecond'`,
  where,
  statuses,
});

const ORDERS: Readonly<Record<Sort, Order>> = {
  priority: {
    column: 'm.priority',
    descending: true,
    key: 'm.priority::text',
    value: (name) => `${name}::bigint`,
    where: [],
    statuses: INBOX_STATUSES,
  },
  newest: byTime('m.occurred_at', true),
  oldest: byTime('m.occurred_at', false),
  due: byTime('m.due_at', false, ['m.due_at IS NOT NULL'], ['new', 'doing', 'waiting']),
  returning: byTime('m.waiting_until', false, [], ['waiting']),
};

class Parameters {
  readonly values: unknown[] = [];
  readonly add: Parameter = (value) => `$${this.values.push(value)}`;
}

/** In the inbox, of what the list is of, and from where the page before ended. */
function outline(
  sought: Sought,
  { sort, folded, cursor }: Listing,
  parameter: Parameter,
): string[] {
  const { column, descending, value, where } = ORDERS[sort];
  const conditions = [...inInbox(sought, folded), ...where];
  if (cursor !== undefined) {
    const { key, id } = readCursor(cursor, sort);
    const [after, afterId] = [parameter(key), parameter(id)];
    conditions.push(
      `(${column}, m.id) ${descending ? '<' : '>'} (${value(after)}, ${afterId}::bigint)`,
    );
  }
  return conditions;
}

/** Copies that are asked for by name are not folded away. */
function inInbox(sought: Sought, folded: boolean): string[] {
  const hidden = folded && !asksForCopies(sought);
  return ['m.actionable_at IS NOT NULL', ...(hidden ? ['m.copy_of IS NULL'] : [])];
}

/** The condition on alias `m` of all that a list shows, page after page. */
export const matchCondition = (sought: Sought, folded: boolean, parameter: Parameter): string =>
  [...inInbox(sought, folded), ...conditionsOf(sought, parameter)].join(' AND ');

/** Of the statuses that are asked for, those that the order knows: one condition, which an index holds. */
function within(sought: Sought, { sort }: Listing): Sought {
  const { statuses } = ORDERS[sort];
  if (statuses === INBOX_STATUSES) return sought;
  const status = sought.status?.filter((it) => statuses.includes(it)) ?? statuses;
  return { ...sought, status };
}

const orderBy = ({ descending }: Order, rank: string, id: string): string =>
  `ORDER BY ${rank} ${descending ? 'DESC' : 'ASC'}, ${id} ${descending ? 'DESC' : 'ASC'}`;

/** The rows of a page as summaries with the key of their place. @param page rows `id, rank` */
function summaries(page: string, order: Order): string {
  return `WITH page AS (${page})
    SELECT ${SUMMARY_COLUMNS}, ${order.key} AS key
      FROM page JOIN ${summaryTables()} ON m.id = page.id ${orderBy(order, 'page.rank', 'page.id')}`;
}

/**
 * A page by going along the order of the list until it is full. What is asked for is looked up row by
 * row, of at most `budget` rows; null: however many it takes.
 */
export function walkStatement(sought: Sought, listing: Listing, budget: number | null): Statement {
  const { values, add } = new Parameters();
  const order = ORDERS[listing.sort];
  const { status, complaint, ...rest } = within(sought, listing);
  const base = outline(sought, listing, add);
  // These stand in the indexes that are gone along.
  base.push(...conditionsOf({ ...NOTHING, status, complaint }, add));
  const asked = conditionsOf(rest, add, 'row');
  const sorted = orderBy(order, order.column, 'm.id');
  const along =
    budget === null
      ? `FROM mention m WHERE ${[...base, ...asked].join(' AND ')} ${sorted}`
      : `FROM (SELECT * FROM mention m WHERE ${base.join(' AND ')} ${sorted} LIMIT ${add(budget)}) m
          WHERE ${['true', ...asked].join(' AND ')} ${sorted}`;
  const page = `SELECT m.id, ${order.column} AS rank ${along} LIMIT ${add(listing.limit + 1)}`;
  return { sql: summaries(page, order), params: values };
}

const NOTHING: Sought = { condition: null, me: null };

/** A page by finding all that match first, and then the first of them. For what matches few. */
export function setStatement(sought: Sought, listing: Listing): Statement {
  const { values, add } = new Parameters();
  const order = ORDERS[listing.sort];
  const hits = hitsOf(sought, listing, add, 'set');
  const page = `SELECT id, rank FROM hit ${orderBy(order, 'rank', 'id')} LIMIT ${add(listing.limit + 1)}`;
  const sql = `WITH hit AS MATERIALIZED (SELECT m.id, ${order.column} AS rank ${hits}), ${summaries(page, order).slice('WITH '.length)}`;
  return { sql, params: values };
}

/** All that match, to be estimated or counted. @param most rows at most; null: all */
export function hitsStatement(sought: Sought, listing: Listing, most: number | null): Statement {
  const { values, add } = new Parameters();
  const limit = most === null ? '' : `LIMIT ${add(most)}`;
  return { sql: `SELECT m.id ${hitsOf(sought, listing, add, 'set')} ${limit}`, params: values };
}

function hitsOf(sought: Sought, listing: Listing, parameter: Parameter, way: Way): string {
  const conditions = [
    ...outline(sought, listing, parameter),
    ...conditionsOf(within(sought, listing), parameter, way),
  ];
  return `FROM mention m WHERE ${conditions.join(' AND ')}`;
}
