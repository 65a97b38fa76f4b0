import { api } from '../app/client.js';
import { tellDone, tellProblem } from '../app/notices.js';
import type { Correction, MentionDetail } from '../app/wire.js';
import { say } from '../language/say.js';
import { corrected, correctionOf } from './corrections.js';
import { settle } from './mention-cache.js';
import { mentionKey } from './mentions.queries.js';
import type { Desk } from './triage.js';

/**
 * Makes these the corrections of the mention, whatever they were; none takes all back.
 * The change shows before the server has it.
 *
 * @param isBack whether it is the way back of another one, which has none itself
 */
export async function correct(
  desk: Desk,
  mention: MentionDetail,
  correction: Correction,
  isBack = false,
): Promise<void> {
  const { queries, undos } = desk;
  const before = correctionOf(mention.corrections);
  queries.setQueryData(mentionKey(mention.id), corrected(mention, correction));
  const saving = save(mention.id, correction);
  const undo = isBack
    ? undefined
    : undos.push(() => {
        void saving.then(
          (saved) => correct(desk, saved, before, true),
          () => undefined,
        );
      });
  try {
    settle(queries, await saving);
    tellDone(isBack ? say('Undone') : say('Corrected'), undo);
  } catch (error) {
    if (undo !== undefined) undos.forget(undo);
    queries.setQueryData(mentionKey(mention.id), mention);
    void queries.invalidateQueries({ queryKey: mentionKey(mention.id) });
    tellProblem(say('Your correction was not saved'), error);
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
