import type { DataSource, EntityManager } from 'typeorm';
import { record } from '../audit.store.js';
import { Conflict } from '../conflict.js';

export interface ViewWritten {
  readonly name: string;
  /** The query string of the address that shows it, without "?". */
  readonly address: string;
  readonly shared: boolean;
}

export interface StoredView extends ViewWritten {
  readonly id: string;
  readonly owner: { readonly id: string; readonly name: string };
  readonly createdAt: Date;
  readonly version: number;
}

/** Who changes a view, and whether that person may change what others share. */
export interface ViewChanger {
  readonly id: string;
  readonly manages: boolean;
}

/** Views that one person keeps (count). */
const MOST = 200;

const SELECT = `
  SELECT v.id, v.name, v.address, v.shared, v.created_at AS "createdAt", v.version,
         jsonb_build_object('id', u.id::text, 'name', u.name) AS owner
    FROM saved_view v JOIN app_user u ON u.id = v.owner_id`;

/** Views of the inbox under a name. A personal one is its owner's, a shared one everybody's to see. */
export class SavedViewsStore {
  constructor(private readonly database: DataSource) {}

  /** All that this person can see, own ones first. */
  all(userId: string): Promise<StoredView[]> {
    return this.database.query<StoredView[]>(
      `${SELECT} WHERE v.owner_id = $1 OR v.shared ORDER BY v.owner_id <> $1, lower(v.name), v.id`,
      [userId],
    );
  }

  /** @throws Conflict when the person has one of this name already, or too many */
  async add(view: ViewWritten, userId: string): Promise<StoredView> {
    const id = await this.database.transaction(async (transaction) => {
      await transaction.query('SELECT FROM app_user WHERE id = $1 FOR NO KEY UPDATE', [userId]);
      await checkName(transaction, { ownerId: userId, name: view.name, id: null });
      const [{ id: added }] = await transaction.query<[{ id: string }]>(
        'INSERT INTO saved_view (owner_id, name, address, shared) VALUES ($1, $2, $3, $4) RETURNING id',
        [userId, view.name, view.address, view.shared],
      );
      await told(
        transaction,
        userId,
        added,
        `${view.shared ? 'shared' : 'saved'} the view "${view.name}"`,
      );
      return added;
    });
    return (await this.find(id, userId)) as StoredView;
  }

  /**
   * @param version the one that was seen
   * @returns null when there is none that this person may see
   * @throws Conflict when it is another's, has changed since, or its name is taken
   */
  async change(
    id: string,
    change: Partial<ViewWritten>,
    version: number,
    by: ViewChanger,
  ): Promise<StoredView | null> {
    const there = await this.database.transaction(async (transaction) => {
      const view = await lock(transaction, id, by);
      if (view === null) return false;
      if (view.version !== version)
        throw new Conflict(
          `The view "${view.name}" was changed since you saw it. Look at it again.`,
        );
      const next = { ...view, ...change };
      await checkName(transaction, { ownerId: view.ownerId, name: next.name, id });
      await transaction.query(
        'UPDATE saved_view SET name = $2, address = $3, shared = $4, version = version + 1 WHERE id = $1',
        [id, next.name, next.address, next.shared],
      );
      await told(transaction, by.id, id, changeInWords(view, next));
      return true;
    });
    return there ? this.find(id, by.id) : null;
  }

  /**
   * @returns false when there is none that this person may see
   * @throws Conflict when it is another's
   */
  remove(id: string, by: ViewChanger): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const view = await lock(transaction, id, by);
      if (view === null) return false;
      await transaction.query('DELETE FROM saved_view WHERE id = $1', [id]);
      await told(transaction, by.id, id, `removed the view "${view.name}"`);
      return true;
    });
  }

  private async find(id: string, userId: string): Promise<StoredView | null> {
    const [view] = await this.database.query<StoredView[]>(
      `${SELECT} WHERE v.id = $1 AND (v.owner_id = $2 OR v.shared)`,
      [id, userId],
    );
    return view ?? null;
  }
}

type Locked = ViewWritten & { readonly ownerId: string; readonly version: number };

async function lock(
  transaction: EntityManager,
  id: string,
  by: ViewChanger,
): Promise<Locked | null> {
  const [view] = await transaction.query<Locked[]>(
    `SELECT name, address, shared, owner_id AS "ownerId", version FROM saved_view
      WHERE id = $1 AND (owner_id = $2 OR shared) FOR UPDATE`,
    [id, by.id],
  );
  if (view === undefined) return null;
  if (view.ownerId !== by.id && !by.manages)
    throw new Conflict('It is shared by somebody else, who can change it, as managers can.');
  return view;
}

async function checkName(
  transaction: EntityManager,
  { ownerId, name, id }: { ownerId: string; name: string; id: string | null },
): Promise<void> {
  const own = await transaction.query<{ same: boolean }[]>(
    `SELECT lower(name) = lower($2) AS same FROM saved_view
      WHERE owner_id = $1 AND id IS DISTINCT FROM $3`,
    [ownerId, name, id],
  );
  if (own.some(({ same }) => same)) throw new Conflict(`There is a view "${name}" already.`);
  if (own.length >= MOST) throw new Conflict(`${MOST} views are the most that one person keeps.`);
}

function changeInWords(before: ViewWritten, after: ViewWritten): string {
  const said = [
    ...(before.name === after.name ? [] : [`renamed the view "${before.name}" to "${after.name}"`]),
    ...(before.address === after.address ? [] : [`changed what the view "${after.name}" shows`]),
    ...(before.shared === after.shared
      ? []
      : [`${after.shared ? 'shared' : 'no longer shares'} the view "${after.name}"`]),
  ];
  return said.join('; ') || `saved the view "${after.name}" as it was`;
}

const told = (
  transaction: EntityManager,
  userId: string,
  subjectId: string,
  action: string,
): Promise<void> => record(transaction, { userId, action, subjectKind: 'view', subjectId });
