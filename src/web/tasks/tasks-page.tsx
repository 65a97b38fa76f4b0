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
import { say } from '../language/say.js';
import { TaskPane } from './task-pane.js';
import { TaskRow } from './task-row.js';
import { readView, useTaskList, VIEWS, type TaskView } from './tasks.queries.js';
import { titled } from '../app/title.js';
import './tasks.css';

const VIEW_WORDS: Record<TaskView, string> = {
  open: say('Open'),
  mine: say('Mine'),
  claimed: say('Claimed'),
  resolved: say('Resolved'),
};

const HOW = say(
  '<key>j</key> and <key>k</key> go through them, <key>a</key> makes one yours, <key>e</key> resolves it.',
  { key: (letter) => <kbd>{letter}</kbd> },
);

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
  useDocumentTitle(titled(say('Tasks')));
  return (
    <div className={id === null ? 'split' : 'split split-chosen'}>
      <h1 className="unseen">{say('Tasks')}</h1>
      <section className="split-list" aria-label={say('List of tasks')}>
        <header className="list-head task-head">
          <p className="list-title" aria-hidden>
            {say('Tasks')}
          </p>
          <fieldset className="tabs" aria-label={say('View')}>
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
      <section className="split-detail" aria-label={say('Task')}>
        {id === null ? (
          <Empty icon={<IconChecklist size={26} stroke={1.6} />} title={say('Choose a task')}>
            {HOW}
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
  useKeys(say('Tasks'), [
    { keys: 'j', does: say('Next task'), run: by(1) },
    { keys: 'k', does: say('Task before'), run: by(-1) },
    { keys: 'Escape', does: say('Close it'), run: () => go(null) },
  ]);
}

const NONE: Record<TaskView, { readonly title: string; readonly text: string }> = {
  open: {
    title: say('No open tasks'),
    text: say('A complaint above the limit opens a task here by itself.'),
  },
  mine: {
    title: say('No tasks of yours'),
    text: say('Claim an open task and it stands here until you resolve it.'),
  },
  claimed: { title: say('No claimed tasks'), text: say('Nobody has a task in hand.') },
  resolved: {
    title: say('No resolved tasks'),
    text: say('Resolved tasks are kept here with their outcome.'),
  },
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
  if (list.isPending) return <Waiting what={say('tasks')} lines={7} />;
  if (list.isError && list.data === undefined) {
    return <Failed what={say('The tasks')} error={list.error} retry={() => void list.refetch()} />;
  }
  if (tasks.length === 0) {
    return (
      <Empty icon={<IconChecklist size={26} stroke={1.6} />} title={NONE[view].title}>
        {NONE[view].text}
      </Empty>
    );
  }
  return (
    <>
      <ul className="rows" aria-label={say('Tasks')}>
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
            {say('Load more')}
          </Button>
        ) : (
          <span>
            {say('{count, plural, one {That is the only one} other {All # shown}}', {
              count: tasks.length,
            })}
          </span>
        )}
      </div>
    </>
  );
}
