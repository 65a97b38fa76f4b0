import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconExternalLink } from '@tabler/icons-react';
import { useMay } from '../../app/may.js';
import { OutsideLink } from '../../app/outside-link.js';
import { safeAddress } from '../../app/safe-address.js';
import { Segments, type Segment } from '../../app/segments.js';
import type { InboxStatus, Mention, MentionDetail } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { STATUS_WORDS } from '../../reading/words.js';
import { CorrectButton } from '../correct-button.js';
import type { Moves } from '../moves.js';
import type { Picking } from '../pickers/picking.js';
import type { Triage } from '../triage.js';
import { Standing } from './standing.js';
import './detail-bar.css';

const STATUSES: readonly Segment<InboxStatus>[] = [
  { value: 'new', name: STATUS_WORDS.new, key: 'r' },
  { value: 'doing', name: STATUS_WORDS.doing, key: 'd' },
  { value: 'waiting', name: STATUS_WORDS.waiting, key: 's' },
  { value: 'done', name: STATUS_WORDS.done, key: 'e' },
  { value: 'dismissed', name: STATUS_WORDS.dismissed, key: 'i' },
];

export interface BarProps {
  readonly mention: Mention | null;
  /** null while it is loading. */
  readonly detail: MentionDetail | null;
  readonly moves: Moves;
  readonly triage: Triage;
  readonly picking: Picking;
}

/** What it is at, and what one can do with it. */
export function DetailBar({ mention, detail, moves, triage, picking }: BarProps) {
  const may = useMay();
  const choose = (status: InboxStatus): void => {
    if (mention === null) return;
    // These two need an answer: until when, and why.
    if (status === 'waiting') picking.open('snooze', mention);
    else if (status === 'dismissed') picking.open('dismiss', mention);
    else moves.act(mention, { status });
  };
  return (
    <header className="mention-bar">
      <div className="mention-bar-line">
        <ActionIcon
          variant="subtle"
          size={32}
          className="detail-back"
          aria-label={say('Back to the list')}
          onClick={moves.close}
        >
          <IconArrowLeft size={19} />
        </ActionIcon>
        {mention !== null && may.work && (
          <Segments
            label={say('Status')}
            segments={STATUSES}
            value={mention.status}
            onChange={choose}
          />
        )}
        {mention !== null && !may.work && (
          <span className="detail-status">{STATUS_WORDS[mention.status]}</span>
        )}
        <span className="detail-bar-end">
          {detail !== null && may.work && detail.erasedAt === null && (
            <CorrectButton mention={detail} triage={triage} />
          )}
          {mention !== null && safeAddress(mention.url) !== null && (
            <Tooltip label={say('Open where it was posted (O)')}>
              <span>
                <OutsideLink url={mention.url} className="icon-link">
                  <IconExternalLink size={18} aria-hidden />
                  <span className="unseen">{say('Open where it was posted')}</span>
                </OutsideLink>
              </span>
            </Tooltip>
          )}
        </span>
      </div>
      {mention !== null && <Standing mention={mention} triage={triage} picking={picking} />}
    </header>
  );
}
