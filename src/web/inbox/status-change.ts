/** Changes of one mention: at once on the screen, then at the server. */
import { api } from '../app/client.js';
import { tellDone, tellProblem } from '../app/notices.js';
import type { ChangedMention, Mention, MentionAction } from '../app/wire.js';
import { say } from '../language/say.js';
import { wasDone } from './changes/action-words.js';
import { tellChanged, tellConflict } from './changes/change-notices.js';
import { claimMention } from './changes/claims.js';
import { conflictOf, whyNot } from './changes/conflict.js';
import { personOf } from './changes/people.js';
import { shownAs } from './changes/shown-as.js';
import { spotOf, type Pages, type Spot } from './list-cache.js';
import { moveCount, settle, showRow } from './mention-cache.js';
import { fetchMention, listKey } from './mentions.queries.js';
import type { Desk } from './triage.js';

/** Does an action on a mention; nothing when that is how it is. */
export async function changeMention(
  desk: Desk,
  mention: Mention,
  action: MentionAction,
): Promise<void> {
  const { queries } = desk;
  const next = shownAs(mention, action, (id) => personOf(queries, id));
  if (next === mention) return;
  const spot = spotIn(desk, mention.id);
  show(desk, mention, next, spot);
  const saving = desk.changes.send(mention.id, mention.version, (version) =>
    api<ChangedMention>(`/mentions/${mention.id}`, {
      method: 'PATCH',
      body: { ...action, version },
    }),
  );
  // The way back is there at once: whoever is quick waits for the save, not the other way round.
  const undo = desk.undos.push(() => void takeBack(desk, saving, mention, next, spot));
  const what = wasDone(action, (id) => personOf(queries, id).name);
  try {
    const saved = await saving;
    settle(queries, saved);
    if (saved.made === null) desk.undos.forget(undo);
    else tellChanged(what, saved, undo);
  } catch (error) {
    desk.undos.forget(undo);
    await explain(desk, { mention, next, spot, what, error, again: action });
  }
}

/** Takes back what a change made, once it is made. */
async function takeBack(
  desk: Desk,
  saving: Promise<ChangedMention>,
  before: Mention,
  after: Mention,
  spot: Spot | null,
): Promise<void> {
  // What was not saved was told, and put back, already.
  const saved = await saving.catch(() => null);
  if (saved === null || saved.made === null) return;
  const { made } = saved;
  show(desk, after, { ...before, version: saved.version }, spot);
  const what = say('Undone');
  try {
    const back = await desk.changes.send(before.id, saved.version, () =>
      api<ChangedMention>(`/mentions/${before.id}/undo`, {
        method: 'POST',
        body: { version: made },
      }),
    );
    settle(desk.queries, back);
    tellDone(what);
  } catch (error) {
    await explain(desk, { mention: after, next: before, spot, what, error, again: null });
  }
}

interface Refused {
  readonly mention: Mention;
  /** What was shown too early. */
  readonly next: Mention;
  readonly spot: Spot | null;
  readonly what: string;
  readonly error: unknown;
  /** null: it was the way back of something. */
  readonly again: MentionAction | null;
}

/** Shows the mention as it is, and says why; nothing is overwritten. */
async function explain(desk: Desk, refused: Refused): Promise<void> {
  const { mention, next, spot, what, error, again } = refused;
  const conflict = conflictOf(error);
  const now = conflict?.mention ?? (await fetchMention(mention.id).catch(() => null));
  show(desk, next, now ?? mention, spot);
  if (now !== null) settle(desk.queries, now);
  if (conflict === null || again === null) {
    const title = again === null ? say('It was not undone') : say('Your change was not saved');
    tellProblem(title, conflict === null ? error : new Error(whyNot(conflict)));
    return;
  }
  tellConflict(what, conflict, () => {
    const take =
      conflict.heldBy === null ? Promise.resolve() : claimMention(desk, conflict.mention, true);
    void take.then(() => changeMention(desk, conflict.mention, again));
  });
}

function show(desk: Desk, from: Mention, to: Mention, spot: Spot | null): void {
  showRow(desk.queries, desk.filters, to, spot);
  if (from.status !== to.status) moveCount(desk.queries, from.status, to.status);
}

function spotIn(desk: Desk, id: string): Spot | null {
  const loaded = desk.queries.getQueryData<Pages>(listKey(desk.filters));
  return loaded === undefined ? null : spotOf(loaded, id);
}
