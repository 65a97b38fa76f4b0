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

/** Complaints, and how many of them carry no topic. `week` as in `TopicCount`. */
export interface UntaggedCount {
  readonly week: string | null;
  readonly complaints: number;
  readonly untagged: number;
}

export interface WeekCoverage {
  readonly week: string;
  /**
   * Share of the time in which the sources should have been observed that was, 0..1; null when
   * there was no such time.
   */
  readonly share: number | null;
}

export interface TopicsAsked {
  /** Weeks up to and with the present one, which begins on Monday, 0 h UTC. */
  readonly weeks: number;
  readonly monitorId?: string | undefined;
}

const MOST_QUOTES = 20;

/** Monday, 0 h UTC, of the first of `$1` weeks. */
const SINCE = `(date_trunc('week', now() AT TIME ZONE 'UTC') - ($1::int - 1) * interval '1 week')`;
const DAY = `'YYYY-MM-DD'`;
/** Someone who is not named cannot be known again, so each such mention counts as a person. */
export const PERSON = `coalesce('a' || m.author_id, 'm' || m.id)`;
/**
 * A poll is a moment and its coverage a little less than the time up to now: of each source, so
 * many seconds of a week are no gap.
 */
const NO_GAP_SECONDS = 60;
/** A poll that is so late is missing; until then the time since the last one is not due yet. */
const LATE = `interval '5 minutes'`;
/** When each source that was ever tried should have been observed. */
const DUE = `
  SELECT id, greatest(created_at, (SELECT min(hour) FROM coverage WHERE source_id = source.id)) AS since,
         CASE WHEN NOT enabled THEN last_polled_at
              WHEN failures = 0 AND next_poll_at > now() - ${LATE} THEN last_answered_at
              ELSE now() END AS until
    FROM source WHERE last_polled_at IS NOT NULL`;

/**
 * What customers complained of: not what our own accounts wrote. Of mention `m`, its author `a` and its
 * first monitor, in `$1` weeks, for monitor `$2` or, where that is null, all.
 */
export const COMPLAINTS = `
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

  /** All complaints, and those that carry no topic, by week and (`week` null) in all. */
  untagged({ weeks, monitorId }: TopicsAsked): Promise<UntaggedCount[]> {
    return this.database.query<UntaggedCount[]>(
      `SELECT to_char(week, ${DAY}) AS week, count(*)::int AS complaints,
              (count(*) FILTER (WHERE topics = '{}'))::int AS untagged
         FROM (SELECT m.topics, date_trunc('week', m.occurred_at AT TIME ZONE 'UTC') AS week
                 FROM mention m LEFT JOIN author a ON a.id = m.author_id
                 LEFT JOIN monitor ON monitor.id = m.monitor_ids[1]
                WHERE ${COMPLAINTS}) AS complaint
        GROUP BY GROUPING SETS ((week), ()) ORDER BY week`,
      [weeks, monitorId ?? null],
    );
  }

  /** One entry per week, oldest first. What was recovered afterwards counts as observed. */
  coverage({ weeks }: TopicsAsked): Promise<WeekCoverage[]> {
    return this.database.query<WeekCoverage[]>(
      `WITH due AS (${DUE}), asked AS (
         SELECT week, week AT TIME ZONE 'UTC' AS begins, (week + interval '1 week') AT TIME ZONE 'UTC' AS ends
           FROM generate_series(${SINCE}, now() AT TIME ZONE 'UTC', interval '1 week') AS week
       ), covered AS (
         SELECT source_id, begins, sum(least(3600, observed_seconds + recovered_seconds)) AS seconds
           FROM asked JOIN coverage ON hour >= begins AND hour < ends GROUP BY source_id, begins
       ), expected AS (
         SELECT id AS source_id, begins,
                extract(epoch FROM least(until, ends) - greatest(since, begins))::float8 AS seconds
           FROM asked JOIN due ON since < ends AND until > begins AND until > since)
       SELECT to_char(week, ${DAY}) AS week,
              (1 - sum(greatest(0, expected.seconds - coalesce(covered.seconds, 0) - ${NO_GAP_SECONDS}))
                   / nullif(sum(expected.seconds), 0))::float8 AS share
         FROM asked LEFT JOIN expected USING (begins) LEFT JOIN covered USING (source_id, begins)
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
