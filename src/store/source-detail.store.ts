import type { DataSource } from 'typeorm';
import { LATEST_BACKFILLS, type StoredBackfill } from './admin-backfills.store.js';

export interface StoredPoll {
  readonly at: Date;
  readonly outcome: 'items' | 'not-modified' | 'failed' | 'postponed';
  readonly durationMs: number;
  readonly items: number;
  readonly matched: number;
  readonly stored: number;
  readonly error: string | null;
}

export interface StoredClock {
  readonly clock: 'fetchable' | 'fetched' | 'actionable';
  readonly mentions: number;
  readonly p50: number | null;
  readonly p95: number | null;
}

/** What the page of one source shows besides its row in the list. */
export interface StoredSourceDetail {
  readonly clocks: StoredClock[];
  readonly audit: { told: number; seen: number } | null;
  readonly polls: StoredPoll[];
  readonly moved: { to: string; seen: number; since: Date | null } | null;
  readonly host: { name: string; pausedUntil: Date | null; sources: number };
  readonly allowances: { name: string; used: number; since: Date }[];
  readonly backfills: StoredBackfill[];
  readonly push: { status: 'asked' | 'active' | 'refused'; lastPushAt: Date | null } | null;
}

interface Row {
  readonly host: string;
  readonly pausedUntil: Date | null;
  readonly sources: number;
  readonly movedTo: string | null;
  readonly movedSeen: number;
  readonly movedSince: Date | null;
  readonly push: 'asked' | 'active' | 'refused' | null;
  readonly lastPushAt: Date | null;
  readonly told: number | null;
  readonly seen: number | null;
}

const MOST_POLLS = 50;
const PERIOD = `interval '7 days'`;

/** One source with all that tells how well it is heard. */
export class SourceDetailStore {
  constructor(private readonly database: DataSource) {}

  /** @param id of a source that there is */
  async find(id: string): Promise<StoredSourceDetail> {
    const [row, clocks, polls, allowances, backfills] = await Promise.all([
      this.row(id),
      this.clocks(id),
      this.polls(id),
      this.allowances(id),
      this.database.query<StoredBackfill[]>(LATEST_BACKFILLS, [id]),
    ]);
    return { ...row, clocks, polls, allowances, backfills };
  }

  private async row(
    id: string,
  ): Promise<Pick<StoredSourceDetail, 'audit' | 'moved' | 'host' | 'push'>> {
    const [row] = await this.database.query<[Row]>(
      `SELECT s.moved_to AS "movedTo", s.moved_seen AS "movedSeen", s.moved_since AS "movedSince",
              s.host, CASE WHEN h.paused_until > now() THEN h.paused_until END AS "pausedUntil",
              (SELECT count(*)::int FROM source other WHERE other.host = s.host) AS sources,
              hub.status AS push, hub.last_push_at AS "lastPushAt", audit.told, audit.seen
         FROM source s LEFT JOIN host h ON h.host = s.host
         LEFT JOIN subscription hub ON hub.source_id = s.id
         LEFT JOIN LATERAL (
           SELECT sum(told)::int AS told, sum(seen)::int AS seen FROM coverage
            WHERE source_id = s.id AND hour > now() - ${PERIOD} AND told IS NOT NULL) AS audit ON true
        WHERE s.id = $1`,
      [id],
    );
    const { told, seen, movedTo, push } = row;
    return {
      audit: told === null ? null : { told, seen: seen ?? 0 },
      moved: movedTo === null ? null : { to: movedTo, seen: row.movedSeen, since: row.movedSince },
      host: { name: row.host, pausedUntil: row.pausedUntil, sources: row.sources },
      push: push === null ? null : { status: push, lastPushAt: row.lastPushAt },
    };
  }

  /**
   * How long after it was posted a post could be had, was had, and could be acted on. Posts from
   * before the source was added are left out: nobody could have had them sooner.
   */
  private clocks(id: string): Promise<StoredClock[]> {
    return this.database.query<StoredClock[]>(
      `WITH late AS (
         SELECT clock, greatest(0, extract(epoch FROM at - m.published_at)::float8) AS seconds
           FROM mention m JOIN source s ON s.id = m.source_id
          CROSS JOIN LATERAL (VALUES ('fetchable', m.fetchable_at), ('fetched', m.fetched_at),
                                     ('actionable', m.actionable_at)) AS clocks(clock, at)
          WHERE m.source_id = $1 AND m.fetched_at > now() - ${PERIOD}
            AND m.published_at >= s.created_at AND at IS NOT NULL)
       SELECT names.clock, count(seconds)::int AS mentions,
              percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS p50,
              percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds) AS p95
         FROM unnest(ARRAY['fetchable', 'fetched', 'actionable']) WITH ORDINALITY AS names(clock, place)
         LEFT JOIN late USING (clock) GROUP BY names.clock, place ORDER BY place`,
      [id],
    );
  }

  private polls(id: string): Promise<StoredPoll[]> {
    return this.database.query<StoredPoll[]>(
      `SELECT at, outcome, duration_ms AS "durationMs", items, matched, stored, error
         FROM poll WHERE source_id = $1 ORDER BY at DESC LIMIT ${MOST_POLLS}`,
      [id],
    );
  }

  /** By the names that connectors give their allowances: the kind, or the kind, a dot and what for. */
  private allowances(id: string): Promise<StoredSourceDetail['allowances']> {
    return this.database.query<StoredSourceDetail['allowances']>(
      `SELECT b.name, b.used, b.period_start AS since
         FROM source s JOIN budget b ON b.name = s.kind OR starts_with(b.name, s.kind || '.')
        WHERE s.id = $1 ORDER BY b.name`,
      [id],
    );
  }
}
