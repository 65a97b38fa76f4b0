import type { ReadingCard, TeachingRun } from '../app/wire.js';
import { When } from '../app/when.js';
import { say } from '../language/say.js';
import { amount, percent } from '../reading/words.js';
import { TASK_WORDS } from './task-words.js';
import { sayAgain } from '../language/say-again.js';

/** The latest time that the models learnt: how far it is, or what came of it. */
export function RunLine({ run }: { run: TeachingRun }) {
  const who =
    run.by === 'Earshot'
      ? say('by itself, as every night')
      : say('as {name} asked', { name: run.by });
  if (run.state === 'waiting')
    return (
      <p className="under-way card" aria-live="polite">
        {say('The models learn as soon as a process is free for it. Reading goes on meanwhile.')}
      </p>
    );
  if (run.state === 'running')
    return (
      <div className="under-way card" aria-live="polite">
        <p>
          {say('The models are learning, {who}: {percent}. Reading goes on meanwhile.', {
            who,
            percent: <span className="number">{percent(run.progress)}</span>,
          })}
        </p>
        <progress value={run.progress} aria-label={say('Learning')} />
      </div>
    );
  return (
    <details className="under-way card" open={run.state === 'failed'}>
      <summary>
        {run.state === 'failed' ? say('Learning failed') : say('Last learnt')}{' '}
        {run.endedAt !== null && <When at={run.endedAt} ago />}, {who}
      </summary>
      {run.error !== null && <p className="under-way-bad">{sayAgain(run.error)}</p>}
      <ul>
        {run.outcome.map(({ task, what }) => (
          <li key={task}>
            <strong>{TASK_WORDS[task]}</strong>: {sayAgain(what)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Open mentions that are read again. Nothing is shown when that is done. */
export function RereadingLine({ rereading }: { rereading: NonNullable<ReadingCard['rereading']> }) {
  const { because, total, done, endedAt } = rereading;
  if (endedAt !== null) return null;
  return (
    <div className="under-way card" aria-live="polite">
      <p>
        {say(
          'Open mentions are read again, as {because}: {done} of {total}. What people have said of them stays.',
          { because: sayAgain(because), done: amount(Math.min(done, total)), total: amount(total) },
        )}
      </p>
      <progress value={total === 0 ? 1 : done / total} aria-label={say('Reading again')} />
    </div>
  );
}
