import { ActionIcon } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from 'react-router';
import { OutsideLink } from '../app/outside-link.js';
import { safeAddress } from '../app/safe-address.js';
import { Failed, Waiting } from '../app/states.js';
import type { Mention, TaskDetail } from '../app/wire.js';
import { When } from '../app/when.js';
import { authorName } from '../inbox/author-name.js';
import { History } from '../inbox/history.js';
import { say } from '../language/say.js';
import { LabelLine, TopicMark } from '../reading/labels.js';
import { PriorityBar, ReasonList } from '../reading/priority.js';
import { KindIcon } from '../sources/kind-icon.js';
import { outcomeName, TASK_STATUS_WORDS } from './outcome-words.js';
import { TaskActions } from './task-actions.js';
import { useTask } from './tasks.queries.js';
import '../inbox/detail.css';
import '../inbox/detail/aside.css';
import '../inbox/detail/below.css';

/** One customer's problem: all they said about it, why it matters, who has it, how it ended. */
export function TaskPane({ id, close }: { id: string; close: () => void }) {
  const query = useTask(id);
  return (
    <article className="detail">
      <header className="detail-bar">
        <ActionIcon
          variant="subtle"
          size={32}
          className="detail-back"
          aria-label={say('Back to the list')}
          onClick={close}
        >
          <IconArrowLeft size={19} />
        </ActionIcon>
        {query.data !== undefined && <TaskActions task={query.data} />}
      </header>
      <div className="detail-scroll" tabIndex={-1}>
        {query.isPending && <Waiting what={say('the task')} lines={5} />}
        {query.isError && query.data === undefined && (
          <Failed what={say('This task')} error={query.error} retry={() => void query.refetch()} />
        )}
        {query.data !== undefined && <TaskBody task={query.data} />}
      </div>
    </article>
  );
}

function TaskBody({ task }: { task: TaskDetail }) {
  return (
    <>
      <div className="task-title">
        <h2 className="text-title theirs" dir="auto">
          {task.title}
        </h2>
        <p className="detail-where">
          <span>
            <OutsideLink url={task.author?.url ?? null}>
              <bdi>{authorName(task.author)}</bdi>
            </OutsideLink>
          </span>
          <span>{say('about {name}', { name: task.monitor.name })}</span>
          <span>{say('opened {time}', { time: <When at={task.openedAt} ago /> })}</span>
        </p>
      </div>
      <div className="detail-columns">
        <div className="detail-main">
          {task.outcome !== null && <Outcome task={task} />}
          <section className="below">
            <h3>
              {say(
                '{count, plural, one {What the customer said} other {What the customer said, in # mentions}}',
                { count: task.mentions.length },
              )}
            </h3>
            <ol className="said">
              {task.mentions.map((mention) => (
                <Said mention={mention} key={mention.id} />
              ))}
            </ol>
          </section>
        </div>
        <TaskAside task={task} />
        <div className="detail-more">
          <History history={task.history} />
        </div>
      </div>
    </>
  );
}

function Outcome({ task }: { task: TaskDetail }) {
  return (
    <section className="outcome">
      <h3>
        {task.outcome !== null && outcomeName(task.outcome)}
        {task.owner !== null && (
          <span className="dim"> {say('by {name}', { name: task.owner.name })}</span>
        )}
        {task.resolvedAt !== null && (
          <span className="dim">
            , <When at={task.resolvedAt} ago />
          </span>
        )}
      </h3>
      {task.note !== null && task.note !== '' && <p>{task.note}</p>}
    </section>
  );
}

function Said({ mention }: { mention: Mention }) {
  const cut = mention.excerpt.length >= 280;
  return (
    <li className="said-one">
      <p className="said-head">
        <KindIcon kind={mention.sourceKind} size={13} />
        <bdi>{mention.sourceName}</bdi>
        <When at={mention.publishedAt ?? mention.fetchedAt} ago />
        {safeAddress(mention.url) !== null && (
          <OutsideLink url={mention.url}>{say('where it was posted')}</OutsideLink>
        )}
      </p>
      {mention.title !== null && (
        <p className="said-title theirs" dir="auto">
          {mention.title}
        </p>
      )}
      <p className="said-text theirs" dir="auto">
        {mention.excerpt}
        {cut && '…'}
      </p>
      <p className="said-foot">
        <LabelLine mention={mention} />
        <Link to={`/inbox/${mention.id}?status=all`}>{say('Whole mention')}</Link>
      </p>
    </li>
  );
}

function TaskAside({ task }: { task: TaskDetail }) {
  return (
    <aside className="detail-aside" aria-label={say('About this task')}>
      <section className="side-block">
        <h3 className="side-head">
          {say('Priority')} <span className="side-number number">{Math.round(task.priority)}</span>
        </h3>
        <div className="priority-wide">
          <PriorityBar priority={task.priority} />
        </div>
        <ReasonList reasons={task.reasons} />
      </section>
      <section className="side-block">
        <h3>{say('Task')}</h3>
        <dl className="readings">
          <div className="reading-line">
            <dt>{say('Status')}</dt>
            <dd>{TASK_STATUS_WORDS[task.status]}</dd>
          </div>
          <div className="reading-line">
            <dt>{say('Owner')}</dt>
            <dd>{task.owner?.name ?? <span className="dim">{say('nobody yet')}</span>}</dd>
          </div>
          {task.topic !== null && (
            <div className="reading-line">
              <dt>{say('Topic')}</dt>
              <dd>
                <TopicMark topic={task.topic} />
              </dd>
            </div>
          )}
        </dl>
      </section>
    </aside>
  );
}
