import type { DataSource } from 'typeorm';
import type { Vocabulary } from '../../domain/inbox-query.js';
import { pageOf } from '../cursor.js';
import { InboxCounts, type Counts } from './counts.js';
import { isNarrowed, seek, vocabularyIn, type MentionFilter, type Sought } from './filter.js';
import {
  hitsStatement,
  setStatement,
  walkStatement,
  type Listing,
  type Statement,
} from './list-statement.js';
import type { StoredSummary } from './summary.js';
import type { Asker } from './vocabulary.js';

export type { MentionFilter } from './filter.js';
export type { Counts } from './counts.js';

export type MentionListing = MentionFilter & Listing;

/**
 * What PostgreSQL expects to cost no more than this, by its own measure of about one per row, is fetched
 * all and sorted; what costs more is so much that the list is gone along.
 */
const CHEAP = 10_000;
/** Rows looked at along the list before all matches are fetched after all. */
const BUDGET = 8_000;
/** Counting ends here. */
const MOST_COUNTED = 20_000;

/** Mentions as people see them. Only those that were triaged once are in the inbox. */
export class InboxStore {
  private readonly tally: InboxCounts;

  constructor(private readonly database: DataSource) {
    this.tally = new InboxCounts(database);
  }

  /**
   * @throws BadCursor when the cursor is not of this order
   * @throws BadQuery when the search has faults
   */
  async list(
    listing: MentionListing,
    asker: Pick<Asker, 'userId'>,
  ): Promise<{ items: StoredSummary[]; next: string | null }> {
    const { sort, folded, limit, cursor, ...filter } = listing;
    const sought = await seek(this.database, filter, asker);
    const rows = await this.rows(sought, { sort, folded, limit, cursor });
    const page = pageOf(rows, limit, ({ key, id }) => ({ order: sort, key, id }));
    return { items: page.items.map(({ key: _key, ...summary }) => summary), next: page.next };
  }

  /** How many match, counted up to a limit. @throws BadQuery when the search has faults */
  async count(
    filter: MentionFilter & { readonly folded: boolean },
    asker: Pick<Asker, 'userId'>,
  ): Promise<{ count: number; atLeast: boolean }> {
    const { folded, ...rest } = filter;
    const sought = await seek(this.database, rest, asker);
    if (folded && !isNarrowed(sought))
      return { count: await this.tally.ofStatuses(sought.status), atLeast: false };
    const listing = { sort: 'priority', folded, limit: 0 } as const;
    const { sql, params } = hitsStatement(sought, listing, MOST_COUNTED + 1);
    const [{ count }] = await this.database.query<[{ count: number }]>(
      `SELECT count(*)::int AS count FROM (${sql}) hit`,
      params,
    );
    return { count: Math.min(count, MOST_COUNTED), atLeast: count > MOST_COUNTED };
  }

  /** The names that a search may use. @throws BadQuery when there is no such time zone */
  vocabulary(asker: Asker): Promise<Vocabulary> {
    return vocabularyIn(this.database, asker);
  }

  counts(userId: string | null = null): Promise<Counts> {
    return this.tally.counts(userId);
  }

  private async rows(sought: Sought, listing: Listing): Promise<Row[]> {
    if (!isNarrowed(sought)) return this.run(walkStatement(sought, listing, null));
    const cost = await this.costOf(hitsStatement(sought, listing, null));
    if (cost > CHEAP) {
      const rows = await this.run(walkStatement(sought, listing, BUDGET));
      // A page that is full is right. One that is not may have ended with the budget.
      if (rows.length > listing.limit) return rows;
    }
    return this.run(setStatement(sought, listing));
  }

  private run({ sql, params }: Statement): Promise<Row[]> {
    return this.database.query<Row[]>(sql, params);
  }

  /** What PostgreSQL expects it to cost, by what it knows of the frequency of words and labels. */
  private async costOf({ sql, params }: Statement): Promise<number> {
    const [row] = await this.database.query<
      [{ 'QUERY PLAN': [{ Plan: { 'Total Cost': number } }] }]
    >(`EXPLAIN (FORMAT JSON) ${sql}`, params);
    return row['QUERY PLAN'][0].Plan['Total Cost'];
  }
}

type Row = StoredSummary & { readonly key: string };
