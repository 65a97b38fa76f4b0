import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useKeys, type Binding } from '../app/keys.js';
import { useSession } from '../app/queries.js';
import type { TaskDetail } from '../app/wire.js';
import { say } from '../language/say.js';
import { ResolveDialog } from './resolve-dialog.js';
import { useTaskStep } from './tasks.queries.js';

/** What can be done with the task as it is now, and by which key. */
export function TaskActions({ task }: { task: TaskDetail }) {
  const [resolving, setResolving] = useState(false);
  const session = useSession();
  const step = useTaskStep(task);
  const mine = task.owner !== null && task.owner.id === session.data?.user.id;
  const claim = (): void => step.mutate({ does: 'claim' });
  const release = (): void => step.mutate({ does: 'release' });
  const reopen = (): void => step.mutate({ does: 'reopen' });
  const resolve = (): void => setResolving(true);
  const bindings: Binding[] = [];
  if (task.status === 'open')
    bindings.push({ keys: 'a', does: say('Claim: it becomes yours'), run: claim });
  if (mine && task.status === 'claimed') {
    bindings.push({ keys: 'a', does: say('Release: anyone can take it'), run: release });
  }
  if (task.status !== 'resolved') bindings.push({ keys: 'e', does: say('Resolve'), run: resolve });
  if (task.status === 'resolved') bindings.push({ keys: 'r', does: say('Reopen'), run: reopen });
  useKeys(say('Task'), bindings);
  const bar = useKeptFocus(task.status, step.isPending);
  return (
    <div className="task-actions" ref={bar}>
      {task.status === 'open' && (
        <Button size="compact-md" onClick={claim} loading={step.isPending}>
          {say('Claim')} <kbd>a</kbd>
        </Button>
      )}
      {task.status === 'claimed' && (
        <span className="task-holder one-line">
          {mine ? say('Yours') : say('{name} has it', { name: task.owner?.name ?? '' })}
        </span>
      )}
      {task.status !== 'resolved' && (
        <Button
          size="compact-md"
          variant={mine ? 'filled' : 'default'}
          onClick={resolve}
          loading={step.isPending && mine}
        >
          {say('Resolve')} <kbd>e</kbd>
        </Button>
      )}
      {mine && task.status === 'claimed' && (
        <Button size="compact-md" variant="default" onClick={release} disabled={step.isPending}>
          {say('Release')} <kbd>a</kbd>
        </Button>
      )}
      {task.status === 'resolved' && (
        <Button size="compact-md" variant="default" onClick={reopen} loading={step.isPending}>
          {say('Reopen')} <kbd>r</kbd>
        </Button>
      )}
      <ResolveDialog
        opened={resolving}
        close={() => setResolving(false)}
        resolve={(outcome, note) => {
          setResolving(false);
          step.mutate({ does: 'resolve', outcome, note });
        }}
      />
    </div>
  );
}

/** The button that was pressed goes with what it did: the keyboard stays, on the first that is there now. */
function useKeptFocus(status: TaskDetail['status'], busy: boolean) {
  const bar = useRef<HTMLDivElement>(null);
  const before = useRef(status);
  useEffect(() => {
    // A button at work takes no focus.
    if (busy || before.current === status) return;
    before.current = status;
    if (document.activeElement === document.body) bar.current?.querySelector('button')?.focus();
  }, [status, busy]);
  return bar;
}
