import { Button, UnstyledButton } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { IconChecklist } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useKeys } from '../app/keys.js';
import { useServerChanges } from '../app/live.js';
import { Empty, Failed, Waiting } from '../app/states.js';
import type { Task } from '../app/wire.js';
import { TaskPane } from './task-pane.js';
import { TaskRow } from './task-row.js';
import { readView, useTaskList, VIEWS, type TaskView } from './tasks.queries.js';
import './tasks.css';

const VIEW_WORDS: Record<TaskView, string> = {
  open: 'Open',
  mine: 'Mine',
  claimed: 'Claimed',
  resolved: 'Resolved',
};

/** Outreach work: one task for one customer's problem. */
export default function TasksPage() {
  const { id = null } = useParams();
  const [params] = useSearchParams();
  const view = readView(params);
  const search = view === 'open' ? '' : `?view=${view}`;
  const navigate = useNavigate();
  const list = useTaskList(view);
  const tasks = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const go = (to: string | null): void =>
    void navigate({ pathname: to === null ? '/tasks' : `/tasks/${to}`, search });
  useFreshTasks();
  useTaskKeys(tasks, id, go);
  useDocumentTitle('Tasks · Earshot');
  return (
    <div className={id === null ? 'split' : 'split split-chosen'}>
      <h1 className="unseen">Tasks</h1>
      <section className="split-list" aria-label="List of tasks">
        <header className="list-head task-head">
          <p className="list-title" aria-hidden>
            Tasks
          </p>
          <fieldset className="tabs" aria-label="View">
            {VIEWS.map((each) => (
              <UnstyledButton
                key={each}
                className="tab"
                aria-pressed={each === view}
                onClick={() => void navigate(each === 'open' ? '/tasks' : `/tasks?view=${each}`)}
              >
                {VIEW_WORDS[each]}
              </UnstyledButton>
            ))}
          </fieldset>
        </header>
        <div className="list-scroll">
          <TaskList list={list} tasks={tasks} view={view} search={search} currentId={id} />
        </div>
      </section>
      <section className="split-detail" aria-label="Task">
        {id === null ? (
          <Empty icon={<IconChecklist size={26} stroke={1.6} />} title="Choose a task">
            <kbd>j</kbd> and <kbd>k</kbd> go through them, <kbd>a</kbd> makes one yours,{' '}
            <kbd>e</kbd> resolves it.
          </Empty>
        ) : (
          <TaskPane key={id} id={id} close={() => go(null)} />
        )}
      </section>
    </div>
  );
}

function useFreshTasks(): void {
  const queries = useQueryClient();
  const refresh = useCallback(() => {
    void queries.invalidateQueries({ queryKey: ['tasks'] });
    void queries.invalidateQueries({ queryKey: ['task'] });
  }, [queries]);
  useServerChanges(['tasks'], refresh);
}

function useTaskKeys(
  tasks: readonly Task[],
  id: string | null,
  go: (to: string | null) => void,
): void {
  const at = tasks.findIndex((task) => task.id === id);
  const by = (step: number) => (): void => {
    const to = tasks[at < 0 && step < 0 ? tasks.length - 1 : at + step];
    if (to === undefined) return;
    go(to.id);
    document.querySelector<HTMLElement>(`[data-task="${CSS.escape(to.id)}"]`)?.focus();
  };
  useKeys('Tasks', [
    { keys: 'j', does: 'Next task', run: by(1) },
    { keys: 'k', does: 'Task before', run: by(-1) },
    { keys: 'Escape', does: 'Close it', run: () => go(null) },
  ]);
}

const NONE: Record<TaskView, string> = {
  open: 'A complaint above the limit opens a task here by itself.',
  mine: 'Claim an open task and it stands here until you resolve it.',
  claimed: 'Nobody has a task in hand.',
  resolved: 'Resolved tasks are kept here with their outcome.',
};

function TaskList({
  list,
  tasks,
  view,
  search,
  currentId,
}: {
  list: ReturnType<typeof useTaskList>;
  tasks: readonly Task[];
  view: TaskView;
  search: string;
  currentId: string | null;
}) {
  if (list.isPending) return <Waiting what="tasks" lines={7} />;
  if (list.isError && list.data === undefined) {
    return <Failed what="The tasks" error={list.error} retry={() => void list.refetch()} />;
  }
  if (tasks.length === 0) {
    return (
      <Empty
        icon={<IconChecklist size={26} stroke={1.6} />}
        title={`No ${view === 'mine' ? 'tasks of yours' : `${view} tasks`}`}
      >
        {NONE[view]}
      </Empty>
    );
  }
  return (
    <>
      <ul className="rows" aria-label="Tasks">
        {tasks.map((task) => (
          <TaskRow key={task.id} task={task} search={search} current={task.id === currentId} />
        ))}
      </ul>
      <div className="rows-end">
        {list.hasNextPage ? (
          <Button
            variant="subtle"
            size="compact-sm"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Load more
          </Button>
        ) : (
          <span>{tasks.length === 1 ? 'That is the only one' : `All ${tasks.length} shown`}</span>
        )}
      </div>
    </>
  );
}
