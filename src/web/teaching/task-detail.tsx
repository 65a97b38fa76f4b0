import type { TaskCard } from '../app/wire.js';
import { When } from '../app/when.js';
import { say } from '../language/say.js';

import { Agreement } from './agreement.js';
import { Drift } from './drift.js';
import { languageName, readBy, TASK_WORDS } from './task-words.js';
import { Versions } from './versions.js';
import { sayAgain } from '../language/say-again.js';

/** One task: who reads it, how well, how that changes, and which models there were. */
export function TaskDetail({ card }: { card: TaskCard }) {
  return (
    <section className="task-detail" aria-label={TASK_WORDS[card.task]}>
      <h2>{TASK_WORDS[card.task]}</h2>
      <ReadBy card={card} />
      <div className="task-columns">
        <Agreement card={card} />
        <Drift card={card} />
      </div>
      <Versions card={card} />
    </section>
  );
}

function ReadBy({ card }: { card: TaskCard }) {
  const { serving, shipped, lessons } = card;
  if (serving === null || shipped === null)
    return <p className="dim">{say('No model reads this yet, so there is nothing to teach.')}</p>;
  const made =
    serving.version === null
      ? say('made of {count, plural, one {# labelled text} other {# labelled texts}}', {
          count: shipped.rows,
        })
      : say('which learnt from {count, plural, one {# correction} other {# corrections}}', {
          count: serving.lessons,
        });
  const values = {
    model: <strong>{readBy(card)}</strong>,
    made,
    languages: shipped.languages.map(languageName).join(', '),
  };
  return (
    <p className="read-by">
      {serving.since === null
        ? say('Read by {model}, {made}, in {languages}.', values)
        : say('Read by {model} since {since}, {made}, in {languages}.', {
            ...values,
            since: <When at={serving.since} ago />,
          })}{' '}
      {lessons.needed === null
        ? say(
            '{learnt, plural, one {# correction} other {# corrections}} to learn from, {heldBack, number} held back to test with.',
            { learnt: lessons.learnt, heldBack: lessons.heldBack },
          )
        : say('{needed} ({count, number} so far).', {
            needed: sentence(sayAgain(lessons.needed)),
            count: lessons.learnt + lessons.heldBack,
          })}
    </p>
  );
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
