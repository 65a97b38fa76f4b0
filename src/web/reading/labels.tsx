import { IconHelp, IconMoodNeutral, IconMoodSad, IconMoodSmile } from '@tabler/icons-react';
import { useTaxonomy } from '../app/queries.js';
import type { Mention, SentimentLabel } from '../app/wire.js';
import { say } from '../language/say.js';
import { COMPLAINT_WORDS, SENTIMENT_WORDS, topicName } from './words.js';
import './labels.css';

export function ComplaintMark({ label }: { label: Mention['complaint'] }) {
  if (label === null) return <span className="label label-none">{say('Not read yet')}</span>;
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

/** What was understood of a mention, in one line: of its topics the most important one by name. */
export function LabelLine({ mention }: { mention: Mention }) {
  const [topic] = mention.topics;
  const more = mention.topics.length - 1;
  return (
    <span className="label-line">
      <ComplaintMark label={mention.complaint} />
      {mention.sentiment !== null && mention.sentiment !== 'unsure' && (
        <SentimentMark label={mention.sentiment} />
      )}
      {topic !== undefined && <TopicMark topic={topic} />}
      {more > 0 && <span className="label dim number">+{more}</span>}
    </span>
  );
}
