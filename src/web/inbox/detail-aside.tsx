import { IconArrowRight, IconChecklist } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { MentionDetail } from '../app/wire.js';
import { say } from '../language/say.js';
import { ClocksCard } from './clocks-card.js';
import { PrioritySum } from './detail/priority-sum.js';
import { WhyMatched } from './detail/why-matched.js';
import { ReadingCard } from './reading-card.js';
import type { Triage } from './triage.js';
import { WANT_WORDS } from './want-words.js';
import './detail/aside.css';

/** Why it is here, why it stands where it stands, and how it was understood. */
export function DetailAside({ mention, triage }: { mention: MentionDetail; triage: Triage }) {
  return (
    <aside className="detail-aside" aria-label={say('About this mention')}>
      <PrioritySum mention={mention} />
      {mention.want !== null && (
        <p className="aside-want">
          <strong>{WANT_WORDS[mention.want.kind]}</strong>
          {mention.want.quote !== '' && <q className="dim theirs">{mention.want.quote}</q>}
        </p>
      )}
      {mention.taskId !== null && (
        <Link to={`/tasks/${mention.taskId}`} className="card task-link">
          <IconChecklist size={17} stroke={1.7} aria-hidden />
          <span>{say('Go to its outreach task')}</span>
          <IconArrowRight size={15} aria-hidden />
        </Link>
      )}
      <ReadingCard mention={mention} triage={triage} />
      <WhyMatched mention={mention} />
      <ClocksCard mention={mention} />
    </aside>
  );
}
