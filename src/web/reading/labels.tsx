import { IconHelp, IconMoodNeutral, IconMoodSad, IconMoodSmile } from '@tabler/icons-react';
import { useTaxonomy } from '../app/queries.js';
import type { Mention, SentimentLabel } from '../app/wire.js';
import { COMPLAINT_WORDS, SENTIMENT_WORDS, topicName } from './words.js';
import './labels.css';

export function ComplaintMark({ label }: { label: Mention['complaint'] }) {
  if (label === null) return <span className="label label-none">Not read yet</span>;
  return (
    <span className={`label label-${label}`}>
      <span className="label-dot" aria-hidden />
      {COMPLAINT_WORDS[label]}
    </span>
  );
}

const FACES = {
  negative: IconMoodSad,
  neutral: IconMoodNeutral,
  positive: IconMoodSmile,
  unsure: IconHelp,
} as const satisfies Record<SentimentLabel, unknown>;

export function SentimentMark({ label }: { label: SentimentLabel }) {
  const Face = FACES[label];
  return (
    <span className={`label sentiment-${label}`} title={SENTIMENT_WORDS[label]}>
      <Face size={14} stroke={1.8} aria-hidden />
      <span className="label-word">{SENTIMENT_WORDS[label]}</span>
    </span>
  );
}

export function TopicMark({ topic }: { topic: string }) {
  const taxonomy = useTaxonomy();
  return <span className="label topic">{topicName(taxonomy.data, topic)}</span>;
}

/** What was understood of a mention, in one line. */
export function LabelLine({ mention, most = 2 }: { mention: Mention; most?: number }) {
  const more = mention.topics.length - most;
  return (
    <span className="label-line">
      <ComplaintMark label={mention.complaint} />
      {mention.sentiment !== null && mention.sentiment !== 'unsure' && (
        <SentimentMark label={mention.sentiment} />
      )}
      {mention.topics.slice(0, most).map((topic) => (
        <TopicMark topic={topic} key={topic} />
      ))}
      {more > 0 && <span className="label dim">+{more}</span>}
    </span>
  );
}
