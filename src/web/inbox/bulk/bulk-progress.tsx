import { Button, CloseButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useNow } from '../../app/when.js';
import { tellProblem } from '../../app/notices.js';
import { api } from '../../app/client.js';
import type { BulkRun } from '../../app/wire.js';
import { locale, say } from '../../language/say.js';
import { toDo } from '../changes/action-words.js';
import { useNameOf } from '../changes/use-name-of.js';
import { BulkConfirm } from './bulk-confirm.js';
import { refresh, undoRun } from './bulk-start.js';
import { bulkKey, isUnfinished, useBulkRuns } from './bulk.queries.js';
import { useSeenRun } from './seen-run.js';
import './bulk.css';

/** Runs of so few are told by a notice alone (count). */
const FEW = 200;

/**
 * Actions on many mentions: the question before one, and while it is under way how far it is, with
 * what stops it and takes it back. It comes from the server, so a page that is loaded again shows it, too.
 */
export function BulkProgress({ begun }: { begun: () => void }) {
  const runs = useBulkRuns();
  const [seen, see] = useSeenRun();
  useFinished(runs.data?.items);
  const now = useNow();
  const shown = runs.data?.items.filter(
    (run) => isUnfinished(run) || (run.total > FEW && run.id !== seen && canUndo(run, now)),
  );
  return (
    <>
      <BulkConfirm begun={begun} />
      <div aria-live="polite">
        {shown?.slice(0, 3).map((run) => (
          <Run key={run.id} run={run} close={() => see(run.id)} />
        ))}
      </div>
    </>
  );
}

const canUndo = ({ undoUntil }: BulkRun, now: number): boolean =>
  undoUntil !== null && Date.parse(undoUntil) > now;

function Run({ run, close }: { run: BulkRun; close: () => void }) {
  const queries = useQueryClient();
  const nameOf = useNameOf();
  const moved = run.done + run.skipped;
  const unfinished = isUnfinished(run);
  const stop = (): void =>
    void api<BulkRun>(`/bulk/${run.id}/stop`, { method: 'POST' })
      .catch((error: unknown) => tellProblem(say('It was not stopped'), error))
      .then(() => queries.invalidateQueries({ queryKey: bulkKey }));
  return (
    <section className="bulk-run" aria-label={say('A change of many mentions')}>
      <div className="bulk-run-text">
        <span className="bulk-run-what one-line">{toDo(run.action, nameOf).join(' · ')}</span>
        <span className="bulk-run-far dim number">{howFar(run)}</span>
      </div>
      {unfinished && (
        <progress
          className="bulk-run-bar"
          max={Math.max(1, run.total)}
          value={moved}
          aria-label={say('How far it is')}
        />
      )}
      <span className="bulk-run-actions">
        {unfinished && run.state !== 'undoing' && (
          <Button variant="default" size="compact-sm" onClick={stop}>
            {say('Stop')}
          </Button>
        )}
        {run.state !== 'undoing' && run.state !== 'undone' && run.state !== 'failed' && (
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => void undoRun({ queries }, run.id)}
          >
            {say('Undo')}
          </Button>
        )}
        {!unfinished && <CloseButton size="sm" aria-label={say('Close')} onClick={close} />}
      </span>
    </section>
  );
}

function howFar(run: BulkRun): string {
  const written = (count: number): string => count.toLocaleString(locale());
  const values = {
    done: written(run.done),
    moved: written(run.done + run.skipped),
    total: written(run.total),
    skipped: run.skipped,
  };
  const left =
    run.skipped === 0 ? '' : ` · ${say('{skipped, plural, other {# left alone}}', values)}`;
  if (run.state === 'undoing') return say('Taking back {moved} of {total}', values) + left;
  if (run.state === 'waiting') return say('{total} mentions, about to begin', values);
  if (run.state === 'running') return say('{moved} of {total}', values) + left;
  if (run.state === 'stopped') return say('Stopped after {moved} of {total}', values) + left;
  return say('{done} mentions changed', values) + left;
}

/** When a run comes to its end, what is on the screen is asked for again. */
function useFinished(runs: readonly BulkRun[] | undefined): void {
  const queries = useQueryClient();
  const watched = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (runs === undefined) return;
    const ended = runs.some((run) => watched.current.has(run.id) && !isUnfinished(run));
    watched.current = new Set(runs.filter(isUnfinished).map(({ id }) => id));
    if (ended) refresh({ queries }, true);
  }, [queries, runs]);
}
