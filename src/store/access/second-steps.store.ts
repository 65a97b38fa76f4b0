import type { DataSource, EntityManager } from 'typeorm';
import { record } from '../audit.store.js';
import { digestOf } from './secret.js';
import { endSessions } from './sessions.store.js';

/** Codes from an app and codes for whoever lost it; what a right code is, is decided elsewhere. */
export class SecondStepsStore {
  constructor(private readonly database: DataSource) {}

  /** @returns the sealed secret; null when no code is asked of this person */
  sealedOf(userId: string): Promise<string | null> {
    return this.sealed(userId, 'confirmed_at IS NOT NULL');
  }

  /** @returns the sealed secret that waits for its first right code; null when there is none */
  pendingOf(userId: string): Promise<string | null> {
    return this.sealed(userId, `confirmed_at IS NULL AND created_at > now() - interval '1 hour'`);
  }

  /** @returns false when a code is asked of this person already */
  async begin(userId: string, sealed: string): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      `INSERT INTO second_step AS s (user_id, sealed) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET sealed = excluded.sealed, created_at = now(), last_step = NULL
        WHERE s.confirmed_at IS NULL RETURNING user_id`,
      [userId, sealed],
    );
    return rows.length > 0;
  }

  /**
   * From now on a code is asked for. Other sessions end, as they were begun without one.
   *
   * @param sealed as it was when the code was compared
   * @param step of the code, which cannot be used again
   * @param digests of the recovery codes
   * @returns false when it was begun anew or confirmed meanwhile
   */
  async confirm(userId: string, { sealed, step, codes, kept }: Confirmation): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [rows] = await transaction.query<[unknown[], number]>(
        `UPDATE second_step SET confirmed_at = now(), last_step = $3
          WHERE user_id = $1 AND sealed = $2 AND confirmed_at IS NULL RETURNING user_id`,
        [userId, sealed, step],
      );
      if (rows.length === 0) return false;
      await transaction.query('DELETE FROM recovery_code WHERE user_id = $1', [userId]);
      await transaction.query(
        'INSERT INTO recovery_code (digest, user_id) SELECT unnest($2::text[]), $1',
        [userId, codes.map((code) => digestOf(code))],
      );
      await tell(transaction, userId, userId, 'turned on codes of an app as second step');
      await endSessions(transaction, userId, { by: userId, kept });
      return true;
    });
  }

  /** @returns false when this step was used already, or one after it */
  async takeStep(userId: string, step: number): Promise<boolean> {
    const [rows] = await this.database.query<[unknown[], number]>(
      `UPDATE second_step SET last_step = $2
        WHERE user_id = $1 AND confirmed_at IS NOT NULL AND (last_step IS NULL OR last_step < $2)
        RETURNING user_id`,
      [userId, step],
    );
    return rows.length > 0;
  }

  /** @returns false when this person has no such code, or used it */
  async takeRecoveryCode(userId: string, code: string): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [rows] = await transaction.query<[unknown[], number]>(
        `UPDATE recovery_code SET used_at = now()
          WHERE digest = $2 AND user_id = $1 AND used_at IS NULL RETURNING digest`,
        [userId, digestOf(code)],
      );
      if (rows.length > 0) await tell(transaction, userId, userId, 'used a recovery code');
      return rows.length > 0;
    });
  }

  /**
   * @param by who takes it off: the person, or an admin
   * @returns false when there was none
   */
  async end(userId: string, by: string | null, kept: string | null): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [rows] = await transaction.query<[{ confirmed: boolean }[], number]>(
        `DELETE FROM second_step WHERE user_id = $1 RETURNING confirmed_at IS NOT NULL AS confirmed`,
        [userId],
      );
      if (!rows[0]?.confirmed) return false;
      await transaction.query('DELETE FROM recovery_code WHERE user_id = $1', [userId]);
      await tell(transaction, userId, by, 'turned off the second step');
      await endSessions(transaction, userId, { by, kept });
      return true;
    });
  }

  private async sealed(userId: string, which: string): Promise<string | null> {
    const [row] = await this.database.query<{ sealed: string }[]>(
      `SELECT sealed FROM second_step WHERE user_id = $1 AND ${which}`,
      [userId],
    );
    return row?.sealed ?? null;
  }
}

export interface Confirmation {
  readonly sealed: string;
  readonly step: number;
  readonly codes: readonly string[];
  /** Secret of the session that asks. */
  readonly kept: string | null;
}

const tell = (
  transaction: EntityManager,
  userId: string,
  by: string | null,
  action: string,
): Promise<void> =>
  record(transaction, { userId: by, action, subjectKind: 'user', subjectId: userId });
