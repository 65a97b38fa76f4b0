import type { EntityManager } from 'typeorm';
import type { Action } from '../../domain/mention-action.js';
import { Conflict, UnknownReference } from '../conflict.js';
import type { Deed } from './change-history.js';
import type { Outcome } from './changing.js';

export interface Holder {
  readonly id: string;
  readonly name: string;
}

/** A change was refused because of what somebody else did or does with the same mention. */
export class Superseded extends Conflict {
  constructor(
    message: string,
    /** What stands against it, oldest first. */
    readonly meanwhile: readonly Deed[],
    readonly heldBy: Holder | null,
  ) {
    super(message);
  }
}

/** Why a wish was not fulfilled, for the person whose it was. */
export function refusalOf(
  outcome: Extract<Outcome, { kind: 'clash' | 'held' | 'gone' }>,
): Conflict {
  if (outcome.kind === 'gone')
    return new Conflict('It was deleted at its place: there is nothing left to answer.');
  if (outcome.kind === 'held') return heldBy(outcome.by);
  const last = outcome.deeds.at(-1);
  const who = last === undefined ? '' : ` (${last.by} ${last.what})`;
  return new Superseded(
    `The mention has changed since you saw it: it is ${outcome.now.standing.status} now${who}.`,
    outcome.deeds,
    null,
  );
}

export const heldBy = (by: Holder): Superseded =>
  new Superseded(`${by.name} is working on it right now. You can take it over.`, [], by);

/** @throws UnknownReference when an action names an owner who is nobody */
export async function checkOwner(
  database: Pick<EntityManager, 'query'>,
  { ownerId }: Action,
): Promise<void> {
  if (ownerId === null || ownerId === undefined) return;
  const people = await database.query<unknown[]>('SELECT FROM app_user WHERE id = $1', [ownerId]);
  if (people.length === 0) throw new UnknownReference('ownerId: there is no such person.');
}
