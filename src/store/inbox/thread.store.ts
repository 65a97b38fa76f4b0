import type { DataSource } from 'typeorm';
import { SUMMARY_COLUMNS, summaryTables, type StoredSummary } from './summary.js';

export interface StoredThread {
  readonly items: {
    mention: StoredSummary;
    depth: number;
    relation: 'above' | 'sibling' | 'self' | 'below';
  }[];
  readonly startsElsewhere: boolean;
  readonly cut: boolean;
}

/** Posts above it that are followed. */
const MOST_ABOVE = 20;
/** Answers beside it, before it and after it each. */
const MOST_BESIDE = 20;
/** Answers to it, and how deep they are followed. */
const MOST_BELOW = 100;
const DEEPEST_BELOW = 6;

/** One post as far as its place in a thread goes. */
interface Spot {
  readonly id: string;
  readonly externalId: string;
  readonly parentId: string | null;
}

interface Around {
  readonly above: Spot[];
  readonly beside: { id: string; before: boolean }[];
  readonly below: Spot[];
}

const SPOT = `id, external_id AS "externalId", parent_external_id AS "parentId"`;

/** What was said around a mention at its place, as far as it is stored here. */
export class ThreadStore {
  constructor(private readonly database: DataSource) {}

  /** @returns null when there is no such mention */
  find(id: string): Promise<StoredThread | null> {
    return this.database.transaction('REPEATABLE READ', async (transaction) => {
      const above = await transaction.query<Spot[]>(ABOVE, [id]);
      const [self] = above;
      if (!self) return null;
      const beside = await transaction.query<Around['beside']>(BESIDE, [id]);
      const below = await transaction.query<Spot[]>(BELOW, [id]);
      const order = inOrder(self, { above: above.slice(1).toReversed(), beside, below });
      const ids = order.map((it) => it.id);
      const rows = await transaction.query<StoredSummary[]>(
        `SELECT ${SUMMARY_COLUMNS} FROM ${summaryTables()} WHERE m.id = ANY($1::bigint[])`,
        [ids],
      );
      const byId = new Map(rows.map((row) => [row.id, row]));
      const items = order.flatMap(({ id: each, ...place }) => {
        const mention = byId.get(each);
        return mention ? [{ mention, ...place }] : [];
      });
      const full = (before: boolean): boolean =>
        beside.filter((it) => it.before === before).length === MOST_BESIDE;
      return {
        items,
        startsElsewhere: (above.at(-1)?.parentId ?? null) !== null,
        cut: full(true) || full(false) || below.length === MOST_BELOW,
      };
    });
  }
}

/** A place may say that a post answers itself, or make a circle of several. */
const ABOVE = `
  WITH RECURSIVE up AS (
    SELECT id, source_id, external_id, parent_external_id, 0 AS height FROM mention WHERE id = $1
    UNION ALL
    SELECT parent.id, parent.source_id, parent.external_id, parent.parent_external_id, up.height + 1
      FROM up JOIN mention parent
        ON parent.source_id = up.source_id AND parent.external_id = up.parent_external_id
     WHERE up.height < ${MOST_ABOVE}
  ) CYCLE id SET met USING path
  SELECT ${SPOT} FROM up WHERE NOT met ORDER BY height`;

const beside = (compare: '<' | '>', order: 'ASC' | 'DESC'): string => `
  (SELECT other.id, ${compare === '<'} AS before, other.occurred_at FROM mention self JOIN mention other
       ON other.source_id = self.source_id AND other.parent_external_id = self.parent_external_id
    WHERE self.id = $1 AND other.external_id <> other.parent_external_id
      AND (other.occurred_at, other.id) ${compare} (self.occurred_at, self.id)
    ORDER BY other.occurred_at ${order}, other.id ${order} LIMIT ${MOST_BESIDE})`;

const BESIDE = `SELECT id, before FROM (${beside('<', 'DESC')} UNION ALL ${beside('>', 'ASC')}) near
  ORDER BY occurred_at, id`;

const BELOW = `
  WITH RECURSIVE down AS (
    SELECT id, source_id, external_id, parent_external_id, occurred_at, 0 AS depth FROM mention WHERE id = $1
    UNION ALL
    SELECT child.id, child.source_id, child.external_id, child.parent_external_id, child.occurred_at, down.depth + 1
      FROM down JOIN mention child
        ON child.source_id = down.source_id AND child.parent_external_id = down.external_id
     WHERE down.depth < ${DEEPEST_BELOW}
  ) CYCLE id SET met USING path
  SELECT ${SPOT} FROM down WHERE NOT met AND depth > 0 ORDER BY depth, occurred_at, id LIMIT ${MOST_BELOW}`;

type Placed = { id: string } & Omit<StoredThread['items'][number], 'mention'>;

/** As one reads a thread: each post before its answers. */
function inOrder(self: Spot, { above, beside, below }: Around): Placed[] {
  const taken = new Set([self.id, ...above.map(({ id }) => id)]);
  const depth = above.length;
  const answers = (to: Spot, at: number): Placed[] =>
    below
      .filter(({ id, parentId }) => parentId === to.externalId && !taken.has(id))
      .flatMap((spot): Placed[] => {
        taken.add(spot.id);
        return [{ id: spot.id, depth: at, relation: 'below' }, ...answers(spot, at + 1)];
      });
  const siblings = (before: boolean): Placed[] =>
    beside
      .filter((it) => it.before === before && !taken.has(it.id))
      .map(({ id }) => ({ id, depth, relation: 'sibling' }));
  return [
    ...above.map(({ id }, at): Placed => ({ id, depth: at, relation: 'above' })),
    ...siblings(true),
    { id: self.id, depth, relation: 'self' },
    ...answers(self, depth + 1),
    ...siblings(false),
  ];
}
