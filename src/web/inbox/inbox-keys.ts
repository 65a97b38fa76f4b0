import { useQueryClient } from '@tanstack/react-query';
import { safeAddress } from '../app/safe-address.js';
import { useKeys } from '../app/keys.js';
import type { InboxStatus, Mention, MentionDetail } from '../app/wire.js';
import { mentionKey } from './mentions.queries.js';
import type { Moves } from './moves.js';
import type { Triage } from './triage.js';

/** One key for each thing one does all day. */
export function useInboxKeys(
  moves: Moves,
  triage: Triage,
  id: string | null,
  showNew: () => void,
): void {
  const queries = useQueryClient();
  const mention = (): Mention | null =>
    moves.current ??
    (id === null ? null : (queries.getQueryData<MentionDetail>(mentionKey(id)) ?? null));
  const mark = (status: InboxStatus) => (): void => {
    const one = mention();
    if (one !== null) moves.setStatus(one, status);
  };
  useKeys('Inbox', [
    { keys: 'j', does: 'Next mention', run: () => moves.by(1) },
    { keys: 'k', does: 'Mention before', run: () => moves.by(-1) },
    { keys: 'o', does: 'Read it: go to its text', run: focusDetail },
    { keys: 'O', does: 'Open it where it was posted', run: () => openOutside(mention()) },
    { keys: 'Escape', does: 'Close it', run: moves.close },
    { keys: 'e', does: 'Done', run: mark('done') },
    { keys: 'd', does: 'Doing', run: mark('doing') },
    { keys: 'i', does: 'Dismiss', run: mark('dismissed') },
    { keys: 'r', does: 'Back to new', run: mark('new') },
    { keys: 'u', does: 'Undo', run: triage.undo },
    { keys: '.', does: 'Show what is new', run: showNew },
  ]);
}

function focusDetail(): void {
  document.querySelector<HTMLElement>('.detail-scroll')?.focus();
}

function openOutside(mention: Mention | null): void {
  const href = safeAddress(mention?.url ?? null);
  if (href !== null) window.open(href, '_blank', 'noopener,noreferrer');
}
