import { IconCopy, IconHandStop } from '@tabler/icons-react';
import { initials } from '../app/initials.js';
import type { Mention } from '../app/wire.js';
import { say } from '../language/say.js';
import { reasonsInShort } from '../reading/priority.js';
import { DueWord, ReturnWord } from './due-word.js';
import type { RowActions } from './mention-row.js';

interface Props {
  readonly mention: Mention;
  readonly unfolded: boolean;
  readonly actions: RowActions;
}

/** When it is due, why it is this high, and whose it is. */
export function RowFoot({ mention, unfolded, actions }: Props) {
  const why = reasonsInShort(mention.reasons);
  const { dueAt, waitingUntil, status, owner, claim, copies } = mention;
  const finished = status === 'done' || status === 'dismissed';
  if (!hasFoot(mention, why)) return null;
  return (
    <div className="row-foot">
      {status === 'waiting' && waitingUntil !== null && <ReturnWord at={waitingUntil} />}
      {dueAt !== null && !finished && <DueWord at={dueAt} />}
      {copies > 0 && <CopiesButton mention={mention} unfolded={unfolded} actions={actions} />}
      <span className="row-why one-line">{why}</span>
      {claim !== null && (
        <span className="row-claim one-line">
          <IconHandStop size={12} stroke={1.8} aria-hidden />
          {say('{name} is on it', { name: claim.by.name })}
        </span>
      )}
      {owner !== null && (
        <span className="row-owner" title={say('Owner: {name}', { name: owner.name })}>
          <span className="unseen">{say('Owner:')}</span>
          <span className="row-owner-face" aria-hidden>
            {initials(owner.name)}
          </span>
          <bdi className="row-owner-name one-line">{owner.name}</bdi>
        </span>
      )}
    </div>
  );
}

function hasFoot({ dueAt, waitingUntil, owner, claim, copies }: Mention, why: string): boolean {
  const facts = [dueAt, waitingUntil, owner, claim];
  return why !== '' || copies > 0 || facts.some((fact) => fact !== null);
}

function CopiesButton({ mention, unfolded, actions }: Props) {
  return (
    <button
      type="button"
      className="row-copies number"
      tabIndex={-1}
      aria-expanded={unfolded}
      onClick={() => actions.unfold(mention.id)}
    >
      <IconCopy size={12} stroke={1.8} aria-hidden />
      {say('{count, plural, one {+# copy} other {+# copies}}', { count: mention.copies })}
    </button>
  );
}
