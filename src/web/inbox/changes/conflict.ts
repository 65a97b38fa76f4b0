import { ApiError } from '../../app/client.js';
import { agoRoughly } from '../../app/times.js';
import type { ChangeConflict, ChangedMention } from '../../app/wire.js';
import { sayAgain } from '../../language/say-again.js';
import { say } from '../../language/say.js';

/** What the server answers when somebody else was faster; null for every other error. */
export function conflictOf(error: unknown): ChangeConflict | null {
  if (!(error instanceof ApiError) || error.status !== 409 || error.problem === null) return null;
  return 'mention' in error.problem && 'meanwhile' in error.problem
    ? (error.problem as ChangeConflict)
    : null;
}

/** "Ben marked it as done, 2 min ago": one line for each thing that was done meanwhile. */
export function meanwhileInWords(
  deeds: ChangedMention['meanwhile'],
  now = Date.now(),
): readonly string[] {
  return deeds.map(({ at, by, you, what }) =>
    say('{who} {what}, {when}', {
      who: you ? say('In another window you') : sayAgain(by),
      what: sayAgain(what),
      when: agoRoughly(at, now),
    }),
  );
}

/** Why nothing was done. */
export function whyNot(conflict: ChangeConflict): string {
  const { heldBy, meanwhile } = conflict;
  if (heldBy !== null) return say('{name} is working on it right now.', { name: heldBy.name });
  const told = meanwhileInWords(meanwhile);
  return told.length === 0 ? say('It has changed since you saw it.') : told.join('; ');
}
