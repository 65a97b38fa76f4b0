import { Button } from '@mantine/core';
import { When } from '../app/when.js';
import { useTaxonomy } from '../app/queries.js';
import type { MentionDetail } from '../app/wire.js';
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
      <h3>How it reads</h3>
      <dl className="readings">
        <Line name="Complaint">
          <ComplaintMark label={mention.complaint} />
          <ModelSaid text={complaintSureness(mention)} />
        </Line>
        {mention.sentiment !== null && (
          <Line name="Feeling">
            <SentimentMark label={mention.sentiment} />
            <ModelSaid text={sentimentSureness(mention)} />
          </Line>
        )}
        <Topics mention={mention} />
        <Further mention={mention} />
      </dl>
      {mention.corrections.length > 0 && <Corrections mention={mention} triage={triage} />}
      {reading !== null && <p className="side-foot">read by {reading.model}</p>}
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
  if (complaint === read.label && read.label !== 'unsure') return `${sure} sure`;
  const best = COMPLAINT_WORDS[read.best].toLowerCase();
  return read.label === 'unsure' && complaint === 'unsure'
    ? `leans to ${best}, ${sure}`
    : `model: ${best}, ${sure}`;
}

function sentimentSureness({ sentiment, reading }: MentionDetail): string | null {
  const read = reading?.sentiment;
  if (read === null || read === undefined) return null;
  const sure = percent(read.probabilities[read.best]);
  if (sentiment === read.label && read.label !== 'unsure') return `${sure} sure`;
  const best = SENTIMENT_WORDS[read.best].toLowerCase();
  return sentiment === 'unsure' ? `leans to ${best}, ${sure}` : `model: ${best}, ${sure}`;
}

function Topics({ mention }: { mention: MentionDetail }) {
  const read = new Map(mention.reading?.topics?.map(({ key, probability }) => [key, probability]));
  if (mention.topics.length === 0 && (mention.reading?.topics ?? null) === null) return null;
  return (
    <Line name="Topics">
      {mention.topics.length === 0 && <span className="dim">none found</span>}
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
      {touchpoint !== null && <Line name="Touchpoint">{inWords(touchpoint)}</Line>}
      {effort !== null && effort.length > 0 && (
        <Line name="Effort">
          {effort.map(({ kind, quote }) => (
            <span className="reading-effort" key={`${kind} ${quote}`}>
              {inWords(kind)} {quote !== '' && <q className="dim">{quote}</q>}
            </span>
          ))}
        </Line>
      )}
      {leaving !== null && leaving.stage !== 'none' && (
        <Line name={leaving.direction === 'to-us' ? 'Coming' : 'Leaving'}>
          {leavingWords(leaving.stage, leaving.direction)}
          <ModelSaid
            text={
              leaving.stage === 'unsure'
                ? leansTo(leavingWords(leaving.best, leaving.direction), leaving.probability)
                : sure('leaving', leaving.probability)
            }
          />
        </Line>
      )}
      {urgency !== null && urgency.level !== 'none' && (
        <Line name="Harm">
          {urgencyWords(urgency.level)}
          {urgency.reason !== null && ` (${inWords(urgency.reason).toLowerCase()})`}
          <ModelSaid
            text={
              urgency.level === 'unsure'
                ? leansTo(urgencyWords(urgency.best), urgency.probability)
                : sure('urgency', urgency.probability)
            }
          />
        </Line>
      )}
      {language !== null && (
        <Line name="Language">
          {languageName(language.code)}
          {!language.supported && <span className="dim">not supported: no labels are guessed</span>}
        </Line>
      )}
    </>
  );
}

function leansTo(best: string, probability: number): string {
  return `leans to “${best.toLowerCase()}”, ${percent(probability)}`;
}

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(undefined, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

const NAMES: Readonly<Record<string, string>> = { sentiment: 'feeling', urgency: 'harm' };

function Corrections({ mention, triage }: { mention: MentionDetail; triage: Triage }) {
  const taxonomy = useTaxonomy();
  const say = (value: unknown): string =>
    Array.isArray(value)
      ? value.map((key) => topicName(taxonomy.data, String(key))).join(', ') || 'none'
      : inWords(value === 'other' ? 'no complaint' : typeof value === 'string' ? value : 'none');
  return (
    <div className="corrections">
      <ul>
        {mention.corrections.map(({ label, value, by, at, ofCopy }) => (
          <li key={label}>
            {by} set {NAMES[label] ?? label} to <strong>{say(value)}</strong>
            {ofCopy && ' on an exact copy'}, <When at={at} ago />
          </li>
        ))}
      </ul>
      <Button variant="subtle" size="compact-sm" onClick={() => triage.uncorrect(mention)}>
        Take back
      </Button>
    </div>
  );
}
