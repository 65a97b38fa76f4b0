import type { DataSource } from 'typeorm';
import { record } from '../audit.store.js';
import { Conflict } from '../conflict.js';

export interface MacroWritten {
  readonly name: string;
  readonly key: string | null;
  readonly shared: boolean;
  readonly action: unknown;
}

export interface StoredMacro extends MacroWritten {
  readonly id: string;
  readonly owner: { readonly id: string; readonly name: string };
  readonly version: number;
}

/** Who asks, and whether that person may change what others share. */
export interface Asker {
  readonly id: string;
  readonly manages: boolean;
}

/** Macros that one person keeps (count): more than anybody remembers. */
const MOST = 100;

const SELECT = `
  SELECT macro.id, macro.name, key, shared, action, version,
         jsonb_build_object('id', u.id::text, 'name', u.name) AS owner
    FROM macro JOIN app_user u ON u.id = macro.owner_id`;

/** Several changes under one name. A personal one is its owner's, a shared one everybody's to use. */
export class MacrosStore {
  constructor(private readonly database: DataSource) {}

  /** All that this person can use, own ones first. */
  all(userId: string): Promise<StoredMacro[]> {
    return this.database.query<StoredMacro[]>(
      `${SELECT} WHERE owner_id = $1 OR shared
        ORDER BY owner_id <> $1, key NULLS LAST, lower(macro.name), macro.id`,
      [userId],
    );
  }

  /** @throws Conflict when the person has another one under this key, or too many */
  async add(macro: MacroWritten, userId: string): Promise<StoredMacro> {
    const id = await this.database.transaction(async (transaction) => {
      await transaction.query('SELECT FROM app_user WHERE id = $1 FOR NO KEY UPDATE', [userId]);
      const own = await transaction.query<{ key: string | null; name: string }[]>(
        'SELECT key, name FROM macro WHERE owner_id = $1',
        [userId],
      );
      if (own.length >= MOST) throw new Conflict(`You have ${MOST} macros, which is the limit.`);
      checkKey(macro.key, own);
      const [{ id: added }] = await transaction.query<[{ id: string }]>(
        `INSERT INTO macro (owner_id, name, key, shared, action) VALUES ($1, $2, $3, $4, $5)
         RETURNING id`,
        [userId, macro.name, macro.key, macro.shared, JSON.stringify(macro.action)],
      );
      await told(transaction, userId, added, `added the macro "${macro.name}"`);
      return added;
    });
    return (await this.find(id, userId)) as StoredMacro;
  }

  /**
   * @param version the one that was seen
   * @returns null when there is none that this person may see
   * @throws Conflict when it is another's, has changed since, or the key is taken
   */
  async change(
    id: string,
    change: Partial<MacroWritten>,
    version: number,
    by: Asker,
  ): Promise<StoredMacro | null> {
    const there = await this.database.transaction(async (transaction) => {
      const [macro] = await transaction.query<
        (MacroWritten & { ownerId: string; version: number })[]
      >(
        `SELECT name, key, shared, action, owner_id AS "ownerId", version FROM macro
          WHERE id = $1 AND (owner_id = $2 OR shared) FOR NO KEY UPDATE`,
        [id, by.id],
      );
      if (macro === undefined) return false;
      checkMay(macro.ownerId, by);
      if (macro.version !== version)
        throw new Conflict('The macro was changed since you saw it. Look at it again.');
      const next = { ...macro, ...change };
      const others = await transaction.query<{ key: string | null; name: string }[]>(
        'SELECT key, name FROM macro WHERE owner_id = $1 AND id <> $2',
        [macro.ownerId, id],
      );
      checkKey(next.key, others);
      await transaction.query(
        `UPDATE macro SET name = $2, key = $3, shared = $4, action = $5, version = version + 1
          WHERE id = $1`,
        [id, next.name, next.key, next.shared, JSON.stringify(next.action)],
      );
      await told(transaction, by.id, id, `changed the macro "${next.name}"`);
      return true;
    });
    return there ? this.find(id, by.id) : null;
  }

  /**
   * @returns false when there is none that this person may see
   * @throws Conflict when it is another's
   */
  remove(id: string, by: Asker): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [macro] = await transaction.query<{ name: string; ownerId: string }[]>(
        `SELECT name, owner_id AS "ownerId" FROM macro
          WHERE id = $1 AND (owner_id = $2 OR shared) FOR UPDATE`,
        [id, by.id],
      );
      if (macro === undefined) return false;
      checkMay(macro.ownerId, by);
      await transaction.query('DELETE FROM macro WHERE id = $1', [id]);
      await told(transaction, by.id, id, `removed the macro "${macro.name}"`);
      return true;
    });
  }

  private async find(id: string, userId: string): Promise<StoredMacro | null> {
    const [macro] = await this.database.query<StoredMacro[]>(
      `${SELECT} WHERE macro.id = $1 AND (owner_id = $2 OR shared)`,
      [id, userId],
    );
    return macro ?? null;
  }
}

function checkMay(ownerId: string, by: Asker): void {
  if (ownerId !== by.id && !by.manages)
    throw new Conflict('It is shared by somebody else, who can change it, as managers can.');
}

function checkKey(
  key: string | null,
  others: readonly { key: string | null; name: string }[],
): void {
  const taken = others.find((other) => key !== null && other.key === key);
  if (taken !== undefined)
    throw new Conflict(`The key ${key} is taken by the macro "${taken.name}".`);
}

const told = (
  transaction: Pick<DataSource, 'query'>,
  userId: string,
  subjectId: string,
  action: string,
): Promise<void> => record(transaction, { userId, action, subjectKind: 'macro', subjectId });
