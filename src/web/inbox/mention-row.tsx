import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconCheck,
  IconChecklist,
  IconEyeOff,
  IconPencil,
  IconStarFilled,
} from '@tabler/icons-react';
import { memo } from 'react';
import { Link } from 'react-router';
import type { InboxStatus, Mention } from '../app/wire.js';
import { When } from '../app/when.js';
import { LabelLine } from '../reading/labels.js';
import { Priority, reasonsInShort } from '../reading/priority.js';
import { STATUS_WORDS } from '../reading/words.js';
import { KindIcon } from '../sources/kind-icon.js';
import { authorName } from './author-name.js';

interface Props {
  readonly mention: Mention;
  readonly search: string;
  readonly current: boolean;
  readonly showStatus: boolean;
  readonly onStatus: (mention: Mention, status: InboxStatus) => void;
}

/** One mention of the list: who, where, when, what, how it reads, and why it stands this high. */
export const MentionRow = memo(function MentionRow({
  mention,
  search,
  current,
  showStatus,
  onStatus,
}: Props) {
  const why = reasonsInShort(mention.reasons);
  return (
    <li className={current ? 'row row-current' : 'row'}>
      <Priority priority={mention.priority} reasons={mention.reasons} />
      <div className="row-body">
        <div className="row-head">
          <bdi className="row-who one-line">{authorName(mention.author)}</bdi>
          {mention.author?.ours === true && <span className="row-ours">ours</span>}
          <span className="row-where one-line">
            <KindIcon kind={mention.sourceKind} size={13} />
            <bdi className="one-line">{mention.sourceName}</bdi>
          </span>
          <span className="row-when">
            <When at={mention.publishedAt ?? mention.fetchedAt} />
          </span>
        </div>
        <RowText mention={mention} search={search} current={current} />
        <div className="row-labels">
          {showStatus && <span className="row-status">{STATUS_WORDS[mention.status]}</span>}
          <LabelLine mention={mention} />
          <RowSigns mention={mention} />
        </div>
        {why !== '' && <p className="row-why one-line">{why}</p>}
      </div>
      <RowActions mention={mention} onStatus={onStatus} />
    </li>
  );
});

function RowText({ mention, search, current }: Pick<Props, 'mention' | 'search' | 'current'>) {
  return (
    <Link
      to={{ pathname: `/inbox/${mention.id}`, search }}
      className="row-link"
      data-mention={mention.id}
      aria-current={current ? 'true' : undefined}
      preventScrollReset
    >
      {mention.title !== null && (
        <span className="row-title theirs one-line" dir="auto">
          {mention.title}
        </span>
      )}
      <span
        className={`row-excerpt theirs ${mention.title === null ? 'row-excerpt-alone' : ''}`}
        dir="auto"
      >
        {mention.excerpt}
      </span>
    </Link>
  );
}

function RowSigns({ mention }: { mention: Mention }) {
  return (
    <span className="row-signs">
      {mention.rating !== null && (
        <span className="number" title={`Rated ${mention.rating} by its author`}>
          <IconStarFilled size={11} aria-hidden /> {mention.rating}
        </span>
      )}
      {mention.corrected && (
        <span title="Corrected by a person">
          <IconPencil size={13} aria-hidden />
          <span className="unseen">Corrected by a person</span>
        </span>
      )}
      {mention.taskId !== null && (
        <span title="Has a task">
          <IconChecklist size={14} aria-hidden />
          <span className="unseen">Has a task</span>
        </span>
      )}
    </span>
  );
}

function RowActions({ mention, onStatus }: Pick<Props, 'mention' | 'onStatus'>) {
  const actions = [
    { status: 'done', key: 'e', icon: IconCheck },
    { status: 'dismissed', key: 'i', icon: IconEyeOff },
  ] as const;
  return (
    <div className="row-actions">
      {actions
        .filter(({ status }) => status !== mention.status)
        .map(({ status, key, icon: Icon }) => (
          <Tooltip label={`${STATUS_WORDS[status]} (${key})`} key={status}>
            <ActionIcon
              variant="default"
              size={28}
              tabIndex={-1}
              aria-label={`Mark as ${STATUS_WORDS[status].toLowerCase()}`}
              onClick={() => onStatus(mention, status)}
            >
              <Icon size={15} />
            </ActionIcon>
          </Tooltip>
        ))}
    </div>
  );
}
