import { useQueryClient } from '@tanstack/react-query';
import { useKeys, type Binding } from '../app/keys.js';
import { useMay } from '../app/may.js';
import { useSession } from '../app/queries.js';
import { safeAddress } from '../app/safe-address.js';
import type { Mention, MentionDetail } from '../app/wire.js';
import { say } from '../language/say.js';
import { mentionKey } from './mentions.queries.js';
import type { Moves } from './moves.js';
import type { Picking, Target } from './pickers/picking.js';
import { isEmpty, type Selecting } from './selection.js';
import type { Triage } from './triage.js';

export interface KeyGround {
  readonly moves: Moves;
  readonly triage: Triage;
  readonly selecting: Selecting;
  readonly picking: Picking;
  /** What an action is for: the selection, else the mention under the cursor. */
  readonly target: () => Target | null;
  /** The mention of the address. */
  readonly id: string | null;
  readonly showNew: () => void;
  readonly turnPanes: () => void;
  readonly unfold: (id: string) => void;
  readonly hint: (mention: Mention) => void;
  readonly hideHint: () => void;
}

/** One key for each thing one does all day. */
export function useInboxKeys(ground: KeyGround): void {
  const may = useMay();
  const mention = useMentionAtHand(ground);
  const claim = useClaimKey(ground, mention);
  useKeys(say('Move'), moveKeys(ground, mention));
  useKeys(say('Act'), may.work ? [...actKeys(ground), claim] : []);
  useKeys(say('Select'), may.work ? selectKeys(ground) : []);
  useKeys(say('Views'), viewKeys(ground));
}

/** The mention under the cursor, also when its row has left the list. */
export function useMentionAtHand({
  moves,
  id,
}: Pick<KeyGround, 'moves' | 'id'>): () => Mention | null {
  const queries = useQueryClient();
  return () =>
    moves.current ??
    (id === null ? null : (queries.getQueryData<MentionDetail>(mentionKey(id)) ?? null));
}

function moveKeys(ground: KeyGround, mention: () => Mention | null): Binding[] {
  const { moves, id } = ground;
  const withMention = (run: (mention: Mention) => void) => (): void => {
    const one = mention();
    if (one !== null) run(one);
  };
  return [
    { keys: 'j', does: say('Next mention'), run: () => void moves.by(1) },
    { keys: 'k', does: say('Mention before'), run: () => void moves.by(-1) },
    {
      keys: 'o',
      does: say('Open it; once more: go to its text'),
      run: () => (id === null ? moves.open() : focusDetail()),
    },
    {
      keys: 'O',
      does: say('Open it where it was posted'),
      run: withMention(({ url }) => openOutside(url)),
    },
    { keys: 't', does: say('Its times and reasons'), run: withMention(ground.hint) },
    {
      keys: 'f',
      does: say('Open or fold its copies'),
      run: withMention((one) => ground.unfold(one.id)),
    },
    { keys: 'Escape', does: say('One step back'), run: () => stepBack(ground) },
  ];
}

function stepBack({ selecting, moves, id, hideHint }: KeyGround): void {
  hideHint();
  if (!isEmpty(selecting.selection)) selecting.clear();
  else if (id !== null) moves.close();
}

function actKeys({ target, picking, triage }: KeyGround): Binding[] {
  const act = (action: Parameters<Target['act']>[0]) => () => target()?.act(action);
  return [
    { keys: 'e', does: say('Done'), run: act({ status: 'done' }) },
    { keys: 'd', does: say('Doing'), run: act({ status: 'doing' }) },
    { keys: 's', does: say('Snooze …'), run: () => picking.open('snooze') },
    { keys: 'a', does: say('Assign …'), run: () => picking.open('assign') },
    { keys: 'l', does: say('Label …'), run: () => picking.open('label') },
    { keys: 'i', does: say('Dismiss …'), run: () => picking.open('dismiss') },
    { keys: 'r', does: say('Back to new'), run: act({ status: 'new' }) },
    { keys: 'u', does: say('Undo'), run: triage.undo },
  ];
}

function useClaimKey({ triage }: KeyGround, mention: () => Mention | null): Binding {
  const me = useSession().data?.user.id;
  const turn = (): void => {
    const one = mention();
    if (one === null) return;
    if (one.claim?.by.id === me && me !== undefined) triage.release(one);
    else triage.claim(one, one.claim !== null);
  };
  return { keys: 'w', does: say('I am on it; once more: no longer'), run: turn };
}

function selectKeys({ selecting, moves }: KeyGround): Binding[] {
  const withCursor = (run: (id: string) => void) => (): void => {
    if (moves.cursorId !== null) run(moves.cursorId);
  };
  const extend = (step: 1 | -1) => (): void => {
    const from = moves.cursorId;
    const to = moves.by(step);
    if (to !== null) selecting.extendTo(to.id, from);
  };
  return [
    { keys: 'x', does: say('Select it, or no longer'), run: withCursor(selecting.toggle) },
    {
      keys: 'X',
      does: say('Select from the last one to here'),
      run: withCursor((id) => selecting.extendTo(id, null)),
    },
    { keys: 'J', does: say('Select on downwards'), run: extend(1) },
    { keys: 'K', does: say('Select on upwards'), run: extend(-1) },
    {
      keys: '* a',
      does: say('Select all that are loaded; once more: all matches'),
      run: selecting.selectMore,
    },
    { keys: '* n', does: say('Select none'), run: selecting.clear },
  ];
}

function viewKeys({ showNew, turnPanes }: KeyGround): Binding[] {
  return [
    { keys: '.', does: say('Show what is new'), run: showNew },
    { keys: 'p', does: say('One pane or two'), run: turnPanes },
  ];
}

function focusDetail(): void {
  document.querySelector<HTMLElement>('.detail-scroll')?.focus();
}

function openOutside(url: string | null): void {
  const href = safeAddress(url);
  if (href !== null) window.open(href, '_blank', 'noopener,noreferrer');
}
