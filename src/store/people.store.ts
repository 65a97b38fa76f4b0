import type { DataSource, EntityManager } from 'typeorm';
import type { Role } from '../domain/work.js';
import { endSessions } from './access/sessions.store.js';
import { SignInStore } from './access/sign-in.store.js';
import { record } from './audit.store.js';
import { Conflict, isDuplicate } from './conflict.js';

export interface StoredUser {
  readonly id: string;
  readonly name: string;
  /** In lower case. */
  readonly email: string;
  readonly role: Role;
}

export interface NewUser {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

export interface UserChange {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly deactivated?: boolean | undefined;
}

const COLUMNS = 'id, name, email, role';

/** The person of the first start, until someone sets this Earshot up or adds real ones. */
const FIRST: NewUser = { name: 'Administrator', email: 'admin@localhost', role: 'admin' };

/** The people who work with Earshot. They are deactivated, never deleted. */
export class PeopleStore {
  constructor(private readonly database: DataSource) {}

  /** Everyone who is active. */
  all(): Promise<StoredUser[]> {
    return this.database.query<StoredUser[]>(
      `SELECT ${COLUMNS} FROM app_user WHERE deactivated_at IS NULL ORDER BY lower(name), id`,
    );
  }

  /** @returns null when nobody has this address */
  async byEmail(email: string): Promise<StoredUser | null> {
    const [user] = await this.database.query<StoredUser[]>(
      `SELECT ${COLUMNS} FROM app_user WHERE email = $1`,
      [email.toLowerCase()],
    );
    return user ?? null;
  }

  /** @returns null when there is no such person */
  async byId(id: string): Promise<StoredUser | null> {
    const [user] = await this.database.query<StoredUser[]>(
      `SELECT ${COLUMNS} FROM app_user WHERE id = $1`,
      [id],
    );
    return user ?? null;
  }

  /** @returns null when there is no such person, or they are deactivated */
  async active(id: string): Promise<StoredUser | null> {
    const [user] = await this.database.query<StoredUser[]>(
      `SELECT ${COLUMNS} FROM app_user WHERE id = $1 AND deactivated_at IS NULL`,
      [id],
    );
    return user ?? null;
  }

  /**
   * @param by who adds them; null: someone at the command line
   * @throws Conflict when somebody has this address already
   */
  async add({ name, email, role }: NewUser, by: string | null): Promise<StoredUser> {
    const added = this.database.transaction(async (transaction) => {
      const [user] = await transaction.query<[StoredUser]>(
        `INSERT INTO app_user (name, email, role) VALUES ($1, $2, $3) RETURNING ${COLUMNS}`,
        [name, email.toLowerCase(), role],
      );
      await tell(transaction, user, by, `added ${name} as ${role}`);
      return user;
    });
    return added.catch((error: unknown) => {
      if (isDuplicate(error)) throw new Conflict(`Somebody has the address ${email} already.`);
      throw error;
    });
  }

  /**
   * Changes what a person is called, may do, and whether they may come in. Who gets another role,
   * or none, is signed out everywhere.
   *
   * @param by who does it; null: someone at the command line
   * @returns null when there is no such person
   * @throws Conflict when the last admin would be none any more
   */
  async change(id: string, change: UserChange, by: string | null): Promise<StoredUser | null> {
    return this.database.transaction(async (transaction) => {
      const admins = await lockAdmins(transaction);
      const [before] = await transaction.query<(StoredUser & { active: boolean })[]>(
        `SELECT ${COLUMNS}, deactivated_at IS NULL AS active FROM app_user WHERE id = $1 FOR UPDATE`,
        [id],
      );
      if (!before) return null;
      const isOut = change.deactivated ?? !before.active;
      const role = change.role ?? before.role;
      if (admins.length === 1 && admins[0] === id && (isOut || role !== 'admin'))
        throw new Conflict(`${before.email} is the only admin. Make somebody else one first.`);
      if (change.name !== undefined && change.name !== before.name)
        await this.rename(transaction, before, change.name, by);
      if (role !== before.role) await this.give(transaction, before, role, by);
      if (isOut === before.active) await this.open(transaction, before, !isOut, by);
      const [after] = await transaction.query<[StoredUser]>(
        `SELECT ${COLUMNS} FROM app_user WHERE id = $1`,
        [id],
      );
      return after;
    });
  }

  /** The same by address, for the command line. */
  async setRole(email: string, role: Role, by: string | null): Promise<StoredUser | null> {
    const user = await this.byEmail(email);
    return user && this.change(user.id, { role }, by);
  }

  private async rename(
    transaction: EntityManager,
    user: StoredUser,
    name: string,
    by: string | null,
  ): Promise<void> {
    await transaction.query('UPDATE app_user SET name = $2 WHERE id = $1', [user.id, name]);
    await tell(transaction, user, by, `renamed ${user.name} to ${name}`);
  }

  private async give(
    transaction: EntityManager,
    user: StoredUser,
    role: Role,
    by: string | null,
  ): Promise<void> {
    await transaction.query('UPDATE app_user SET role = $2 WHERE id = $1', [user.id, role]);
    await tell(transaction, user, by, `made ${user.name} ${role}`, { before: user.role });
    await endSessions(transaction, user.id, { by });
  }

  /** Tokens and links of whoever is out stay where they are and open nothing. */
  private async open(
    transaction: EntityManager,
    user: StoredUser,
    isIn: boolean,
    by: string | null,
  ): Promise<void> {
    await transaction.query(
      `UPDATE app_user SET deactivated_at = CASE WHEN $2 THEN NULL ELSE now() END WHERE id = $1`,
      [user.id, isIn],
    );
    await tell(transaction, user, by, `${isIn ? 'let in again' : 'deactivated'} ${user.name}`);
    if (isIn) return;
    await endSessions(transaction, user.id, { by });
    await transaction.query('DELETE FROM sign_in_link WHERE user_id = $1 AND used_at IS NULL', [
      user.id,
    ]);
  }

  /**
   * A sign-in link for the very first person, who is made for it.
   *
   * @returns its token; null as soon as anyone but a stand-in has ever signed in
   */
  async firstRunLink(hours: number): Promise<string | null> {
    const [{ known }] = await this.database.query<[{ known: boolean }]>(
      `SELECT EXISTS (SELECT FROM sign_in_link JOIN app_user u ON u.id = user_id
                       WHERE used_at IS NOT NULL AND NOT first_run) AS known`,
    );
    if (known) return null;
    await this.database.query(
      `INSERT INTO app_user (name, email, role, first_run)
       SELECT $1, $2, $3, true
        WHERE NOT EXISTS (SELECT FROM app_user WHERE role = 'admin' AND deactivated_at IS NULL)
       ON CONFLICT (email) DO NOTHING`,
      [FIRST.name, FIRST.email, FIRST.role],
    );
    const [admin] = await this.database.query<{ id: string }[]>(
      `SELECT id FROM app_user WHERE role = 'admin' AND deactivated_at IS NULL ORDER BY id LIMIT 1`,
    );
    return admin ? new SignInStore(this.database).makeLink(admin.id, hours) : null;
  }
}

/** All admins are locked, so that two of them cannot demote each other at once. */
async function lockAdmins(transaction: EntityManager): Promise<string[]> {
  const admins = await transaction.query<{ id: string }[]>(
    `SELECT id FROM app_user WHERE role = 'admin' AND deactivated_at IS NULL ORDER BY id FOR UPDATE`,
  );
  return admins.map(({ id }) => id);
}

const tell = (
  transaction: EntityManager,
  user: StoredUser,
  by: string | null,
  action: string,
  detail?: unknown,
): Promise<void> =>
  record(transaction, { userId: by, action, subjectKind: 'user', subjectId: user.id, detail });
