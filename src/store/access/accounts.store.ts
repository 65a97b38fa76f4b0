import type { DataSource } from 'typeorm';
import type { Language } from '../../domain/account.js';
import { record } from '../audit.store.js';
import { Conflict, isDuplicate } from '../conflict.js';
import type { StoredUser } from '../people.store.js';
import { setPassword } from './passwords.store.js';

export interface Account extends StoredUser {
  readonly language: Language | null;
  readonly timeZone: string | null;
  readonly firstRun: boolean;
  readonly createdAt: Date;
  readonly password: { readonly setAt: string } | null;
  readonly totp: { readonly since: string; readonly recoveryCodesLeft: number } | null;
  readonly oidc: { issuer: string; linkedAt: string; lastUsedAt: string | null }[];
  readonly teams: { id: string; name: string }[];
}

export interface AccountChange {
  readonly name?: string | undefined;
  readonly language?: Language | null | undefined;
  readonly timeZone?: string | null | undefined;
}

export interface FirstSetUp {
  readonly name: string;
  readonly email: string;
  readonly hash: string;
  readonly team: string;
}

/** Times inside JSON as the API writes them. */
const iso = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What people see and change of themselves. */
export class AccountsStore {
  constructor(private readonly database: DataSource) {}

  /** @returns null when there is no such person */
  async of(userId: string): Promise<Account | null> {
    const [account] = await this.database.query<Account[]>(
      `SELECT u.id, name, email, role, language, time_zone AS "timeZone", first_run AS "firstRun",
              u.created_at AS "createdAt",
              (SELECT jsonb_build_object('setAt', ${iso('set_at')})
                 FROM password WHERE user_id = u.id) AS password,
              (SELECT jsonb_build_object('since', ${iso('confirmed_at')}, 'recoveryCodesLeft',
                        (SELECT count(*) FROM recovery_code WHERE user_id = u.id AND used_at IS NULL))
                 FROM second_step WHERE user_id = u.id AND confirmed_at IS NOT NULL) AS totp,
              coalesce((SELECT jsonb_agg(jsonb_build_object('issuer', issuer, 'linkedAt',
                        ${iso('linked_at')}, 'lastUsedAt', ${iso('last_used_at')}) ORDER BY i.id)
                 FROM oidc_identity i WHERE user_id = u.id), '[]') AS oidc,
              coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.id::text, 'name', t.name) ORDER BY t.name)
                 FROM team_member m JOIN team t ON t.id = m.team_id WHERE m.user_id = u.id), '[]') AS teams
         FROM app_user u WHERE u.id = $1`,
      [userId],
    );
    return account ?? null;
  }

  async change(userId: string, change: AccountChange): Promise<void> {
    const { name, language, timeZone } = change;
    await this.database.transaction(async (transaction) => {
      await transaction.query(
        `UPDATE app_user SET name = coalesce($2, name),
                language = CASE WHEN $3 THEN $4 ELSE language END,
                time_zone = CASE WHEN $5 THEN $6 ELSE time_zone END
          WHERE id = $1`,
        [
          userId,
          name ?? null,
          language !== undefined,
          language ?? null,
          timeZone !== undefined,
          timeZone ?? null,
        ],
      );
      await record(transaction, {
        userId,
        action: 'changed their account',
        subjectKind: 'user',
        subjectId: userId,
        detail: change,
      });
    });
  }

  /** Whether a stand-in waits for someone to set this Earshot up. */
  async firstRunOpen(): Promise<boolean> {
    const [{ open }] = await this.database.query<[{ open: boolean }]>(
      `SELECT EXISTS (SELECT FROM app_user WHERE first_run AND deactivated_at IS NULL) AS open`,
    );
    return open;
  }

  /**
   * The stand-in becomes a person: the first admin.
   *
   * @returns false when that has happened already
   * @throws Conflict when somebody has the address, or the team is there
   */
  async setUp(userId: string, { name, email, hash, team }: FirstSetUp): Promise<boolean> {
    const done = this.database.transaction(async (transaction) => {
      const [rows] = await transaction.query<[unknown[], number]>(
        `UPDATE app_user SET name = $2, email = $3, first_run = false
          WHERE id = $1 AND first_run RETURNING id`,
        [userId, name, email.toLowerCase()],
      );
      if (rows.length === 0) return false;
      await setPassword(transaction, userId, hash);
      await transaction.query(
        `WITH made AS (INSERT INTO team (name) VALUES ($2) RETURNING id)
         INSERT INTO team_member (team_id, user_id) SELECT id, $1 FROM made`,
        [userId, team],
      );
      await record(transaction, {
        userId,
        action: `set this Earshot up, with the team ${team}`,
        subjectKind: 'user',
        subjectId: userId,
      });
      return true;
    });
    return done.catch((error: unknown) => {
      if (isDuplicate(error))
        throw new Conflict('Somebody has this address, or the team is there.');
      throw error;
    });
  }
}
