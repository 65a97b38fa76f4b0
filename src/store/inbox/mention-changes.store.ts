import type { DataSource, EntityManager } from 'typeorm';
import type { InboxStatus } from '../../domain/mention.js';
import type { Drawn, GivenLabels } from '../../domain/teaching.js';
import { lastDeed, record } from '../audit.store.js';
import { announce } from '../changes.js';
import { Conflict } from '../conflict.js';
import { applyLabels, givenOf, lockCopies, writeCorrections } from './corrections.js';

/** A correction that was made. */
export interface Corrected {
  readonly version: number;
  /** The mention and its exact copies: those that were read are to be triaged again. */
  readonly mentionIds: readonly string[];
}

/** What people change on a mention. Each change is announced, and written into its history. */
export class MentionChangesStore {
  constructor(private readonly database: DataSource) {}

  /**
   * @param version the version that the person saw
   * @returns false when there is no such mention
   * @throws Conflict when it has another version by now, with the present state in words; when work
   *   is to begin on what was deleted at its place
   */
  async setStatus(
    id: string,
    status: InboxStatus,
    version: number,
    userId: string,
  ): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [changed] = await transaction.query<[{ id: string }[], number]>(
        `UPDATE mention SET status = $2, version = version + 1 WHERE id = $1 AND version = $3
            AND (gone_at IS NULL OR $2 <> 'doing') RETURNING id`,
        [id, status, version],
      );
      if (changed.length === 0) return this.explain(transaction, id, version);
      await this.done(transaction, id, userId, `marked it as ${status}`);
      return true;
    });
  }

  private async explain(transaction: EntityManager, id: string, seen: number): Promise<false> {
    const [now] = await transaction.query<{ status: string; version: number }[]>(
      'SELECT status, version FROM mention WHERE id = $1',
      [id],
    );
    if (!now) return false;
    if (now.version === seen)
      throw new Conflict('It was deleted at its place: there is nothing left to answer.');
    const deed = await lastDeed(transaction, 'mention', id);
    throw new Conflict(
      `The mention has changed since you saw it: it is ${now.status} now${deed ? ` (${deed})` : ''}.`,
    );
  }

  /**
   * Makes these the corrections of the mention and of its exact copies, and their labels in force at
   * once. Those that were read already are to be triaged again; the others will be when they are read.
   *
   * @param drawn how the mention came before the person
   * @returns null when there is no such mention
   */
  async correct(
    id: string,
    given: GivenLabels,
    userId: string,
    drawn: Drawn = 'inbox',
  ): Promise<Corrected | null> {
    return this.database.transaction((transaction) =>
      correctIn(transaction, id, given, { userId, drawn }),
    );
  }

  private async done(
    transaction: EntityManager,
    id: string,
    userId: string,
    action: string,
  ): Promise<void> {
    await record(transaction, { userId, action, subjectKind: 'mention', subjectId: id });
    await announce(transaction, 'mentions', [id]);
  }
}

/** The same in a transaction of the caller's. */
export async function correctIn(
  transaction: EntityManager,
  id: string,
  given: GivenLabels,
  by: { userId: string; drawn: Drawn },
): Promise<Corrected | null> {
  const copies = await lockCopies(transaction, id);
  if (!copies) return null;
  const { ids, version } = copies;
  if (!(await writeCorrections(transaction, copies, given, by))) return { version, mentionIds: [] };
  await applyLabels(transaction, ids);
  const what = inWords(givenOf(given));
  for (const subjectId of ids) {
    const action = subjectId === id ? what : `${what} (on an exact copy)`;
    await record(transaction, { userId: by.userId, action, subjectKind: 'mention', subjectId });
  }
  await announce(transaction, 'mentions', ids);
  return { version: version + 1, mentionIds: ids };
}

function inWords(labels: ReturnType<typeof givenOf>): string {
  if (labels.length === 0) return 'took the correction back';
  const parts = labels.map(([label, value]) => {
    const said = typeof value === 'string' ? value : (value ?? []).join(', ');
    return `${label} to ${said || 'none'}`;
  });
  return `corrected ${parts.join('; ')}`;
}
