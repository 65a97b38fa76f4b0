import { Button } from '@mantine/core';
import { useState } from 'react';
import { useKeys, type Binding } from '../app/keys.js';
import { useSession } from '../app/queries.js';
import type { TaskDetail } from '../app/wire.js';
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
    bindings.push({ keys: 'a', does: 'Claim: it becomes yours', run: claim });
  if (mine && task.status === 'claimed') {
    bindings.push({ keys: 'a', does: 'Release: anyone can take it', run: release });
  }
  if (task.status !== 'resolved') bindings.push({ keys: 'e', does: 'Resolve', run: resolve });
  if (task.status === 'resolved') bindings.push({ keys: 'r', does: 'Reopen', run: reopen });
  useKeys('Task', bindings);
  return (
    <div className="task-actions">
      {task.status === 'open' && (
        <Button size="compact-md" onClick={claim} loading={step.isPending}>
          Claim <kbd>a</kbd>
        </Button>
      )}
      {task.status === 'claimed' && (
        <span className="task-holder one-line">
          {mine ? 'Yours' : `${task.owner?.name} has it`}
        </span>
      )}
      {task.status !== 'resolved' && (
        <Button
          size="compact-md"
          variant={mine ? 'filled' : 'default'}
          onClick={resolve}
          loading={step.isPending && mine}
        >
          Resolve <kbd>e</kbd>
        </Button>
      )}
      {mine && task.status === 'claimed' && (
        <Button size="compact-md" variant="default" onClick={release} disabled={step.isPending}>
          Release <kbd>a</kbd>
        </Button>
      )}
      {task.status === 'resolved' && (
        <Button size="compact-md" variant="default" onClick={reopen} loading={step.isPending}>
          Reopen <kbd>r</kbd>
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
