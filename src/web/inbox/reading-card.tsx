import { Button } from '@mantine/core';
import { When } from '../app/when.js';
import { useMay } from '../app/may.js';
import { useTaxonomy } from '../app/queries.js';
import type { MentionDetail } from '../app/wire.js';
import { locale, say } from '../language/say.js';
import { ComplaintMark, SentimentMark, TopicMark } from '../reading/labels.js';
import {
  COMPLAINT_WORDS,
  inWords,
  leavingWords,
  percent,
  SENTIMENT_WORDS,
  topicName,
  urgencyWords,
} from '../reading/words.js';
import type { Triage } from './triage.js';

/** What Earshot understood, how sure it is, and what a person said instead. */
export function ReadingCard({ mention, triage }: { mention: MentionDetail; triage: Triage }) {
  const { reading } = mention;
  return (
    <section className="side-block">
      <h3>{say('How it reads')}</h3>
      <dl className="readings">
        <Line name={say('Complaint')}>
          <ComplaintMark label={mention.complaint} />
          <ModelSaid text={complaintSureness(mention)} />
        </Line>
        {mention.sentiment !== null && (
          <Line name={say('Feeling')}>
            <SentimentMark label={mention.sentiment} />
            <ModelSaid text={sentimentSureness(mention)} />
          </Line>
        )}
        <Topics mention={mention} />
        <Further mention={mention} />
      </dl>
      {mention.corrections.length > 0 && <Corrections mention={mention} triage={triage} />}
      {reading !== null && (
        <p className="side-foot">{say('read by {model}', { model: reading.model })}</p>
      )}
    </section>
  );
}

function Line({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="reading-line">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function ModelSaid({ text }: { text: string | null }) {
  return text === null ? null : <span className="dim number">{text}</span>;
}

function complaintSureness({ complaint, reading }: MentionDetail): string | null {
  const read = reading?.complaint;
  if (read === null || read === undefined) return null;
  const sure = percent(read.best === 'complaint' ? read.probability : 1 - read.probability);
  if (complaint === read.label && read.label !== 'unsure') return say('{sure} sure', { sure });
  const best = COMPLAINT_WORDS[read.best];
  return read.label === 'unsure' && complaint === 'unsure'
    ? leansTo(best, sure)
    : say('model: “{best}”, {sure}', { best, sure });
}

function sentimentSureness({ sentiment, reading }: MentionDetail): string | null {
  const read = reading?.sentiment;
  if (read === null || read === undefined) return null;
  const sure = percent(read.probabilities[read.best]);
  if (sentiment === read.label && read.label !== 'unsure') return say('{sure} sure', { sure });
  const best = SENTIMENT_WORDS[read.best];
  return sentiment === 'unsure'
    ? leansTo(best, sure)
    : say('model: “{best}”, {sure}', { best, sure });
}

function Topics({ mention }: { mention: MentionDetail }) {
  const read = new Map(mention.reading?.topics?.map(({ key, probability }) => [key, probability]));
  if (mention.topics.length === 0 && (mention.reading?.topics ?? null) === null) return null;
  return (
    <Line name={say('Topics')}>
      {mention.topics.length === 0 && <span className="dim">{say('none found')}</span>}
      {mention.topics.map((topic) => (
        <span className="reading-topic" key={topic}>
          <TopicMark topic={topic} />
          <ModelSaid text={read.has(topic) ? percent(read.get(topic) ?? 0) : null} />
        </span>
      ))}
    </Line>
  );
}

/** Labels that not every model gives: null is "not looked at" and is not shown. */
function Further({ mention: { labels, reading, corrections } }: { mention: MentionDetail }) {
  const { touchpoint, effort, leaving, urgency } = labels;
  const given = new Set(corrections.map(({ label }) => label));
  const sure = (label: 'leaving' | 'urgency', probability: number): string | null =>
    given.has(label) ? null : percent(probability);
  const language = reading?.language ?? null;
  return (
    <>
      {touchpoint !== null && <Line name={say('Touchpoint')}>{inWords(touchpoint)}</Line>}
      {effort !== null && effort.length > 0 && (
        <Line name={say('Effort')}>
          {effort.map(({ kind, quote }) => (
            <span className="reading-effort" key={`${kind} ${quote}`}>
              {inWords(kind)} {quote !== '' && <q className="dim">{quote}</q>}
            </span>
          ))}
        </Line>
      )}
      {leaving !== null && leaving.stage !== 'none' && (
        <Line name={leaving.direction === 'to-us' ? say('Coming') : say('Leaving')}>
          {leavingWords(leaving.stage, leaving.direction)}
          <ModelSaid
            text={
              leaving.stage === 'unsure'
                ? leansTo(
                    leavingWords(leaving.best, leaving.direction),
                    percent(leaving.probability),
                  )
                : sure('leaving', leaving.probability)
            }
          />
        </Line>
      )}
      {urgency !== null && urgency.level !== 'none' && (
        <Line name={say('Harm')}>
          {urgencyWords(urgency.level)}
          {urgency.reason !== null && ` (${inWords(urgency.reason)})`}
          <ModelSaid
            text={
              urgency.level === 'unsure'
                ? leansTo(urgencyWords(urgency.best), percent(urgency.probability))
                : sure('urgency', urgency.probability)
            }
          />
        </Line>
      )}
      {language !== null && (
        <Line name={say('Language')}>
          {languageName(language.code)}
          {!language.supported && (
            <span className="dim">{say('not supported: no labels are guessed')}</span>
          )}
        </Line>
      )}
    </>
  );
}

function leansTo(best: string, sure: string): string {
  return say('leans to “{best}”, {sure}', { best, sure });
}

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

const NAMES: Readonly<Record<MentionDetail['corrections'][number]['label'], string>> = {
  complaint: say('Complaint'),
  sentiment: say('Feeling'),
  topics: say('Topics'),
  touchpoint: say('Touchpoint'),
  effort: say('Effort'),
  leaving: say('Leaving'),
  urgency: say('Harm'),
};

function Corrections({ mention, triage }: { mention: MentionDetail; triage: Triage }) {
  const taxonomy = useTaxonomy();
  const may = useMay();
  const inTheirWords = (value: unknown): string => {
    if (Array.isArray(value))
      return value.map((key) => topicName(taxonomy.data, String(key))).join(', ') || say('None');
    if (value === 'other') return COMPLAINT_WORDS.other;
    return typeof value === 'string' && value !== 'none' ? inWords(value) : say('None');
  };
  return (
    <div className="corrections">
      <ul>
        {mention.corrections.map(({ label, value, by, at, ofCopy }) => (
          <li key={label}>
            {say('{name} said {label}: {value}', {
              name: by,
              label: NAMES[label],
              value: <strong key="value">{inTheirWords(value)}</strong>,
            })}
            {ofCopy && `, ${say('on an exact copy')}`}, <When at={at} ago />
          </li>
        ))}
      </ul>
      {may.work && (
        <Button variant="subtle" size="compact-sm" onClick={() => triage.uncorrect(mention)}>
          {say('Take back')}
        </Button>
      )}
    </div>
  );
}
