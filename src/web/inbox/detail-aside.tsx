import { IconArrowRight, IconChecklist } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { MentionDetail } from '../app/wire.js';
import { PriorityBar, ReasonList } from '../reading/priority.js';
import { ClocksCard } from './clocks-card.js';
import { ReadingCard } from './reading-card.js';
import type { Triage } from './triage.js';

/** Why it is here, why it stands where it stands, and how it was understood. */
export function DetailAside({ mention, triage }: { mention: MentionDetail; triage: Triage }) {
  return (
    <aside className="detail-aside" aria-label="About this mention">
      <PriorityCard mention={mention} />
      {mention.taskId !== null && (
        <Link to={`/tasks/${mention.taskId}`} className="card task-link">
          <IconChecklist size={17} stroke={1.7} aria-hidden />
          <span>Go to its outreach task</span>
          <IconArrowRight size={15} aria-hidden />
        </Link>
      )}
      <ReadingCard mention={mention} triage={triage} />
      <ClocksCard mention={mention} />
      <section className="side-block">
        <h3>Why it is here</h3>
        {mention.matchedBecause.length === 0 && <p className="dim">No monitor is named.</p>}
        <ul className="side-list">
          {mention.matchedBecause.map(({ monitor, why }) => (
            <li key={`${monitor} ${why}`}>
              <span className="dim">{monitor}:</span> <bdi className="theirs">{why}</bdi>
            </li>
          ))}
        </ul>
      </section>
    </aside>
  );
}

function PriorityCard({ mention }: { mention: MentionDetail }) {
  if (mention.priority === null) {
    return (
      <section className="side-block">
        <h3>Priority</h3>
        <p className="dim">Not triaged yet.</p>
      </section>
    );
  }
  return (
    <section className="side-block">
      <h3 className="side-head">
        Priority
        <span className="side-number number">{Math.round(mention.priority)}</span>
      </h3>
      <div className="priority-wide">
        <PriorityBar priority={mention.priority} />
      </div>
      {mention.reasons.length === 0 ? (
        <p className="dim">Nothing raises it.</p>
      ) : (
        <ReasonList reasons={mention.reasons} />
      )}
    </section>
  );
}
