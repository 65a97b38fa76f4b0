import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useSearchParams } from 'react-router';
import { useMay } from '../app/may.js';
import { Failed, Waiting } from '../app/states.js';
import type { ReadingCard, TaskCard } from '../app/wire.js';
import { say } from '../language/say.js';
import { TaskTable } from './task-table.js';
import { TaskDetail } from './task-detail.js';
import { useReadingCard, useTeach } from './teaching.queries.js';
import { RunLine, RereadingLine } from './under-way.js';
import { TenLink } from './ten-link.js';
import { titled } from '../app/title.js';
import './teaching.css';

/** How mentions are read, how well, and what people's corrections have taught. */
export default function ReadingPage() {
  useDocumentTitle(titled(say('Reading')));
  const card = useReadingCard();
  return (
    <div className="page">
      <header className="page-head">
        <h1>{say('Reading')}</h1>
        {card.data !== undefined && <TeachButton card={card.data} />}
      </header>
      <div className="page-body reading-page">
        {card.isPending && <Waiting what={say('the cards')} lines={5} />}
        {card.isError && card.data === undefined && (
          <Failed what={say('The cards')} error={card.error} retry={() => void card.refetch()} />
        )}
        {card.data !== undefined && <Cards card={card.data} />}
      </div>
    </div>
  );
}

function TeachButton({ card: { run } }: { card: ReadingCard }) {
  const teach = useTeach();
  const may = useMay();
  const underWay = run !== null && run.endedAt === null;
  if (!may.configure) return null;
  return (
    <span className="page-head-end">
      <Button
        variant="default"
        loading={teach.isPending}
        disabled={underWay}
        onClick={() => teach.mutate()}
      >
        {underWay ? say('Learning') : say('Learn now')}
      </Button>
    </span>
  );
}

function Cards({ card }: { card: ReadingCard }) {
  const [search, setSearch] = useSearchParams();
  const asked = search.get('task');
  const chosen = card.tasks.find(({ task }) => task === asked) ?? card.tasks[0];
  const choose = (task: TaskCard['task']): void => setSearch({ task }, { replace: true });
  return (
    <>
      <TenLink />
      {card.run !== null && <RunLine run={card.run} />}
      {card.rereading !== null && <RereadingLine rereading={card.rereading} />}
      <TaskTable tasks={card.tasks} chosen={chosen?.task ?? null} choose={choose} />
      {chosen !== undefined && <TaskDetail card={chosen} />}
    </>
  );
}
