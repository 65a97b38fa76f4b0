import type { DataSource } from 'typeorm';
import { AllowanceSpent, type Allowance } from '../domain/allowance.js';

/** What was used of the allowances that places give us, counted for all processes. */
export class BudgetsStore {
  constructor(private readonly database: Pick<DataSource, 'query'>) {}

  /**
   * Takes units before they are used. Two processes never take the same unit.
   *
   * @throws AllowanceSpent when fewer than `units` are left in the present hour, day or month
   */
  async take(
    name: string,
    units: number,
    { most, per, timeZone = 'UTC' }: Allowance,
  ): Promise<void> {
    const [row] = await this.database.query<{ taken: boolean; until: Date }[]>(
      `WITH period AS (
         SELECT date_trunc($4, now() AT TIME ZONE $5) AS start
       ), taken AS (
         INSERT INTO budget AS b (name, period_start, used)
         SELECT $1, start AT TIME ZONE $5, $2 FROM period WHERE $2 <= $3
         ON CONFLICT (name) DO UPDATE
            SET used = CASE WHEN b.period_start = excluded.period_start THEN b.used ELSE 0 END + $2,
                period_start = excluded.period_start
          WHERE CASE WHEN b.period_start = excluded.period_start THEN b.used ELSE 0 END + $2 <= $3
         RETURNING 1)
       SELECT EXISTS (SELECT FROM taken) AS taken,
              (start + ('1 ' || $4)::interval) AT TIME ZONE $5 AS until FROM period`,
      [name, units, most, per, timeZone],
    );
    if (row?.taken !== true) throw new AllowanceSpent(name, row?.until ?? new Date());
  }

  /** Puts back what was taken and not used. */
  async giveBack(name: string, units: number): Promise<void> {
    await this.database.query('UPDATE budget SET used = greatest(0, used - $2) WHERE name = $1', [
      name,
      units,
    ]);
  }
}
