import type { DataSource } from 'typeorm';
import { DISMISS_REASONS, type DismissReason } from '../../domain/mention.js';

/** What polls brought. */
interface Fetched {
  readonly polls: number;
  readonly items: number;
  readonly matched: number;
  readonly stored: number;
}

interface DayRow extends Fetched {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** UTC. */
  readonly day: string;
}

export interface FetchedSource extends Fetched {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly days: (Fetched & { readonly day: string })[];
}

export interface StoredAside {
  readonly all: number;
  readonly ours: number;
  readonly copies: number;
  readonly belowTask: number;
  readonly gone: number;
  readonly erased: number;
  readonly dismissed: Record<DismissReason, number>;
  readonly dismissedWithout: number;
}

/** As triage found it, and as `is:ours` finds it in the inbox. */
const OURS = `m.marks && '{ours}'::text[]`;

/** What was fetched or stored and does not stand in the inbox as work, in numbers. */
export class FilteredOutStore {
  constructor(private readonly database: DataSource) {}

  /** What the polls since then brought, of each source that was asked; most unheard posts first. */
  async fetched(from: Date): Promise<FetchedSource[]> {
    const rows = await this.database.query<DayRow[]>(
      `SELECT s.id, s.name, s.kind, to_char(poll.at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
              count(*)::int AS polls, sum(poll.items)::int AS items, sum(poll.matched)::int AS matched,
              sum(poll.stored)::int AS stored
         FROM poll JOIN source s ON s.id = poll.source_id
        WHERE poll.at >= $1 AND poll.outcome IN ('items', 'not-modified')
        GROUP BY s.id, day ORDER BY s.id, day`,
      [from],
    );
    return bySource(rows).toSorted((a, b) => b.items - b.matched - (a.items - a.matched));
  }

  /** Mentions posted since then that are stored, and are no open work of their own. */
  async aside(from: Date): Promise<StoredAside> {
    const [counts] = await this.database.query<[Omit<StoredAside, 'dismissed'>]>(
      `SELECT count(*)::int AS all,
              count(*) FILTER (WHERE ${OURS})::int AS ours,
              count(m.copy_of)::int AS copies,
              count(*) FILTER (WHERE m.complaint = 'complaint' AND m.task_id IS NULL AND m.gone_at IS NULL
                AND m.stage = 'triaged' AND m.copy_of IS NULL
                AND NOT ${OURS})::int AS "belowTask",
              count(m.gone_at)::int AS gone, count(m.erased_at)::int AS erased,
              count(*) FILTER (WHERE m.status = 'dismissed' AND m.dismissed_because IS NULL)::int AS "dismissedWithout"
         FROM mention m WHERE m.occurred_at >= $1`,
      [from],
    );
    const reasons = await this.database.query<{ reason: DismissReason; count: number }[]>(
      `SELECT dismissed_because AS reason, count(*)::int AS count FROM mention
        WHERE occurred_at >= $1 AND status = 'dismissed' AND dismissed_because IS NOT NULL GROUP BY 1`,
      [from],
    );
    const countOf = new Map(reasons.map(({ reason, count }) => [reason, count]));
    const dismissed = Object.fromEntries(
      DISMISS_REASONS.map((reason) => [reason, countOf.get(reason) ?? 0]),
    ) as Record<DismissReason, number>;
    return { ...counts, dismissed };
  }
}

function bySource(rows: readonly DayRow[]): FetchedSource[] {
  const groups = new Map<string, DayRow[]>();
  for (const row of rows) groups.set(row.id, [...(groups.get(row.id) ?? []), row]);
  return [...groups.values()].flatMap((days) => {
    const [first] = days;
    if (!first) return [];
    const { id, name, kind } = first;
    return [
      { id, name, kind, ...sumOf(days), days: days.map(({ day, ...row }) => dayOf(day, row)) },
    ];
  });
}

const dayOf = (
  day: string,
  { polls, items, matched, stored }: Fetched,
): Fetched & { day: string } => ({
  ...{ day, polls, items, matched, stored },
});

function sumOf(days: readonly Fetched[]): Fetched {
  const sum = { polls: 0, items: 0, matched: 0, stored: 0 };
  for (const { polls, items, matched, stored } of days) {
    sum.polls += polls;
    sum.items += items;
    sum.matched += matched;
    sum.stored += stored;
  }
  return sum;
}
