import { api } from '../../app/client.js';
import { tellDone, tellProblem } from '../../app/notices.js';
import type { Mention, MentionDetail } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { settle, showRow } from '../mention-cache.js';
import type { Desk } from '../triage.js';
import { tellConflict } from './change-notices.js';
import { conflictOf } from './conflict.js';
import { meOf } from './people.js';

/** Until the server says how long: long enough to be seen. */
const FOR_NOW_MS = 60_000;

/** Says that one works on it. @param takeOver also when another does */
export async function claimMention(desk: Desk, mention: Mention, takeOver: boolean): Promise<void> {
  const me = meOf(desk.queries);
  if (me !== null && (mention.claim === null || takeOver))
    show(desk, mention, { by: me, until: new Date(Date.now() + FOR_NOW_MS).toISOString() });
  try {
    const saved = await api<MentionDetail>(`/mentions/${mention.id}/claim`, {
      method: 'POST',
      body: { takeOver },
    });
    settle(desk.queries, saved);
    const from = mention.claim?.by;
    tellDone(
      takeOver && from !== undefined
        ? say('Taken over from {name}', { name: from.name })
        : say('You are working on it'),
      desk.undos.push(() => void releaseMention(desk, saved)),
    );
  } catch (error) {
    show(desk, mention, mention.claim);
    const conflict = conflictOf(error);
    if (conflict === null) return tellProblem(say('It was not taken'), error);
    settle(desk.queries, conflict.mention);
    tellConflict(say('Take it'), conflict, () => void claimMention(desk, conflict.mention, true));
  }
}

/** Says that one no longer works on it. */
export async function releaseMention(desk: Desk, mention: Mention): Promise<void> {
  show(desk, mention, null);
  try {
    settle(
      desk.queries,
      await api<MentionDetail>(`/mentions/${mention.id}/claim`, { method: 'DELETE' }),
    );
    tellDone(say('Free for others again'));
  } catch (error) {
    show(desk, mention, mention.claim);
    tellProblem(say('It was not given free'), error);
  }
}

function show(desk: Desk, mention: Mention, claim: Mention['claim']): void {
  showRow(desk.queries, desk.filters, { ...mention, claim }, null);
}
