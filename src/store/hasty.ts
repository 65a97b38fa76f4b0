import type { DataSource } from 'typeorm';

const SET = `SELECT set_config('synchronous_commit', 'off', true)`;

/**
 * A common table expression, to be named in FROM: the commit of the statement does not wait for the
 * disk. For what is no loss when a power cut undoes it; a killed process undoes nothing.
 */
export const HASTY = `hasty AS (${SET})`;

/** The same for a whole transaction. */
export async function inHaste(transaction: Pick<DataSource, 'query'>): Promise<void> {
  await transaction.query(SET);
}
