import type { DataSource, EntityManager } from 'typeorm';
import { takenBackInWords } from '../../domain/change-words.js';
import { wantedOf, wayBack, type Action } from '../../domain/mention-action.js';
import type { Drawn, GivenLabels } from '../../domain/teaching.js';
import { record } from '../audit.store.js';
import { announce } from '../changes.js';
import { Conflict } from '../conflict.js';
import { madeBy, type Deed } from './change-history.js';
import type { Made } from './change-rows.js';
import { Changing, type Actor, type Wish } from './changing.js';
import { checkOwner, refusalOf } from './refusal.js';
import { applyLabels, givenOf, lockCopies, writeCorrections } from './corrections.js';

/** A correction that was made. */
export interface Corrected {
  readonly version: number;
  /** The mention and its exact copies: those that were read are to be triaged again. */
  readonly mentionIds: readonly string[];
}

/** A change that was accepted. */
export interface ChangeMade {
  /** null when it was so already. */
  readonly made: Made | null;
  /** What was done to other parts since the version that was seen; oldest first. */
  readonly meanwhile: readonly Deed[];
}

/** What people change on a mention. Each change is announced, and written into its history. */
export class MentionChangesStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Does what a person wants of a mention, and of the exact copies that are folded under it. What
   * others did meanwhile to other parts of it stays, and is answered.
   *
   * @returns null when there is no such mention
   * @throws Superseded when somebody has changed the same since the version that was seen, or works on
   *   it right now; Conflict when work is to begin on what was deleted at its place
   * @throws UnknownReference when the owner is nobody
   */
  change(
    id: string,
    action: Action,
    seen: number,
    by: { userId: string; claimSeconds: number },
  ): Promise<ChangeMade | null> {
    const wish: Wish = { id, seen, wanted: (now) => wantedOf(action, now) };
    return this.database.transaction(async (transaction) => {
      await checkOwner(transaction, action);
      return oneDone(transaction, wish, {
        ...by,
        tell: (words) => words,
        occasion: (mentionId, version) => `assigned:${mentionId}:v${version}`,
      });
    });
  }

  /**
   * Takes back what this person changed, copies included. What was changed since stays.
   *
   * @param version the one that the change made
   * @returns null when there is no such mention
   * @throws Superseded when somebody has changed the same since
   * @throws Conflict when that version was not made by a change of this person
   */
  undo(
    id: string,
    version: number,
    by: { userId: string; claimSeconds: number },
  ): Promise<ChangeMade | null> {
    return this.database.transaction(async (transaction) => {
      const done = await madeBy(transaction, id, version, by.userId);
      if (done === null) throw new Conflict('There is no change of yours to take back here.');
      const { changes, copies } = done.made;
      const wish: Wish = { id, seen: version, wanted: () => wayBack(changes), back: copies };
      return oneDone(transaction, wish, { ...by, tell: takenBackInWords });
    });
  }

  /** By the database's clock, for whoever checks an action. */
  async now(): Promise<Date> {
    const [{ now }] = await this.database.query<[{ now: Date }]>('SELECT clock_timestamp() AS now');
    return now;
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
}

async function oneDone(
  transaction: EntityManager,
  wish: Wish,
  actor: Actor,
): Promise<ChangeMade | null> {
  const [outcome] = await Changing.run(transaction, [wish], actor);
  if (outcome === undefined || outcome.kind === 'missing') return null;
  if (outcome.kind === 'changed' || outcome.kind === 'same')
    return {
      made: outcome.kind === 'changed' ? outcome.made : null,
      meanwhile: outcome.meanwhile,
    };
  throw refusalOf(outcome);
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
