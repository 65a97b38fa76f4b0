import type { DataSource } from 'typeorm';
import type { ProposalState, ProposedWeek } from '../domain/proposal.js';
import type { Touchpoint } from '../domain/reading.js';

/** A proposal as people see it. */
export interface StoredProposal {
  readonly id: string;
  readonly state: ProposalState;
  readonly name: string;
  readonly phrases: readonly string[];
  readonly mentions: number;
  readonly people: number;
  readonly weeks: readonly ProposedWeek[];
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  readonly topic: string | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  /** Of the mentions that are kept with it, most first. */
  readonly sources: readonly { name: string; mentions: number }[];
  /** Those nearest to its middle. */
  readonly quotes: readonly { mentionId: string; text: string; sourceName: string; at: Date }[];
  /** The touchpoint that most of them are about; null when none has one. */
  readonly touchpoint: Touchpoint | null;
}

const MOST = 50;
const QUOTES = 8;
const QUOTE_LENGTH = 400;

/** Its mentions that can still be shown, in their order. */
const KEPT = `
  SELECT m.id, m.text, m.title, s.name AS source_name, m.occurred_at, kept.place, r.reading ->> 'touchpoint' AS touchpoint
    FROM unnest(p.mention_ids) WITH ORDINALITY AS kept(id, place)
    JOIN mention m ON m.id = kept.id AND m.erased_at IS NULL JOIN source s ON s.id = m.source_id
    LEFT JOIN reading r ON r.mention_id = m.id`;

export class ProposalListStore {
  constructor(private readonly database: DataSource) {}

  /** Most people first; decided ones latest first. */
  async list(state: ProposalState): Promise<StoredProposal[]> {
    const rows = await this.database.query<StoredProposal[]>(
      `SELECT p.id, p.state, p.name, p.phrases, p.mentions, p.people, p.weeks,
              p.first_seen_at AS "firstSeenAt", p.last_seen_at AS "lastSeenAt", p.topic,
              p.decided_at AS "decidedAt", u.name AS "decidedBy",
              (SELECT coalesce(jsonb_agg(each), '[]') FROM (
                 SELECT source_name AS name, count(*)::int AS mentions FROM (${KEPT}) AS kept
                  GROUP BY source_name ORDER BY count(*) DESC, source_name) AS each) AS sources,
              (SELECT coalesce(jsonb_agg(each), '[]') FROM (
                 SELECT id::text AS "mentionId", left(text, ${QUOTE_LENGTH}) AS text, source_name AS "sourceName",
                        occurred_at AS at FROM (${KEPT}) AS kept ORDER BY place LIMIT ${QUOTES}) AS each) AS quotes,
              (SELECT touchpoint FROM (${KEPT}) AS kept WHERE touchpoint IS NOT NULL
                GROUP BY touchpoint ORDER BY count(*) DESC, touchpoint LIMIT 1) AS touchpoint
         FROM topic_proposal p LEFT JOIN app_user u ON u.id = p.decided_by
        WHERE p.state = $1
        ORDER BY p.decided_at DESC NULLS FIRST, p.people DESC, p.id DESC LIMIT ${MOST}`,
      [state],
    );
    return rows.map((row) => ({
      ...row,
      quotes: row.quotes.map((quote) => ({ ...quote, at: new Date(quote.at) })),
    }));
  }
}
