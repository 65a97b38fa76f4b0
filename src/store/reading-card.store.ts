import type { DataSource } from 'typeorm';
import type { Distribution } from '../domain/agreement.js';
import { LABEL_OF, TAUGHT_TASKS, type Drawn, type TaughtTask } from '../domain/teaching.js';

/** A person's word beside what had been read, and where. */
export interface StoredJudgement {
  readonly value: unknown;
  readonly read: unknown;
  readonly drawn: Drawn;
  readonly language: string;
  readonly source: string;
}

/** How often each label of a task was given lately, and in the month before. */
export interface Distributions {
  readonly now: Distribution;
  readonly before: Distribution;
}

/** Judgements of so many days say how good the reading is. */
const JUDGED_DAYS = 90;
const MOST_JUDGED = 20_000;
/** The newest so many readings of a month stand for all of it. */
const MOST_READ = 10_000;

/** What people's judgements and the readings say of the models. */
export class ReadingCardStore {
  constructor(private readonly database: DataSource) {}

  /** Of the last 90 days, of labels that had been read; each text once. */
  async judgements(): Promise<Record<TaughtTask, StoredJudgement[]>> {
    const rows = await this.database.query<(StoredJudgement & { label: string })[]>(
      `SELECT label, value, read, drawn, source,
              coalesce(language, 'und') AS language
         FROM (SELECT DISTINCT ON (c.label, coalesce(c.content_hash, c.mention_id::text))
                      c.label, c.value, c.read, c.drawn, c.at, s.name AS source,
                      coalesce(r.reading #>> '{language,code}', m.language) AS language
                 FROM correction c JOIN mention m ON m.id = c.mention_id JOIN source s ON s.id = m.source_id
                 LEFT JOIN reading r ON r.mention_id = m.id
                WHERE c.read IS NOT NULL AND c.at > now() - interval '${JUDGED_DAYS} days'
                ORDER BY c.label, coalesce(c.content_hash, c.mention_id::text), c.at DESC) judged
        ORDER BY at DESC LIMIT ${MOST_JUDGED}`,
    );
    return byTask((task) =>
      rows
        .filter(({ label }) => label === LABEL_OF[task])
        .map(({ label: _label, ...judgement }) => judgement),
    );
  }

  /** Of the last 30 days and of the 30 before, as the models read them. */
  async distributions(): Promise<Record<TaughtTask, Distributions>> {
    const rows = await this.database.query<
      { task: string; period: 'now' | 'before'; label: string; count: number }[]
    >(
      `WITH lately AS (${month('now', 0)} UNION ALL ${month('before', 30)}),
       said AS (
         SELECT period, 'complaint' AS task, reading #>> '{complaint,label}' AS label FROM lately
         UNION ALL SELECT period, 'sentiment', reading #>> '{sentiment,label}' FROM lately
         UNION ALL SELECT period, 'leaving', reading #>> '{leaving,stage}' FROM lately
         UNION ALL SELECT period, 'urgency', reading #>> '{urgency,level}' FROM lately
         UNION ALL SELECT period, 'topic', coalesce(reading #>> '{topics,0,key}', 'none') FROM lately
                    WHERE jsonb_typeof(reading -> 'topics') = 'array')
       SELECT period, task, label, count(*)::int AS count FROM said WHERE label IS NOT NULL
        GROUP BY period, task, label ORDER BY period, task, label`,
    );
    const of = (task: TaughtTask, period: 'now' | 'before'): Distribution =>
      Object.fromEntries(
        rows
          .filter((row) => row.task === task && row.period === period)
          .map(({ label, count }) => [label, count]),
      );
    return byTask((task) => ({ now: of(task, 'now'), before: of(task, 'before') }));
  }
}

const month = (period: string, daysAgo: number): string => `
  (SELECT '${period}' AS period, r.reading FROM mention m JOIN reading r ON r.mention_id = m.id
    WHERE m.occurred_at <= now() - interval '${daysAgo} days'
      AND m.occurred_at > now() - interval '${daysAgo + 30} days'
    ORDER BY m.occurred_at DESC LIMIT ${MOST_READ})`;

const byTask = <T>(of: (task: TaughtTask) => T): Record<TaughtTask, T> =>
  Object.fromEntries(TAUGHT_TASKS.map((task) => [task, of(task)])) as Record<TaughtTask, T>;
