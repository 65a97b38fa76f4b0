import type { DataSource } from 'typeorm';
import type { StoredUser } from '../people.store.js';

export interface ListedUser extends StoredUser {
  readonly deactivatedAt: Date | null;
  readonly teams: { readonly id: string; readonly name: string }[];
  readonly account: {
    readonly createdAt: Date;
    readonly lastSeenAt: Date | null;
    readonly sessions: number;
    readonly password: boolean;
    readonly totp: boolean;
    readonly oidc: boolean;
  } | null;
}

interface Asked {
  readonly deactivated: boolean;
  /** How people sign in is for admins. */
  readonly accounts: boolean;
  readonly idleHours: number;
}

type Row = StoredUser &
  Pick<ListedUser, 'deactivatedAt' | 'teams'> &
  NonNullable<ListedUser['account']>;

/** The list of people. */
export class DirectoryStore {
  constructor(private readonly database: DataSource) {}

  async list({ deactivated, accounts, idleHours }: Asked): Promise<ListedUser[]> {
    const rows = await this.database.query<Row[]>(
      `SELECT u.id, u.name, u.email, u.role, u.deactivated_at AS "deactivatedAt",
              u.created_at AS "createdAt", seen AS "lastSeenAt", sessions,
              EXISTS (SELECT FROM password WHERE user_id = u.id) AS password,
              EXISTS (SELECT FROM second_step WHERE user_id = u.id AND confirmed_at IS NOT NULL) AS totp,
              EXISTS (SELECT FROM oidc_identity WHERE user_id = u.id) AS oidc,
              coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.id::text, 'name', t.name) ORDER BY t.name)
                 FROM team_member m JOIN team t ON t.id = m.team_id WHERE m.user_id = u.id), '[]') AS teams
         FROM app_user u CROSS JOIN LATERAL (
           SELECT max(last_seen_at) AS seen, count(*) FILTER (WHERE expires_at > now()
                    AND last_seen_at > now() - $2 * interval '1 hour')::int AS sessions
             FROM session WHERE user_id = u.id) s
        WHERE $1 OR u.deactivated_at IS NULL
        ORDER BY u.deactivated_at IS NOT NULL, lower(u.name), u.id`,
      [deactivated, idleHours],
    );
    return rows.map((row) => ({ ...plain(row), account: accounts ? accountOf(row) : null }));
  }
}

const plain = ({
  id,
  name,
  email,
  role,
  deactivatedAt,
  teams,
}: Row): Omit<ListedUser, 'account'> => ({
  id,
  name,
  email,
  role,
  deactivatedAt,
  teams,
});

const accountOf = ({
  createdAt,
  lastSeenAt,
  sessions,
  password,
  totp,
  oidc,
}: Row): ListedUser['account'] => ({ createdAt, lastSeenAt, sessions, password, totp, oidc });
