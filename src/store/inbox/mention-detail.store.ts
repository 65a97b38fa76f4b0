import type { DataSource, EntityManager } from 'typeorm';
import type { Query } from '../../domain/query.js';
import { wordsHeard } from '../../domain/query-words.js';
import type { Reading } from '../../domain/reading.js';
import type { Correctable } from '../../domain/teaching.js';
import { historyOf, type HistoryLine } from '../audit.store.js';
import { COUNTS_FOR, GIVEN, IN_FORCE } from '../labels-in-force.js';
import { LIVENESS, LOOK_TABLES, type StoredLiveness } from '../looks.js';
import { SUMMARY_COLUMNS, summaryTables, type StoredSummary } from './summary.js';

export interface StoredCorrection {
  readonly label: Correctable;
  readonly value: unknown;
  /** Said of an exact copy of it. */
  readonly ofCopy: boolean;
  readonly by: string;
  readonly at: Date;
}

export interface StoredMatch {
  readonly monitorId: string;
  readonly monitor: string;
  readonly why: string;
  readonly query: Query;
  /** As they stand in the title or text. */
  readonly words: string[];
}

/** Everything that is known of one mention. */
export interface StoredDetail extends StoredSummary {
  readonly text: string;
  readonly updatedAt: Date | null;
  readonly reading: Reading | null;
  readonly readAt: Date | null;
  /** What is in force of the labels that a list does not show: people's word, else the reading's. */
  readonly labels: Pick<Reading, 'touchpoint' | 'effort' | 'leaving' | 'urgency'>;
  readonly corrections: StoredCorrection[];
  readonly revisions: { title: string | null; text: string; seenAt: Date }[];
  readonly matchedBecause: StoredMatch[];
  readonly liveness: StoredLiveness;
  readonly inThread: boolean;
  readonly copyOf: string | null;
  readonly history: HistoryLine[];
}

type Row = Omit<StoredDetail, 'corrections' | 'revisions' | 'history' | 'matchedBecause'> & {
  readonly matchedBecause: Omit<StoredMatch, 'words'>[];
};

const MATCHED = `(
  SELECT coalesce(jsonb_agg(jsonb_build_object('monitorId', heard.id::text, 'monitor', heard.name,
            'why', because.why, 'query', jsonb_build_object('any', heard."any", 'all', heard."all", 'none', heard."none"))
            ORDER BY because.place), '[]')
    FROM unnest(m.monitor_ids, m.matched_because) WITH ORDINALITY AS because(id, why, place)
    JOIN monitor heard ON heard.id = because.id)`;

const IN_THREAD = `(m.parent_external_id IS NOT NULL OR EXISTS (
  SELECT FROM mention answer WHERE answer.source_id = m.source_id AND answer.parent_external_id = m.external_id))`;

/** One mention with all that belongs to it. */
export class MentionDetailStore {
  constructor(private readonly database: DataSource) {}

  /** @returns null when there is no such mention */
  find(id: string): Promise<StoredDetail | null> {
    // All of one moment: a change that comes in between must not show in one half of the answer.
    return this.database.transaction('REPEATABLE READ', async (transaction) => {
      const [row] = await transaction.query<Row[]>(
        `SELECT ${SUMMARY_COLUMNS}, m.text, m.updated_at AS "updatedAt", r.reading, r.read_at AS "readAt",
                jsonb_build_object('touchpoint', ${IN_FORCE.touchpoint}, 'effort', ${IN_FORCE.effort},
                  'leaving', ${IN_FORCE.leaving}, 'urgency', ${IN_FORCE.urgency}) AS labels,
                ${MATCHED} AS "matchedBecause", ${LIVENESS} AS liveness, ${IN_THREAD} AS "inThread",
                m.copy_of AS "copyOf"
           FROM ${summaryTables()} LEFT JOIN reading r ON r.mention_id = m.id
           LEFT JOIN ${GIVEN} ${LOOK_TABLES} WHERE m.id = $1`,
        [id],
      );
      if (!row) return null;
      return {
        ...row,
        matchedBecause: row.matchedBecause.map((match) => ({
          ...match,
          words: wordsHeard(match.query, row),
        })),
        corrections: await correctionsOf(transaction, id),
        revisions: await revisionsOf(transaction, id),
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
