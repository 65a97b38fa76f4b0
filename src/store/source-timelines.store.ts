import type { DataSource } from 'typeorm';

/** What was observed of one hour, as stored. */
export interface CoveredHour {
  /** Its beginning. */
  readonly hour: Date;
  readonly observedSeconds: number;
  readonly recoveredSeconds: number;
  readonly polls: number;
  readonly failedPolls: number;
}

/** While a person had it paused; `to` is null while it still is. */
export interface Pause {
  readonly from: Date;
  readonly to: Date | null;
}

export interface Past {
  /** The first hour of which anything was ever written down; null before. */
  readonly begins: Date | null;
  readonly hours: readonly CoveredHour[];
  readonly pauses: readonly Pause[];
}

const NOTHING: Past = { begins: null, hours: [], pauses: [] };

/** What was heard of sources, hour by hour, and when they were not meant to be heard. */
export class SourceTimelinesStore {
  constructor(private readonly database: DataSource) {}

  /**
   * @param from the first hour that is asked for
   * @param id of one source; null for all
   * @returns a function from the id of a source to its past
   */
  async since(from: Date, id: string | null = null): Promise<(id: string) => Past> {
    const [hours, pauses] = await Promise.all([this.hours(from, id), this.pauses(from, id)]);
    return (source) => ({
      begins: hours.get(source)?.[0]?.begins ?? NOTHING.begins,
      hours: hours.get(source) ?? NOTHING.hours,
      pauses: pauses.get(source) ?? NOTHING.pauses,
    });
  }

  private async hours(
    from: Date,
    id: string | null,
  ): Promise<Map<string, (CoveredHour & { readonly begins: Date })[]>> {
    const rows = await this.database.query<(CoveredHour & { sourceId: string; begins: Date })[]>(
      // Materialized, or the first hour would be looked up for every hour.
      `WITH known AS MATERIALIZED (
         SELECT id, (SELECT min(hour) FROM coverage WHERE source_id = source.id) AS begins
           FROM source WHERE $2::bigint IS NULL OR id = $2)
       SELECT c.source_id AS "sourceId", c.hour, c.observed_seconds AS "observedSeconds",
              c.recovered_seconds AS "recoveredSeconds", c.polls, c.failed_polls AS "failedPolls", begins
         FROM known JOIN coverage c ON c.source_id = known.id AND c.hour >= $1`,
      [from, id],
    );
    return bySource(rows);
  }

  /** From what people did; a source that was never touched has none. */
  private async pauses(from: Date, id: string | null): Promise<Map<string, Pause[]>> {
    const rows = await this.database.query<(Pause & { sourceId: string })[]>(
      `WITH switched AS (
         SELECT subject_id AS "sourceId", at AS "from", (detail ->> 'enabled')::boolean AS enabled,
                lead(at) OVER (PARTITION BY subject_id ORDER BY id) AS "to"
           FROM audit_entry
          WHERE subject_kind = 'source' AND ($2::text IS NULL OR subject_id = $2)
                AND jsonb_typeof(detail -> 'enabled') = 'boolean')
       SELECT "sourceId", "from", "to" FROM switched
        WHERE NOT enabled AND coalesce("to", 'infinity') > $1 ORDER BY "from"`,
      [from, id],
    );
    return bySource(rows);
  }
}

function bySource<Row extends { readonly sourceId: string }>(
  rows: readonly Row[],
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.sourceId);
    if (group) group.push(row);
    else groups.set(row.sourceId, [row]);
  }
  return groups;
}
