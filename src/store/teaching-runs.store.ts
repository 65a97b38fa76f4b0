import type { DataSource, EntityManager } from 'typeorm';
import { record } from './audit.store.js';
import type { TaughtOutcome, TeachingRunEntity } from './entities/teaching-run.entity.js';

/** The right to work on a run. It ends when its time does, or when another process takes it over. */
export interface Claim {
  readonly runId: string;
  readonly claims: number;
}

export type StoredRun = Pick<
  TeachingRunEntity,
  'id' | 'askedAt' | 'progress' | 'outcome' | 'error' | 'endedAt'
> & {
  /** "Earshot" for the night. */
  readonly by: string;
  /** A process is at work on it. */
  readonly running: boolean;
};

/** When the models are taught. At most one run is unfinished in all processes. */
export class TeachingRunsStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Asks for a run now. When one is unfinished already, that is the one.
   *
   * @param userId null: whoever may run commands here
   * @returns its id
   */
  async ask(userId: string | null): Promise<string> {
    return this.database.transaction(async (transaction) => {
      const id = await begin(transaction, { userId, night: null });
      if (id === null) return unfinished(transaction);
      const action = 'asked for the models to be taught';
      await record(transaction, { userId, action, subjectKind: 'reading', subjectId: 'models' });
      return id;
    });
  }

  /**
   * Asks for the run of a night. Any number of schedulers may ask; there is one a night.
   *
   * @param night its date, as `2026-11-22`
   */
  async askForNight(night: string): Promise<void> {
    await this.database.transaction((transaction) => begin(transaction, { userId: null, night }));
  }

  /** Takes the unfinished run that nobody works on, for so long; null when there is none. */
  async claim(leaseSeconds: number): Promise<Claim | null> {
    const [rows] = await this.database.query<[Claim[], number]>(
      `UPDATE teaching_run SET claimed_until = now() + $1 * interval '1 second', claims = claims + 1
        WHERE id = (SELECT id FROM teaching_run
                     WHERE ended_at IS NULL AND (claimed_until IS NULL OR claimed_until < now())
                     LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id AS "runId", claims`,
      [leaseSeconds],
    );
    return rows[0] ?? null;
  }

  /** @returns false when another process has taken it over */
  async extend({ runId, claims }: Claim, leaseSeconds: number, progress: number): Promise<boolean> {
    const [, kept] = await this.database.query<[unknown, number]>(
      `UPDATE teaching_run SET claimed_until = now() + $3 * interval '1 second', progress = $4
        WHERE id = $1 AND claims = $2 AND ended_at IS NULL`,
      [runId, claims, leaseSeconds, progress],
    );
    return kept > 0;
  }

  /** Writes down a task for which nothing was trained. @returns false as `extend` */
  note(claim: Claim, outcome: TaughtOutcome): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      if ((await holdClaim(transaction, claim)) === undefined) return false;
      await noteOutcome(transaction, claim, outcome);
      return true;
    });
  }

  /** @param error what stopped it; null when nothing did */
  async end({ runId, claims }: Claim, error: string | null): Promise<void> {
    await this.database.query(
      `UPDATE teaching_run SET ended_at = now(), claimed_until = NULL, error = $3,
              progress = CASE WHEN $3::text IS NULL THEN 1 ELSE progress END
        WHERE id = $1 AND claims = $2 AND ended_at IS NULL`,
      [runId, claims, error],
    );
  }

  /** Leaves the run to another process. */
  async release({ runId, claims }: Claim): Promise<void> {
    await this.database.query(
      `UPDATE teaching_run SET claimed_until = NULL WHERE id = $1 AND claims = $2`,
      [runId, claims],
    );
  }

  /** The latest run; null when there was none. */
  async latest(): Promise<StoredRun | null> {
    const [run] = await this.database.query<StoredRun[]>(
      `SELECT teaching_run.id, asked_at AS "askedAt", progress, outcome, error, ended_at AS "endedAt",
              coalesce(u.name, 'Earshot') AS by, coalesce(claimed_until > now(), false) AS running
         FROM teaching_run LEFT JOIN app_user u ON u.id = asked_by
        ORDER BY teaching_run.id DESC LIMIT 1`,
    );
    return run ?? null;
  }
}

/** @returns null when one is unfinished, or the night had its own */
async function begin(
  transaction: EntityManager,
  { userId, night }: { userId: string | null; night: string | null },
): Promise<string | null> {
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtext('teaching run'))`);
  const [run] = await transaction.query<{ id: string }[]>(
    `INSERT INTO teaching_run (asked_by, night) SELECT $1::bigint, $2::date
      WHERE NOT EXISTS (SELECT FROM teaching_run WHERE ended_at IS NULL OR night = $2::date) RETURNING id`,
    [userId, night],
  );
  return run?.id ?? null;
}

async function unfinished(transaction: EntityManager): Promise<string> {
  const [{ id }] = await transaction.query<[{ id: string }]>(
    'SELECT id FROM teaching_run WHERE ended_at IS NULL',
  );
  return id;
}

/** @returns who asked for the run; undefined when the claim was lost */
export async function holdClaim(
  transaction: EntityManager,
  { runId, claims }: Claim,
): Promise<string | null | undefined> {
  const [run] = await transaction.query<{ askedBy: string | null }[]>(
    `SELECT asked_by AS "askedBy" FROM teaching_run
      WHERE id = $1 AND claims = $2 AND ended_at IS NULL FOR UPDATE`,
    [runId, claims],
  );
  return run?.askedBy;
}

export async function noteOutcome(
  transaction: EntityManager,
  { runId }: Claim,
  outcome: TaughtOutcome,
): Promise<void> {
  // A run that was taken over does a task again: the later outcome counts.
  await transaction.query(
    `UPDATE teaching_run SET outcome = jsonb_path_query_array(outcome, '$[*] ? (@.task != $task)',
            jsonb_build_object('task', $2::text)) || $3::jsonb WHERE id = $1`,
    [runId, outcome.task, JSON.stringify([outcome])],
  );
}
