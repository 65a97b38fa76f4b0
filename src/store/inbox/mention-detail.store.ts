import type { DataSource } from 'typeorm';
import type { Reading } from '../../domain/reading.js';
import { historyOf, type HistoryLine } from '../audit.store.js';
import { SUMMARY_COLUMNS, summaryTables, type StoredSummary } from './summary.js';

export interface StoredCorrection {
  readonly label: 'complaint' | 'sentiment' | 'topics';
  readonly value: unknown;
  readonly by: string;
  readonly at: Date;
}

/** Everything that is known of one mention. */
export interface StoredDetail extends StoredSummary {
  readonly text: string;
  readonly updatedAt: Date | null;
  readonly reading: Reading | null;
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
  async find(id: string): Promise<StoredDetail | null> {
    const [row] = await this.database.query<Row[]>(
      `SELECT ${SUMMARY_COLUMNS}, m.text, m.updated_at AS "updatedAt", r.reading,
              (SELECT coalesce(jsonb_agg(jsonb_build_object('monitor', heard.name, 'why', because.why)
                        ORDER BY because.place), '[]')
                 FROM unnest(m.monitor_ids, m.matched_because) WITH ORDINALITY AS because(id, why, place)
                 JOIN monitor heard ON heard.id = because.id) AS "matchedBecause"
         FROM ${summaryTables()} LEFT JOIN reading r ON r.mention_id = m.id WHERE m.id = $1`,
      [id],
    );
    if (!row) return null;
    const [corrections, revisions, earlier, history] = await Promise.all([
      this.corrections(id),
      this.revisions(id),
      row.author ? this.earlier(id, row.author.id) : [],
      historyOf(this.database, 'mention', id),
    ]);
    return { ...row, corrections, revisions, earlier, history };
  }

  private corrections(id: string): Promise<StoredCorrection[]> {
    return this.database.query<StoredCorrection[]>(
      `SELECT label, value, u.name AS by, at FROM correction JOIN app_user u ON u.id = user_id
        WHERE mention_id = $1 ORDER BY label`,
      [id],
    );
  }

  private revisions(id: string): Promise<StoredDetail['revisions']> {
    return this.database.query<StoredDetail['revisions']>(
      `SELECT title, text, replaced_at AS "seenAt" FROM mention_revision
        WHERE mention_id = $1 ORDER BY id DESC`,
      [id],
    );
  }

  private earlier(id: string, authorId: string): Promise<StoredSummary[]> {
    return this.database.query<StoredSummary[]>(
      `SELECT ${SUMMARY_COLUMNS} FROM ${summaryTables()} WHERE m.author_id = $1 AND m.id <> $2
        ORDER BY m.occurred_at DESC LIMIT ${MOST_EARLIER}`,
      [authorId, id],
    );
  }
}
