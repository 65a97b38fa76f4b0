import { useMemo } from 'react';
import { Failed, Waiting } from '../app/states.js';
import type { MentionDetail } from '../app/wire.js';
import { say } from '../language/say.js';
import { DetailAside } from './detail-aside.js';
import { DetailHead } from './detail-head.js';
import { CopiesFold } from './detail/copies-fold.js';
import { Customer } from './detail/customer.js';
import { useLiveMention } from './detail/detail.queries.js';
import { DetailBar } from './detail/detail-bar.js';
import { LivenessLine } from './detail/liveness.js';
import { Notes } from './detail/notes.js';
import { Thread } from './detail/thread.js';
import { EvidenceText } from './evidence-text.js';
import { GoneNote } from './gone-note.js';
import { historyOf } from './detail/machine-events.js';
import { History } from './history.js';
import { useMention } from './mentions.queries.js';
import type { Moves } from './moves.js';
import type { Picking } from './pickers/picking.js';
import { Revisions } from './revisions.js';
import type { Triage } from './triage.js';
import './detail.css';
import './detail/below.css';

/** One mention with all that is known about it and all that can be done. */
export function MentionDetailPane({
  id,
  moves,
  triage,
  picking,
}: {
  id: string;
  moves: Moves;
  triage: Triage;
  picking: Picking;
}) {
  useLiveMention(id);
  const query = useMention(id);
  const row = moves.current?.id === id ? moves.current : null;
  const mention = query.data ?? row;
  if (mention === null && query.isError) {
    const retry = (): void => void query.refetch();
    return <Failed what={say('This mention')} error={query.error} retry={retry} />;
  }
  const detail = query.data ?? null;
  return (
    <article className="detail">
      <DetailBar {...{ mention, detail, moves, triage, picking }} />
      <div className="detail-scroll" tabIndex={-1}>
        {mention !== null && <DetailHead mention={mention} />}
        {mention !== null && <GoneNote mention={mention} />}
        {detail !== null && <Body mention={detail} triage={triage} />}
        {query.isPending && <Waiting what={say('the mention')} lines={4} />}
        {query.isError && detail === null && mention !== null && (
          <Failed
            what={say('The full text')}
            error={query.error}
            retry={() => void query.refetch()}
          />
        )}
      </div>
    </article>
  );
}

function Body({ mention, triage }: { mention: MentionDetail; triage: Triage }) {
  const history = useMemo(() => historyOf(mention), [mention]);
  return (
    <div className="detail-columns">
      <div className="detail-main">
        {mention.erasedAt === null && <EvidenceText mention={mention} />}
        <LivenessLine mention={mention} />
        <Revisions mention={mention} />
        <CopiesFold mention={mention} />
      </div>
      <DetailAside mention={mention} triage={triage} />
      <div className="detail-more">
        <Notes mention={mention} />
        <Thread mention={mention} />
        <Customer mention={mention} />
        <History history={history} />
      </div>
    </div>
  );
}
