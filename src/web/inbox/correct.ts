import type { QueryClient } from '@tanstack/react-query';
import { api } from '../app/client.js';
import { tellDone, tellProblem } from '../app/notices.js';
import type { Correction, MentionDetail } from '../app/wire.js';
import { corrected, correctionOf } from './corrections.js';
import { settle } from './mention-cache.js';
import { mentionKey } from './mentions.queries.js';
import type { Remember } from './triage.js';

/**
 * Makes these the corrections of the mention, whatever they were; none takes all back.
 * The change shows before the server has it.
 */
export async function correct(
  queries: QueryClient,
  mention: MentionDetail,
  correction: Correction,
  remember?: Remember,
): Promise<void> {
  const before = correctionOf(mention.corrections);
  queries.setQueryData(mentionKey(mention.id), corrected(mention, correction));
  const saving = save(mention.id, correction);
  const undo = remember?.(() => {
    void saving.then(
      (saved) => correct(queries, saved, before),
      () => undefined,
    );
  });
  try {
    settle(queries, await saving);
    tellDone(undo === undefined ? 'Undone' : 'Corrected', undo);
  } catch (error) {
    queries.setQueryData(mentionKey(mention.id), mention);
    void queries.invalidateQueries({ queryKey: mentionKey(mention.id) });
    tellProblem('Your correction was not saved', error);
  }
}

function save(id: string, correction: Correction): Promise<MentionDetail> {
  const path = `/mentions/${id}/correction`;
  const none = Object.keys(correction).length === 0;
  return api<MentionDetail>(
    path,
    none ? { method: 'DELETE' } : { method: 'PUT', body: correction },
  );
}
