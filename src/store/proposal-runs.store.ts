import type { DataSource } from 'typeorm';
import { record } from './audit.store.js';
import { announce } from './changes.js';

export interface StoredProposalRun {
  readonly id: string;
  readonly askedAt: Date;
  /** "Earshot" for the weekly one. */
  readonly by: string;
  readonly looked: number;
  readonly found: number;
  readonly endedAt: Date | null;
}

/** Searches for new patterns: one a week, and whenever a person asks. */
export class ProposalRunsStore {
  constructor(private readonly database: DataSource) {}

  /** @returns the id of the search; that of the one under way, if there is one */
  async ask(userId: string): Promise<string> {
    return this.database.transaction(async (transaction) => {
      await transaction.query(`SELECT pg_advisory_xact_lock(hashtext('proposals'))`);
      const [running] = await transaction.query<{ id: string }[]>(
        'SELECT id FROM proposal_run WHERE ended_at IS NULL ORDER BY id LIMIT 1',
      );
      if (running) return running.id;
      const [made] = await transaction.query<[{ id: string }]>(
        'INSERT INTO proposal_run (asked_by) VALUES ($1) RETURNING id',
        [userId],
      );
      const action = 'asked for new patterns to be looked for';
      await record(transaction, { userId, action, subjectKind: 'proposal', subjectId: 'all' });
      await announce(transaction, 'topics', []);
      return made.id;
    });
  }

  /**
   * Asks for the search of a week, once there is something to search. Any number of schedulers may
   * ask; there is one a week.
   *
   * @param week its Monday, as a date
   * @param least complaints without a topic below which a search would find nothing (count)
   */
  async askForWeek(week: string, least: number): Promise<void> {
    await this.database.query(
      `INSERT INTO proposal_run (week)
       SELECT $1::date WHERE $2 <= (
         SELECT count(*) FROM (SELECT FROM mention WHERE complaint = 'complaint' AND topics = '{}'
            AND occurred_at > now() - interval '4 weeks' LIMIT $2) AS untagged)
       ON CONFLICT (week) DO NOTHING`,
      [week, least],
    );
  }

  /** Searches that did not end: asked for just now, or their process died. */
  async unfinished(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(
      'SELECT id FROM proposal_run WHERE ended_at IS NULL ORDER BY id',
    );
    return rows.map(({ id }) => id);
  }

  async end(id: string, { looked, found }: { looked: number; found: number }): Promise<void> {
    await this.database.query(
      `UPDATE proposal_run SET looked = $2, found = $3, ended_at = now() WHERE id = $1 AND ended_at IS NULL`,
      [id, looked, found],
    );
    await announce(this.database, 'topics', []);
  }

  /** The latest one; null when there was none. */
  async latest(): Promise<StoredProposalRun | null> {
    const [run] = await this.database.query<StoredProposalRun[]>(
      `SELECT run.id, asked_at AS "askedAt", coalesce(u.name, 'Earshot') AS by, looked, found, ended_at AS "endedAt"
         FROM proposal_run run LEFT JOIN app_user u ON u.id = asked_by ORDER BY run.id DESC LIMIT 1`,
    );
    return run ?? null;
  }
}
