import type { ReadingCard, TeachingRun } from '../app/wire.js';
import { When } from '../app/when.js';
import { amount, percent } from '../reading/words.js';
import { TASK_WORDS } from './task-words.js';

/** The latest time that the models learnt: how far it is, or what came of it. */
export function RunLine({ run }: { run: TeachingRun }) {
  const who = run.by === 'Earshot' ? 'by itself, as every night' : `as ${run.by} asked`;
  if (run.state === 'waiting')
    return (
      <p className="under-way card" aria-live="polite">
        The models learn as soon as a process is free for it. Reading goes on meanwhile.
      </p>
    );
  if (run.state === 'running')
    return (
      <div className="under-way card" aria-live="polite">
        <p>
          The models are learning, {who}: <span className="number">{percent(run.progress)}</span>.
          Reading goes on meanwhile.
        </p>
        <progress value={run.progress} aria-label="Learning" />
      </div>
    );
  return (
    <details className="under-way card" open={run.state === 'failed'}>
      <summary>
        {run.state === 'failed' ? 'Learning failed' : 'Last learnt'}{' '}
        {run.endedAt !== null && <When at={run.endedAt} ago />}, {who}
      </summary>
      {run.error !== null && <p className="under-way-bad">{run.error}</p>}
      <ul>
        {run.outcome.map(({ task, what }) => (
          <li key={task}>
            <strong>{TASK_WORDS[task]}</strong>: {what}
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
        Open mentions are read again, as {because}:{' '}
        <span className="number">
          {amount(Math.min(done, total))} of {amount(total)}
        </span>
        . What people have said of them stays.
      </p>
      <progress value={total === 0 ? 1 : done / total} aria-label="Reading again" />
    </div>
  );
}
