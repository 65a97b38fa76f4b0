import type { DataSource, EntityManager } from 'typeorm';
import { calledIn, linksOf } from '../../domain/note.js';
import { record } from '../audit.store.js';
import { announce } from '../changes.js';
import { Conflict, UnknownReference } from '../conflict.js';
import { notify } from '../notifications/notify.js';
import { findNote, notesOf, type StoredNote } from './note-rows.js';

export interface NewNote {
  readonly text: string;
  /** Ids of people. */
  readonly calls: readonly string[];
}

/** A note as it is written, ready to be stored. */
interface Written {
  readonly text: string;
  readonly calls: readonly string[];
  readonly links: readonly string[];
}

/** What people write to each other beside a mention. Only who wrote a note may change it. */
export class NotesStore {
  constructor(private readonly database: DataSource) {}

  /** @returns null when there is no such mention */
  async list(mentionId: string): Promise<StoredNote[] | null> {
    const [known] = await this.database.query<object[]>('SELECT FROM mention WHERE id = $1', [
      mentionId,
    ]);
    return known ? notesOf(this.database, mentionId) : null;
  }

  /**
   * @returns null when there is no such mention
   * @throws Conflict when the mention was erased; UnknownReference when somebody is called whom
   *   nobody knows
   */
  async add(mentionId: string, note: NewNote, userId: string): Promise<StoredNote | null> {
    return this.database.transaction(async (transaction) => {
      if (!(await lockMention(transaction, mentionId))) return null;
      const { text, calls, links } = await written(transaction, note);
      const [{ id }] = await transaction.query<[{ id: string }]>(
        `INSERT INTO mention_note (mention_id, user_id, text, calls, links)
         VALUES ($1, $2, $3, $4, $5) RETURNING id`,
        [mentionId, userId, text, calls, links],
      );
      await told(transaction, mentionId, userId, 'wrote a note');
      await call(transaction, { id, mentionId, userId }, calls);
      return findNote(transaction, id);
    });
  }

  /**
   * @param version the version that the person saw
   * @returns null when there is no such note
   * @throws Conflict when it has another version by now, is somebody else's, or was deleted or erased
   */
  async edit(
    id: string,
    note: NewNote & { version: number },
    userId: string,
  ): Promise<StoredNote | null> {
    return this.database.transaction(async (transaction) => {
      const now = await lockNote(transaction, id);
      if (!now) return null;
      if (now.userId !== userId) throw new Conflict('Only who wrote a note can change it.');
      if (now.deletedAt !== null) throw new Conflict('The note was deleted.');
      if (now.version !== note.version)
        throw new Conflict('The note has changed since you saw it, in another window of yours.');
      const { text, calls, links } = await written(transaction, note);
      if (text === now.text) return findNote(transaction, id);
      await transaction.query(
        'INSERT INTO mention_note_revision (note_id, text) SELECT id, text FROM mention_note WHERE id = $1',
        [id],
      );
      await transaction.query(
        `UPDATE mention_note SET text = $2, calls = $3, links = $4, edited_at = now(), version = version + 1
          WHERE id = $1`,
        [id, text, calls, links],
      );
      await told(transaction, now.mentionId, userId, 'edited a note');
      // Who was called before was told of it then: the event is the same.
      await call(transaction, { id, mentionId: now.mentionId, userId }, calls);
      return findNote(transaction, id);
    });
  }

  /**
   * Takes the text of a note away, with what it said before; that there was one stays.
   *
   * @param any whether the person may delete what others wrote
   * @returns null when there is no such note
   * @throws Conflict when it is somebody else's and may not be deleted
   */
  async remove(id: string, userId: string, any: boolean): Promise<StoredNote | null> {
    return this.database.transaction(async (transaction) => {
      const now = await lockNote(transaction, id, false);
      if (!now) return null;
      const own = now.userId === userId;
      if (!own && !any) throw new Conflict('Only who wrote a note can delete it, or a manager.');
      if (now.deletedAt !== null) return findNote(transaction, id);
      await transaction.query('DELETE FROM mention_note_revision WHERE note_id = $1', [id]);
      await transaction.query(
        `UPDATE mention_note SET text = '', calls = '{}', links = '{}', deleted_at = now(), version = version + 1
          WHERE id = $1`,
        [id],
      );
      const what = own ? 'deleted a note' : `deleted a note of ${now.by}`;
      await told(transaction, now.mentionId, userId, what);
      return findNote(transaction, id);
    });
  }
}

/** Held until the transaction ends, so that no note is written beside what is being erased. */
async function lockMention(transaction: EntityManager, id: string): Promise<boolean> {
  const [mention] = await transaction.query<{ erased: boolean }[]>(
    'SELECT erased_at IS NOT NULL AS erased FROM mention WHERE id = $1 FOR KEY SHARE',
    [id],
  );
  if (mention?.erased) throw new Conflict(ERASED);
  return mention !== undefined;
}

const ERASED = 'The mention was erased, and all that was written beside it.';

interface LockedNote {
  readonly mentionId: string;
  readonly userId: string;
  readonly by: string;
  readonly text: string;
  readonly deletedAt: Date | null;
  readonly version: number;
}

/** The mention before its notes, as erasure does. */
async function lockNote(
  transaction: EntityManager,
  id: string,
  refuseErased = true,
): Promise<LockedNote | null> {
  const [place] = await transaction.query<{ mentionId: string }[]>(
    'SELECT mention_id AS "mentionId" FROM mention_note WHERE id = $1',
    [id],
  );
  if (!place) return null;
  if (refuseErased) await lockMention(transaction, place.mentionId);
  const [note] = await transaction.query<LockedNote[]>(
    `SELECT mention_id AS "mentionId", user_id AS "userId", u.name AS by, text, deleted_at AS "deletedAt", version
       FROM mention_note n JOIN app_user u ON u.id = user_id WHERE n.id = $1 FOR NO KEY UPDATE OF n`,
    [id],
  );
  return note ?? null;
}

async function written(transaction: EntityManager, { text, calls }: NewNote): Promise<Written> {
  const people = await transaction.query<{ id: string; name: string }[]>(
    'SELECT id, name FROM app_user WHERE id = ANY($1::bigint[]) ORDER BY array_position($1::bigint[], id)',
    [calls],
  );
  const unknown = calls.find((id) => !people.some((person) => person.id === id));
  if (unknown !== undefined) throw new UnknownReference(`Nobody here has the id ${unknown}.`);
  return { text, calls: calledIn(text, people).map(({ id }) => id), links: linksOf(text) };
}

/** Tells the people whom a note calls, each once for this note. */
async function call(
  transaction: EntityManager,
  note: { id: string; mentionId: string; userId: string },
  calls: readonly string[],
): Promise<void> {
  const { id, mentionId, userId: byUserId } = note;
  await notify(
    transaction,
    calls.map((userId) => ({
      ...{ userId, mentionId, byUserId },
      kind: 'called',
      event: `note:${id}`,
    })),
  );
}

async function told(
  transaction: EntityManager,
  mentionId: string,
  userId: string,
  action: string,
): Promise<void> {
  await record(transaction, { userId, action, subjectKind: 'mention', subjectId: mentionId });
  await announce(transaction, 'mentions', [mentionId]);
}
