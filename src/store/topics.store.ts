import type { DataSource } from 'typeorm';
import { SUMMARY_COLUMNS, summaryTables, type StoredSummary } from './inbox/summary.js';

/** Complaints of a topic: how many, and of how many people. `week` is its Monday; null: of all weeks. */
export interface TopicCount {
  /** null: complaints that carry no topic. */
  readonly topic: string | null;
  readonly week: string | null;
  readonly mentions: number;
  readonly people: number;
}

export interface WeekCoverage {
  readonly week: string;
  /** Share of polls that were answered, 0..1; null when there was none. */
  readonly share: number | null;
}

export interface TopicsAsked {
  /** Weeks up to and with the present one, which begins on Monday, 0 h UTC. */
  readonly weeks: number;
  readonly monitorId?: string | undefined;
}

const MOST_QUOTES = 20;

const SINCE = `(date_trunc('week', now() AT TIME ZONE 'UTC') - ($1::int - 1) * interval '1 week')`;
const DAY = `'YYYY-MM-DD'`;
/** Someone who is not named cannot be known again, so each such mention counts as a person. */
const PERSON = `coalesce('a' || m.author_id, 'm' || m.id)`;
/** What customers complained of: not what our own accounts wrote. */
const COMPLAINTS = `
  m.complaint = 'complaint' AND m.occurred_at >= ${SINCE} AT TIME ZONE 'UTC'
  AND ($2::bigint IS NULL OR $2 = ANY(m.monitor_ids))
  AND NOT coalesce(lower(a.handle) = ANY(monitor.own_accounts), false)`;

/** What customers complain about, week by week. Corrections count as they are in force. */
export class TopicsStore {
  constructor(private readonly database: DataSource) {}

  counts({ weeks, monitorId }: TopicsAsked): Promise<TopicCount[]> {
    return this.database.query<TopicCount[]>(
      `SELECT topic, to_char(week, ${DAY}) AS week, count(*)::int AS mentions,
              count(DISTINCT person)::int AS people
         FROM (SELECT topic, date_trunc('week', m.occurred_at AT TIME ZONE 'UTC') AS week, ${PERSON} AS person
                 FROM mention m LEFT JOIN author a ON a.id = m.author_id
                 LEFT JOIN monitor ON monitor.id = m.monitor_ids[1]
                 LEFT JOIN unnest(m.topics) AS topic ON true
                WHERE ${COMPLAINTS}) AS complaint
        GROUP BY GROUPING SETS ((topic, week), (topic))
        ORDER BY topic, week`,
      [weeks, monitorId ?? null],
    );
  }

  /** One entry per week, oldest first. */
  coverage({ weeks }: TopicsAsked): Promise<WeekCoverage[]> {
    return this.database.query<WeekCoverage[]>(
      `SELECT to_char(week, ${DAY}) AS week,
              (count(poll.id) FILTER (WHERE poll.outcome <> 'failed'))::float8 / nullif(count(poll.id), 0) AS share
         FROM generate_series(${SINCE}, now() AT TIME ZONE 'UTC', interval '1 week') AS week
         LEFT JOIN poll ON poll.at >= week AT TIME ZONE 'UTC'
              AND poll.at < (week + interval '1 week') AT TIME ZONE 'UTC'
        GROUP BY week ORDER BY week`,
      [weeks],
    );
  }

  /** Complaints of a topic that say most, one per person. */
  quotes(topic: string, { weeks, monitorId }: TopicsAsked): Promise<StoredSummary[]> {
    return this.database.query<StoredSummary[]>(
      `WITH said AS (
         SELECT DISTINCT ON (${PERSON}) m.id
           FROM mention m LEFT JOIN author a ON a.id = m.author_id
           LEFT JOIN monitor ON monitor.id = m.monitor_ids[1]
          WHERE ${COMPLAINTS} AND $3 = ANY(m.topics)
          ORDER BY ${PERSON}, m.priority DESC, m.occurred_at DESC)
       SELECT ${SUMMARY_COLUMNS} FROM said JOIN ${summaryTables()} ON m.id = said.id
        ORDER BY m.priority DESC, m.occurred_at DESC LIMIT ${MOST_QUOTES}`,
      [weeks, monitorId ?? null, topic],
    );
  }
}
