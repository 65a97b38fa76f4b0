import {
  IconChecklist,
  IconMessageCircleQuestion,
  IconNote,
  IconPencil,
  IconStarFilled,
  IconTag,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Mention } from '../app/wire.js';
import { say } from '../language/say.js';
import { ComplaintMark, SentimentMark, TopicMark } from '../reading/labels.js';
import { STATUS_WORDS } from '../reading/words.js';
import { WANT_WORDS } from './want-words.js';
import { REASON_WORDS } from './dismiss-words.js';

/** What they want, in their own words; where nothing is asked for, what it is about. */
export function RowFacts({ mention, showStatus }: { mention: Mention; showStatus: boolean }) {
  return (
    <div className="row-labels">
      {showStatus && <span className="row-status">{statusOf(mention)}</span>}
      <span className="label-line">
        <ComplaintMark label={mention.complaint} />
        {mention.want === null ? <Topics mention={mention} /> : <WantLine want={mention.want} />}
        <OwnLabels labels={mention.ownLabels} />
      </span>
      <Signs mention={mention} />
    </div>
  );
}

function statusOf({ status, dismissedBecause }: Mention): string {
  if (dismissedBecause === null) return STATUS_WORDS[status];
  return `${STATUS_WORDS[status]}: ${REASON_WORDS[dismissedBecause]}`;
}

function WantLine({ want }: { want: NonNullable<Mention['want']> }) {
  return (
    <span className="label row-want">
      <IconMessageCircleQuestion size={13} stroke={1.8} aria-hidden />
      <span className="row-want-kind">{WANT_WORDS[want.kind]}</span>
      <q className="row-want-quote theirs one-line" dir="auto">
        {want.quote}
      </q>
    </span>
  );
}

function Topics({ mention: { topics, sentiment } }: { mention: Mention }) {
  const [topic, ...more] = topics;
  return (
    <>
      {sentiment !== null && sentiment !== 'unsure' && <SentimentMark label={sentiment} />}
      {topic !== undefined && <TopicMark topic={topic} />}
      {more.length > 0 && <span className="label dim number">+{more.length}</span>}
    </>
  );
}

const MOST_LABELS = 2;

function OwnLabels({ labels }: { labels: readonly string[] }) {
  const more = labels.slice(MOST_LABELS);
  return (
    <>
      {labels.slice(0, MOST_LABELS).map((label) => (
        <span className="label own-label" key={label}>
          <IconTag size={11} stroke={2} aria-hidden />
          <bdi className="one-line">{label}</bdi>
        </span>
      ))}
      {more.length > 0 && (
        <span className="label dim number" title={more.join(', ')}>
          +{more.length}
        </span>
      )}
    </>
  );
}

function Signs({ mention }: { mention: Mention }) {
  const { rating, notes, corrected, taskId } = mention;
  return (
    <span className="row-signs">
      {rating !== null && (
        <Sign says={say('Rated {rating} by its author', { rating })} shown={rating}>
          <IconStarFilled size={11} aria-hidden />
        </Sign>
      )}
      {notes > 0 && (
        <Sign
          says={say('{count, plural, one {# note} other {# notes}}', { count: notes })}
          shown={notes}
        >
          <IconNote size={13} stroke={1.7} aria-hidden />
        </Sign>
      )}
      {corrected && (
        <Sign says={say('Corrected by a person')}>
          <IconPencil size={13} stroke={1.7} aria-hidden />
        </Sign>
      )}
      {taskId !== null && (
        <Sign says={say('Has a task')}>
          <IconChecklist size={14} stroke={1.7} aria-hidden />
        </Sign>
      )}
    </span>
  );
}

function Sign({
  says,
  shown,
  children,
}: {
  says: string;
  shown?: number | string;
  children: ReactNode;
}) {
  return (
    <span className="number" title={says}>
      {children}
      {shown !== undefined && <span aria-hidden>{shown}</span>}
      <span className="unseen">{says}</span>
    </span>
  );
}
