import type { TaskCard } from '../app/wire.js';
import { When } from '../app/when.js';
import { amount } from '../reading/words.js';
import { Agreement } from './agreement.js';
import { Drift } from './drift.js';
import { languageName, readBy, TASK_WORDS } from './task-words.js';
import { Versions } from './versions.js';

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
    return <p className="dim">No model reads this yet, so there is nothing to teach.</p>;
  return (
    <p className="read-by">
      Read by <strong>{readBy(card)}</strong>
      {serving.since !== null && (
        <>
          {' '}
          since <When at={serving.since} ago />
        </>
      )}
      {serving.version === null
        ? `, made of ${amount(shipped.rows)} labelled texts`
        : `, which learnt from ${amount(serving.lessons)} corrections`}
      , in {shipped.languages.map(languageName).join(', ')}.{' '}
      {lessons.needed === null
        ? `${amount(lessons.learnt)} corrections to learn from, ${amount(lessons.heldBack)} held back to test with.`
        : `${sentence(lessons.needed)} (${amount(lessons.learnt + lessons.heldBack)} so far).`}
    </p>
  );
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
