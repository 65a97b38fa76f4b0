import type { DataSource, EntityManager } from 'typeorm';
import type { Reading } from '../../domain/reading.js';
import type { Correctable } from '../../domain/teaching.js';
import { historyOf, type HistoryLine } from '../audit.store.js';
import { COUNTS_FOR, GIVEN, IN_FORCE } from '../labels-in-force.js';
import { SUMMARY_COLUMNS, summaryTables, type StoredSummary } from './summary.js';

export interface StoredCorrection {
  readonly label: Correctable;
  readonly value: unknown;
  /** Said of an exact copy of it. */
  readonly ofCopy: boolean;
  readonly by: string;
  readonly at: Date;
}

/** Everything that is known of one mention. */
export interface StoredDetail extends StoredSummary {
  readonly text: string;
  readonly updatedAt: Date | null;
  readonly fetchableAt: Date | null;
  readonly actionableAt: Date | null;
  readonly reading: Reading | null;
  /** What is in force of the labels that a list does not show: people's word, else the reading's. */
  readonly labels: Pick<Reading, 'touchpoint' | 'effort' | 'leaving' | 'urgency'>;
  readonly corrections: StoredCorrection[];
  readonly revisions: { title: string | null; text: string; seenAt: Date }[];
  readonly matchedBecause: { monitor: string; why: string }[];
  readonly earlier: StoredSummary[];
  readonly history: HistoryLine[];
}

const MOST_EARLIER = 10;

type Row = Omit<StoredDetail, 'corrections' | 'revisions' | 'earlier' | 'history'>;

/** One mention with all that belongs to it. */
export class MentionDetailStore {
  constructor(private readonly database: DataSource) {}

  /** @returns null when there is no such mention */
  find(id: string): Promise<StoredDetail | null> {
    // All of one moment: a change that comes in between must not show in one half of the answer.
    return this.database.transaction('REPEATABLE READ', async (transaction) => {
      const [row] = await transaction.query<Row[]>(
        `SELECT ${SUMMARY_COLUMNS}, m.text, m.updated_at AS "updatedAt", r.reading,
                jsonb_build_object('touchpoint', ${IN_FORCE.touchpoint}, 'effort', ${IN_FORCE.effort},
                  'leaving', ${IN_FORCE.leaving}, 'urgency', ${IN_FORCE.urgency}) AS labels,
                m.fetchable_at AS "fetchableAt", m.actionable_at AS "actionableAt",
                (SELECT coalesce(jsonb_agg(jsonb_build_object('monitor', heard.name, 'why', because.why)
                          ORDER BY because.place), '[]')
                   FROM unnest(m.monitor_ids, m.matched_because) WITH ORDINALITY AS because(id, why, place)
                   JOIN monitor heard ON heard.id = because.id) AS "matchedBecause"
           FROM ${summaryTables()} LEFT JOIN reading r ON r.mention_id = m.id
           LEFT JOIN ${GIVEN} WHERE m.id = $1`,
        [id],
      );
      if (!row) return null;
      return {
        ...row,
        corrections: await correctionsOf(transaction, id),
        revisions: await revisionsOf(transaction, id),
        earlier: row.author ? await earlierOf(transaction, id, row.author.id) : [],
        history: await historyOf(transaction, 'mention', id),
      };
    });
  }
}

function correctionsOf(database: EntityManager, id: string): Promise<StoredCorrection[]> {
  return database.query<StoredCorrection[]>(
    `SELECT DISTINCT ON (label) label, value, u.name AS by, at, c.mention_id <> m.id AS "ofCopy"
       FROM mention m JOIN correction c ON ${COUNTS_FOR} JOIN app_user u ON u.id = c.user_id
      WHERE m.id = $1 ORDER BY label, at DESC, c.mention_id = m.id DESC`,
    [id],
  );
}

function revisionsOf(database: EntityManager, id: string): Promise<StoredDetail['revisions']> {
  return database.query<StoredDetail['revisions']>(
    `SELECT title, text, replaced_at AS "seenAt" FROM mention_revision
      WHERE mention_id = $1 ORDER BY id DESC`,
    [id],
  );
}

function earlierOf(
  database: EntityManager,
  id: string,
  authorId: string,
): Promise<StoredSummary[]> {
  return database.query<StoredSummary[]>(
    `SELECT ${SUMMARY_COLUMNS} FROM ${summaryTables()} WHERE m.author_id = $1 AND m.id <> $2
      ORDER BY m.occurred_at DESC LIMIT ${MOST_EARLIER}`,
    [authorId, id],
  );
}
