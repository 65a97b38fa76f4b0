import type { DataSource } from 'typeorm';
import type { Role } from '../domain/work.js';
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

const COLUMNS = 'id, name, email, role';

/** The person of the first start, until someone adds real ones. */
const FIRST: NewUser = { name: 'Administrator', email: 'admin@localhost', role: 'admin' };

/** The people who work with Earshot. */
export class PeopleStore {
  constructor(private readonly database: DataSource) {}

  all(): Promise<StoredUser[]> {
    return this.database.query<StoredUser[]>(
      `SELECT ${COLUMNS} FROM app_user ORDER BY lower(name), id`,
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
      await record(transaction, {
        userId: by,
        action: `added ${name} as ${role}`,
        subjectKind: 'user',
        subjectId: user.id,
      });
      return user;
    });
    return added.catch((error: unknown) => {
      if (isDuplicate(error)) throw new Conflict(`Somebody has the address ${email} already.`);
      throw error;
    });
  }

  /**
   * @returns null when nobody has this address
   * @throws Conflict when the last admin would be none any more
   */
  async setRole(email: string, role: Role, by: string | null): Promise<StoredUser | null> {
    return this.database.transaction(async (transaction) => {
      // All admins are locked, so that two of them cannot demote each other at once.
      const admins = await transaction.query<{ email: string }[]>(
        `SELECT email FROM app_user WHERE role = 'admin' ORDER BY id FOR UPDATE`,
      );
      if (role !== 'admin' && admins.length === 1 && admins[0]?.email === email.toLowerCase())
        throw new Conflict(`${email} is the only admin. Make somebody else one first.`);
      const [[user]] = await transaction.query<[StoredUser[], number]>(
        `UPDATE app_user SET role = $2 WHERE email = $1 RETURNING ${COLUMNS}`,
        [email.toLowerCase(), role],
      );
      if (!user) return null;
      await record(transaction, {
        userId: by,
        action: `made ${user.name} ${role}`,
        subjectKind: 'user',
        subjectId: user.id,
      });
      return user;
    });
  }

  /**
   * A sign-in link for the very first person, who is made for it.
   *
   * @returns its token; null as soon as anyone has ever signed in
   */
  async firstRunLink(hours: number): Promise<string | null> {
    const [{ known }] = await this.database.query<[{ known: boolean }]>(
      `SELECT EXISTS (SELECT FROM sign_in_link WHERE used_at IS NOT NULL) AS known`,
    );
    if (known) return null;
    await this.database.query(
      `INSERT INTO app_user (name, email, role)
       SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT FROM app_user WHERE role = 'admin')
       ON CONFLICT (email) DO NOTHING`,
      [FIRST.name, FIRST.email, FIRST.role],
    );
    const [admin] = await this.database.query<[{ id: string }]>(
      `SELECT id FROM app_user WHERE role = 'admin' ORDER BY id LIMIT 1`,
    );
    return new SignInStore(this.database).makeLink(admin.id, hours);
  }
}
