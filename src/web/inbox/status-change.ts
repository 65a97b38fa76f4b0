import type { QueryClient } from '@tanstack/react-query';
import { api, ApiError } from '../app/client.js';
import { tellDone, tellProblem } from '../app/notices.js';
import type { InboxStatus, Mention, MentionDetail } from '../app/wire.js';
import { STATUS_WORDS } from '../reading/words.js';
import type { Filters } from './filters.js';
import { spotOf, type Pages, type Spot } from './list-cache.js';
import { moveCount, settle, showRow } from './mention-cache.js';
import { fetchMention, listKey } from './mentions.queries.js';
import type { Remember } from './triage.js';

/**
 * Changes the status at once on the screen, then at the server.
 *
 * @param remember is given the way back; absent when this is the way back
 * @param backTo where the row is to stand when it comes back into the list
 */
export async function changeStatus(
  queries: QueryClient,
  filters: Filters,
  mention: Mention,
  status: InboxStatus,
  remember?: Remember,
  backTo: Spot | null = null,
): Promise<void> {
  const loaded = queries.getQueryData<Pages>(listKey(filters));
  const spot = loaded === undefined ? null : spotOf(loaded, mention.id);
  showRow(queries, filters, { ...mention, status }, backTo ?? spot);
  moveCount(queries, mention.status, status);
  const saving = api<MentionDetail>(`/mentions/${mention.id}`, {
    method: 'PATCH',
    body: { status, version: mention.version },
  });
  // The way back is there at once: whoever is quick waits for the save, not the other way round.
  const undo = remember?.(() => {
    const back = (saved: MentionDetail): Promise<void> =>
      changeStatus(queries, filters, saved, mention.status, undefined, spot);
    void saving.then(back, () => undefined);
  });
  try {
    settle(queries, await saving);
    const what = STATUS_WORDS[status].toLowerCase();
    tellDone(undo === undefined ? `Undone: ${what} again` : `Marked as ${what}`, undo);
  } catch (error) {
    showRow(queries, filters, mention, spot);
    moveCount(queries, status, mention.status);
    await explain(queries, filters, mention, spot, error);
  }
}

/** After a conflict the other person's change is shown, and said; nothing is overwritten. */
async function explain(
  queries: QueryClient,
  filters: Filters,
  mention: Mention,
  spot: Spot | null,
  error: unknown,
): Promise<void> {
  if (!(error instanceof ApiError) || error.status !== 409) {
    tellProblem('Your change was not saved', error);
    return;
  }
  const now = await fetchMention(mention.id).catch(() => null);
  if (now !== null) {
    settle(queries, now);
    showRow(queries, filters, now, spot);
  }
  const last = now?.history.toSorted((a, b) => b.at.localeCompare(a.at))[0];
  const who = last === undefined ? 'It has changed since' : `${last.by}: ${last.what}`;
  tellProblem(
    'Someone was faster',
    new Error(`${who}. You now see it as it is. Your own change was not made.`),
  );
}
