import type { DataSource } from 'typeorm';
import { rateOf, type Rate } from '../domain/agreement.js';
import {
  DEEPER_ENDS,
  DEEPER_LABELS,
  DEEPER_REQUESTS,
  DEEPER_TOKENS,
  DEEPER_WORK,
  decidedMark,
  latencyCounts,
  latencyQuantile,
  type DeeperEnd,
  type DeeperLabel,
  type DeeperTally,
  type DeeperWork,
} from '../domain/deeper.js';
import { cleanText } from './bulk.js';

/** What came of asking for one kind of work, and how long the answers took (ms). */
export interface DeeperSum {
  readonly ends: Readonly<Record<DeeperEnd, number>>;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** How often people agreed with what it decided. */
export interface DeeperJudged {
  /** Texts that people were asked about, right or wrong. */
  readonly asked: Rate;
  /** Texts that people came upon while triaging, where mostly errors are put right. */
  readonly corrected: Rate;
}

export interface DeeperFailure {
  readonly at: Date;
  readonly why: string;
}

/** Work of so many days is summed up. */
export const DEEPER_DAYS = 30;
/** Judgements of so many days count. */
const JUDGED_DAYS = 90;

const DAY = `(now() AT TIME ZONE 'UTC')::date`;
const COUNTS = DEEPER_ENDS.join(', ');

/** What the deeper model was asked, what it gave, and what people said of that. */
export class DeeperStore {
  constructor(private readonly database: DataSource) {}

  /** Adds what came of asking to the present day. */
  async record(
    model: string,
    work: DeeperWork,
    { ends, tookMs, failure }: DeeperTally,
  ): Promise<void> {
    const added = DEEPER_ENDS.map((end) => `${end} = deeper_day.${end} + excluded.${end}`);
    await this.database.query(
      `INSERT INTO deeper_day (day, model, work, ${COUNTS}, latency, failure, failed_at)
       VALUES (${DAY}, $1, $2, $3, $4, $5, $6, $7, $8::integer[], $9::text,
               CASE WHEN $9::text IS NOT NULL THEN now() END)
       ON CONFLICT (day, model, work) DO UPDATE
          SET ${added.join(', ')},
              latency = ARRAY(SELECT before + fresh
                FROM unnest(deeper_day.latency, excluded.latency) WITH ORDINALITY AS both_of(before, fresh, at)
               ORDER BY at),
              failure = coalesce(excluded.failure, deeper_day.failure),
              failed_at = coalesce(excluded.failed_at, deeper_day.failed_at)`,
      [
        model,
        work,
        ...DEEPER_ENDS.map((end) => ends[end]),
        latencyCounts(tookMs),
        failure === null ? null : cleanText(failure),
      ],
    );
  }

  /** Of the last 30 days, with the present one. */
  async sums(model: string): Promise<Record<DeeperWork, DeeperSum>> {
    const rows = await this.database.query<
      (Record<DeeperEnd, number> & { work: DeeperWork; latency: number[] })[]
    >(
      `SELECT work, latency, ${COUNTS} FROM deeper_day
        WHERE model = $1 AND day > ${DAY} - ${DEEPER_DAYS}`,
      [model],
    );
    const of = (work: DeeperWork): DeeperSum => sumOf(rows.filter((row) => row.work === work));
    const [reading, theme] = DEEPER_WORK;
    return { reading: of(reading), theme: of(theme) };
  }

  /** The last thing that went wrong in these days; null when nothing did. */
  async lastFailure(model: string): Promise<DeeperFailure | null> {
    const [row] = await this.database.query<DeeperFailure[]>(
      `SELECT failed_at AS at, failure AS why FROM deeper_day
        WHERE model = $1 AND day > ${DAY} - ${DEEPER_DAYS} AND failed_at IS NOT NULL
        ORDER BY failed_at DESC LIMIT 1`,
      [model],
    );
    return row ?? null;
  }

  /** What people said in the last 90 days of labels that this model decided; each text once. */
  async judgements(model: string): Promise<Record<DeeperLabel, DeeperJudged>> {
    const rows = await this.database.query<
      { label: DeeperLabel; found: boolean; n: number; hits: number }[]
    >(
      `SELECT label, drawn = 'inbox' AS found, count(*)::int AS n,
              count(*) FILTER (WHERE value #>> '{}' = read ->> 'best')::int AS hits
         FROM (SELECT DISTINCT ON (label, coalesce(content_hash, mention_id::text))
                      label, value, read, drawn, model
                 FROM correction
                WHERE label = ANY($1::text[]) AND read IS NOT NULL
                  AND at > now() - interval '${JUDGED_DAYS} days'
                ORDER BY label, coalesce(content_hash, mention_id::text), at DESC) judged
         JOIN unnest($1::text[], $2::text[]) AS marked(of_label, mark)
           ON of_label = label AND position(mark || '+' IN model || '+') > 0
        GROUP BY label, found`,
      [DEEPER_LABELS, DEEPER_LABELS.map((label) => decidedMark(label, model))],
    );
    const rate = (label: DeeperLabel, found: boolean): Rate => {
      const row = rows.find((one) => one.label === label && one.found === found);
      return rateOf(row?.hits ?? 0, row?.n ?? 0);
    };
    const of = (label: DeeperLabel): DeeperJudged => ({
      asked: rate(label, false),
      corrected: rate(label, true),
    });
    return { complaint: of('complaint'), sentiment: of('sentiment') };
  }

  /** Those that say how good it is: people were asked, whether it was right or wrong. */
  async judged(model: string): Promise<Record<DeeperLabel, Rate>> {
    const { complaint, sentiment } = await this.judgements(model);
    return { complaint: complaint.asked, sentiment: sentiment.asked };
  }

  /** What was used of the present day's budget. */
  async used(): Promise<{ requests: number; tokens: number }> {
    const rows = await this.database.query<{ name: string; used: number }[]>(
      `SELECT name, used FROM budget
        WHERE name = ANY($1::text[]) AND period_start = date_trunc('day', now(), 'UTC')`,
      [[DEEPER_REQUESTS, DEEPER_TOKENS]],
    );
    const of = (name: string): number => rows.find((row) => row.name === name)?.used ?? 0;
    return { requests: of(DEEPER_REQUESTS), tokens: of(DEEPER_TOKENS) };
  }
}

function sumOf(rows: readonly (Record<DeeperEnd, number> & { latency: number[] })[]): DeeperSum {
  const count = (end: DeeperEnd): number => rows.reduce((sum, row) => sum + row[end], 0);
  const latency = latencyCounts([]).map((_, at) =>
    rows.reduce((sum, row) => sum + (row.latency[at] ?? 0), 0),
  );
  const [decided, open, refused, failed, skipped] = DEEPER_ENDS;
  return {
    ends: {
      decided: count(decided),
      open: count(open),
      refused: count(refused),
      failed: count(failed),
      skipped: count(skipped),
    },
    p50Ms: latencyQuantile(latency, 0.5),
    p95Ms: latencyQuantile(latency, 0.95),
  };
}
