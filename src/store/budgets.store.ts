import type { DataSource } from 'typeorm';
import { AllowanceSpent, type Allowance } from '../domain/allowance.js';

interface TakeRow {
  readonly taken: boolean;
  readonly start: Date;
  readonly until: Date;
}

/** What was used of the allowances that places give us, counted for all processes. */
export class BudgetsStore {
  /** The period that was last taken from, by allowance: what is given back belongs to it. */
  private readonly takenFrom = new Map<string, Date>();

  constructor(private readonly database: Pick<DataSource, 'query'>) {}

  /**
   * Takes units before they are used. Two processes never take the same unit.
   *
   * A row is of one period: the first unit of the next begins it anew. A statement that waited
   * across the turn of the period counts towards the new one.
   *
   * @throws AllowanceSpent when fewer than `units` are left in the present hour, day or month
   */
  async take(
    name: string,
    units: number,
    { most, per, timeZone = 'UTC' }: Allowance,
  ): Promise<void> {
    // Sums of prices like 0.005 come out a hair too large, which must not cost the last unit.
    const [row] = await this.database.query<[TakeRow]>(
      `WITH period AS (
         SELECT date_trunc($4::text, now(), $5::text) AS start
       ), taken AS (
         INSERT INTO budget AS b (name, period_start, used)
         SELECT $1, start, $2::float8 FROM period WHERE $2::float8 <= $3::float8
         ON CONFLICT (name) DO UPDATE
            SET used = CASE WHEN b.period_start >= excluded.period_start THEN b.used ELSE 0 END + $2::float8,
                period_start = greatest(b.period_start, excluded.period_start)
          WHERE CASE WHEN b.period_start >= excluded.period_start THEN b.used ELSE 0 END + $2::float8
                <= $3::float8 + 1e-9
         RETURNING period_start)
       SELECT taken.period_start IS NOT NULL AS taken, coalesce(taken.period_start, start) AS start,
              CASE $4::text WHEN 'hour' THEN start + interval '1 hour'
                ELSE (start AT TIME ZONE $5::text + ('1 ' || $4::text)::interval) AT TIME ZONE $5::text
              END AS until
         FROM period LEFT JOIN taken ON true`,
      [name, units, most, per, timeZone],
    );
    if (!row.taken) throw new AllowanceSpent(name, row.until);
    this.takenFrom.set(name, row.start);
  }

  /** Puts back what was taken and not used; without effect once the period of the taking is over. */
  async giveBack(name: string, units: number): Promise<void> {
    await this.database.query(
      `UPDATE budget SET used = greatest(0, used - $2::float8)
        WHERE name = $1 AND period_start = $3`,
      [name, units, this.takenFrom.get(name) ?? null],
    );
  }
}
