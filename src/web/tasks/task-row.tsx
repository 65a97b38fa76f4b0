import { IconMessage2 } from '@tabler/icons-react';
import { Link } from 'react-router';
import { initials } from '../app/initials.js';
import type { Task } from '../app/wire.js';
import { When } from '../app/when.js';
import { say } from '../language/say.js';
import { Priority, reasonsInShort } from '../reading/priority.js';
import { outcomeName } from './outcome-words.js';
import '../inbox/row.css';

/** One task of the list: whose problem, what, how urgent, who has it. */
export function TaskRow({
  task,
  search,
  current,
}: {
  task: Task;
  search: string;
  current: boolean;
}) {
  const why = reasonsInShort(task.reasons);
  return (
    <li className={current ? 'row row-current' : 'row'}>
      <Priority priority={task.priority} reasons={task.reasons} />
      <div className="row-body">
        <div className="row-head">
          <Link
            to={{ pathname: `/tasks/${task.id}`, search }}
            className="row-link task-link-title"
            data-task={task.id}
            aria-current={current ? 'true' : undefined}
          >
            <span className="row-title theirs one-line" dir="auto">
              {task.title}
            </span>
          </Link>
          <span className="row-when">
            <When at={task.resolvedAt ?? task.openedAt} />
          </span>
        </div>
        <div className="row-labels">
          {task.outcome !== null && <span className="row-status">{outcomeName(task.outcome)}</span>}
          <span className="label number">
            <IconMessage2 size={13} stroke={1.7} aria-hidden />
            {say('{count, plural, one {# mention} other {# mentions}}', {
              count: task.mentionCount,
            })}
          </span>
          <span className="label one-line">{task.monitor.name}</span>
          <span className="row-signs">
            {task.owner === null ? (
              <span>{task.status === 'open' ? say('nobody yet') : ''}</span>
            ) : (
              <span>
                <span className="task-face" aria-hidden>
                  {initials(task.owner.name)}
                </span>
                {task.owner.name}
              </span>
            )}
          </span>
        </div>
        {why !== '' && <p className="row-why one-line">{why}</p>}
      </div>
    </li>
  );
}
