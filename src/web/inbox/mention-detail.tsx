import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import { Segments, type Segment } from '../app/segments.js';
import { OutsideLink } from '../app/outside-link.js';
import { safeAddress } from '../app/safe-address.js';
import { Failed, Waiting } from '../app/states.js';
import type { InboxStatus, Mention, MentionDetail } from '../app/wire.js';
import { STATUS_WORDS } from '../reading/words.js';
import { CorrectButton } from './correct-button.js';
import { DetailAside } from './detail-aside.js';
import { DetailHead } from './detail-head.js';
import { Earlier } from './earlier.js';
import { EvidenceText } from './evidence-text.js';
import { GoneNote } from './gone-note.js';
import { History } from './history.js';
import { useMention } from './mentions.queries.js';
import type { Moves } from './moves.js';
import { Revisions } from './revisions.js';
import type { Triage } from './triage.js';
import './detail.css';

const STATUSES: readonly Segment<InboxStatus>[] = [
  { value: 'new', name: STATUS_WORDS.new, key: 'r' },
  { value: 'doing', name: STATUS_WORDS.doing, key: 'd' },
  { value: 'done', name: STATUS_WORDS.done, key: 'e' },
  { value: 'dismissed', name: STATUS_WORDS.dismissed, key: 'i' },
];

/** One mention with all that is known about it and all that can be done. */
export function MentionDetailPane({
  id,
  moves,
  triage,
}: {
  id: string;
  moves: Moves;
  triage: Triage;
}) {
  const query = useMention(id);
  const mention = query.data ?? moves.current;
  if (mention === null && query.isError) {
    return <Failed what="This mention" error={query.error} retry={() => void query.refetch()} />;
  }
  return (
    <article className="detail">
      <Bar mention={mention} detail={query.data ?? null} moves={moves} triage={triage} />
      <div className="detail-scroll" tabIndex={-1}>
        {mention !== null && <DetailHead mention={mention} />}
        {mention !== null && <GoneNote mention={mention} />}
        {query.data !== undefined && <Body mention={query.data} triage={triage} />}
        {query.isPending && <Waiting what="the mention" lines={4} />}
        {query.isError && query.data === undefined && mention !== null && (
          <Failed what="The full text" error={query.error} retry={() => void query.refetch()} />
        )}
      </div>
    </article>
  );
}

function Body({ mention, triage }: { mention: MentionDetail; triage: Triage }) {
  const [marks, setMarks] = useState<readonly string[]>(['complaint']);
  return (
    <div className="detail-columns">
      <div className="detail-main">
        <EvidenceText mention={mention} marks={marks} setMarks={setMarks} />
        <Revisions mention={mention} />
      </div>
      <DetailAside mention={mention} triage={triage} />
      <div className="detail-more">
        <Earlier mention={mention} />
        <History history={mention.history} />
      </div>
    </div>
  );
}

function Bar({
  mention,
  detail,
  moves,
  triage,
}: {
  mention: Mention | null;
  detail: MentionDetail | null;
  moves: Moves;
  triage: Triage;
}) {
  return (
    <header className="detail-bar">
      <ActionIcon
        variant="subtle"
        size={32}
        className="detail-back"
        aria-label="Back to the list"
        onClick={moves.close}
      >
        <IconArrowLeft size={19} />
      </ActionIcon>
      {mention !== null && (
        <Segments
          label="Status"
          segments={STATUSES}
          value={mention.status}
          onChange={(status) => moves.setStatus(mention, status)}
        />
      )}
      <span className="detail-bar-end">
        {detail !== null && <CorrectButton mention={detail} triage={triage} />}
        {mention !== null && safeAddress(mention.url) !== null && (
          <Tooltip label="Open where it was posted (O)">
            <span>
              <OutsideLink url={mention.url} className="icon-link">
                <IconExternalLink size={18} aria-hidden />
                <span className="unseen">Open where it was posted</span>
              </OutsideLink>
            </span>
          </Tooltip>
        )}
      </span>
    </header>
  );
}
