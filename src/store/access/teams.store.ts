import type { DataSource, EntityManager } from 'typeorm';
import { record } from '../audit.store.js';
import { Conflict, isDangling, isDuplicate, UnknownReference } from '../conflict.js';
import type { StoredUser } from '../people.store.js';

export interface StoredTeam {
  readonly id: string;
  readonly name: string;
  readonly members: StoredUser[];
}

const TEAMS = `
  SELECT t.id, t.name, coalesce((
           SELECT jsonb_agg(jsonb_build_object('id', u.id::text, 'name', u.name, 'email', u.email,
                    'role', u.role) ORDER BY lower(u.name), u.id)
             FROM team_member m JOIN app_user u ON u.id = m.user_id
            WHERE m.team_id = t.id AND u.deactivated_at IS NULL), '[]') AS members
    FROM team t`;

/** Groups of people. */
export class TeamsStore {
  constructor(private readonly database: DataSource) {}

  all(): Promise<StoredTeam[]> {
    return this.database.query<StoredTeam[]>(`${TEAMS} ORDER BY lower(t.name), t.id`);
  }

  /** @throws Conflict when there is one of this name, in any case */
  add(name: string, by: string): Promise<StoredTeam> {
    return named(name, async () =>
      this.database.transaction(async (transaction) => {
        await refuseTaken(transaction, name, null);
        const [{ id }] = await transaction.query<[{ id: string }]>(
          'INSERT INTO team (name) VALUES ($1) RETURNING id',
          [name],
        );
        await tell(transaction, id, by, `added the team ${name}`);
        return { id, name, members: [] };
      }),
    );
  }

  /**
   * @returns null when there is no such team
   * @throws Conflict when there is another one of this name
   */
  rename(id: string, name: string, by: string): Promise<StoredTeam | null> {
    return named(name, async () =>
      this.database.transaction(async (transaction) => {
        await refuseTaken(transaction, name, id);
        const [before] = await transaction.query<{ name: string }[]>(
          'SELECT name FROM team WHERE id = $1 FOR UPDATE',
          [id],
        );
        if (!before) return null;
        await transaction.query('UPDATE team SET name = $2 WHERE id = $1', [id, name]);
        await tell(transaction, id, by, `renamed the team ${before.name} to ${name}`);
        return this.one(transaction, id);
      }),
    );
  }

  /** @returns false when there is no such team */
  remove(id: string, by: string): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [rows] = await transaction.query<[{ name: string }[], number]>(
        'DELETE FROM team WHERE id = $1 RETURNING name',
        [id],
      );
      if (!rows[0]) return false;
      await tell(transaction, id, by, `removed the team ${rows[0].name}`);
      return true;
    });
  }

  /**
   * @returns null when there is no such team
   * @throws UnknownReference when there is no such person
   */
  async setMembers(id: string, userIds: readonly string[], by: string): Promise<StoredTeam | null> {
    const done = this.database.transaction(async (transaction) => {
      const [team] = await transaction.query<{ name: string }[]>(
        'SELECT name FROM team WHERE id = $1 FOR UPDATE',
        [id],
      );
      if (!team) return null;
      await transaction.query(
        'DELETE FROM team_member WHERE team_id = $1 AND user_id <> ALL($2::bigint[])',
        [id, userIds],
      );
      await transaction.query(
        `INSERT INTO team_member (team_id, user_id) SELECT $1, unnest($2::bigint[])
         ON CONFLICT DO NOTHING`,
        [id, userIds],
      );
      await tell(transaction, id, by, `chose who is in the team ${team.name}`, { userIds });
      return this.one(transaction, id);
    });
    return done.catch((error: unknown) => {
      if (isDangling(error)) throw new UnknownReference('There is no such person.');
      throw error;
    });
  }

  private async one(transaction: EntityManager, id: string): Promise<StoredTeam | null> {
    const [team] = await transaction.query<StoredTeam[]>(`${TEAMS} WHERE t.id = $1`, [id]);
    return team ?? null;
  }
}

const taken = (name: string): Conflict => new Conflict(`There is a team ${name} already.`);

async function refuseTaken(
  transaction: EntityManager,
  name: string,
  but: string | null,
): Promise<void> {
  const [other] = await transaction.query<{ name: string }[]>(
    'SELECT name FROM team WHERE lower(name) = lower($1) AND id IS DISTINCT FROM $2',
    [name, but],
  );
  if (other) throw taken(other.name);
}

/** Two who add the same name at once: one is told so. */
function named<T>(name: string, act: () => Promise<T>): Promise<T> {
  return act().catch((error: unknown) => {
    if (isDuplicate(error)) throw taken(name);
    throw error;
  });
}

const tell = (
  transaction: EntityManager,
  id: string,
  by: string,
  action: string,
  detail?: unknown,
): Promise<void> =>
  record(transaction, { userId: by, action, subjectKind: 'team', subjectId: id, detail });
