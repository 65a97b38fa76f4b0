import { memo, type Ref } from 'react';
import { Link } from 'react-router';
import type { Mention, MentionAction } from '../app/wire.js';
import { When } from '../app/when.js';
import { say } from '../language/say.js';
import { PresenceFaces } from '../presence/presence-faces.js';
import { PriorityBar, priorityLevel } from '../reading/priority.js';
import { KindIcon } from '../sources/kind-icon.js';
import { authorName } from './author-name.js';
import { Copies } from './copies.js';
import { RowButtons } from './row-buttons.js';
import { RowFacts } from './row-facts.js';
import { RowFoot } from './row-foot.js';

/** What a row asks of its list. */
export interface RowActions {
  readonly act: (mention: Mention, action: MentionAction) => void;
  /** @param range from the one that was taken in before to this one */
  readonly select: (id: string, range: boolean) => void;
  readonly snooze: (id: string) => void;
  readonly dismiss: (id: string) => void;
  readonly unfold: (id: string) => void;
  /** Whether the reader may change anything. */
  readonly mayWork: boolean;
}

interface Props {
  readonly ref: Ref<HTMLLIElement>;
  readonly mention: Mention;
  /** Its number in the list, from 1. */
  readonly place: number;
  /** How many there are; -1: not known yet. */
  readonly of: number;
  readonly search: string;
  readonly pointedAt: boolean;
  readonly open: boolean;
  readonly selected: boolean;
  readonly unfolded: boolean;
  readonly showStatus: boolean;
  readonly actions: RowActions;
}

/** One mention of the list: who, where, when, what, what they want, and why it stands this high. */
export const MentionRow = memo(function MentionRow(props: Props) {
  const { ref, mention, place, of, pointedAt, open, selected, unfolded, actions } = props;
  const classes = ['row', 'feed-row'];
  if (open) classes.push('row-current');
  if (pointedAt && !open) classes.push('feed-row-pointed');
  if (selected) classes.push('feed-row-selected');
  return (
    <li
      ref={ref}
      data-index={place - 1}
      className={classes.join(' ')}
      aria-posinset={place}
      aria-setsize={of}
    >
      <RowStart mention={mention} selected={selected} actions={actions} />
      <div className="row-body">
        <RowHead mention={mention} />
        <RowText mention={mention} search={props.search} open={open} />
        <RowFacts mention={mention} showStatus={props.showStatus} />
        <RowFoot mention={mention} unfolded={unfolded} actions={actions} />
        {unfolded && mention.copies > 0 && <Copies mention={mention} search={props.search} />}
      </div>
      {actions.mayWork && <RowButtons mention={mention} actions={actions} />}
    </li>
  );
});

function RowStart({
  mention: { id, priority, author },
  selected,
  actions,
}: Pick<Props, 'mention' | 'selected' | 'actions'>) {
  return (
    <div className="feed-start">
      <span
        className={`priority${priority === null ? '' : ` priority-${priorityLevel(priority)}`}`}
        data-hint={id}
      >
        <span className="unseen">
          {priority === null ? say('Not triaged yet') : say('Priority')}
        </span>
        <span className="number">{priority === null ? '–' : Math.round(priority)}</span>
        {priority !== null && <PriorityBar priority={priority} />}
      </span>
      {actions.mayWork && (
        <label className="feed-check">
          <input
            type="checkbox"
            tabIndex={-1}
            checked={selected}
            aria-label={say('Select: {author}', { author: authorName(author) })}
            onClick={(event) => actions.select(id, event.shiftKey)}
            onChange={() => undefined}
          />
        </label>
      )}
    </div>
  );
}

function RowHead({ mention }: Pick<Props, 'mention'>) {
  return (
    <div className="row-head">
      <bdi className="row-who one-line">{authorName(mention.author)}</bdi>
      {mention.author?.ours === true && <span className="row-ours">{say('ours')}</span>}
      <span className="row-where one-line">
        <KindIcon kind={mention.sourceKind} size={13} />
        <bdi className="one-line">{mention.sourceName}</bdi>
      </span>
      <PresenceFaces mentionId={mention.id} />
      <span className="row-when" data-hint={mention.id}>
        <When at={mention.publishedAt ?? mention.fetchedAt} />
      </span>
    </div>
  );
}

function RowText({ mention, search, open }: Pick<Props, 'mention' | 'search' | 'open'>) {
  const { id, title, excerpt } = mention;
  return (
    <Link
      to={{ pathname: `/inbox/${id}`, search }}
      className="row-link"
      data-mention={id}
      aria-current={open ? 'true' : undefined}
      preventScrollReset
    >
      {title !== null && (
        <span className="row-title theirs one-line" dir="auto">
          {title}
        </span>
      )}
      <span
        className={`row-excerpt theirs ${title === null ? 'row-excerpt-alone' : ''}`}
        dir="auto"
      >
        {mention.erasedAt === null ? excerpt : say('Its text was erased.')}
      </span>
    </Link>
  );
}
