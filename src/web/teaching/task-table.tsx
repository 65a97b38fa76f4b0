import { UnstyledButton } from '@mantine/core';
import type { TaskCard } from '../app/wire.js';
import { say } from '../language/say.js';
import { RateBar } from './rate-bar.js';
import { readBy, TASK_WORDS } from './task-words.js';

/** All tasks at a glance; one of them is chosen. */
export function TaskTable({
  tasks,
  chosen,
  choose,
}: {
  tasks: readonly TaskCard[];
  chosen: TaskCard['task'] | null;
  choose: (task: TaskCard['task']) => void;
}) {
  return (
    <section className="card task-table" aria-label={say('What is read')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('What is read')}</th>
            <th scope="col">{say('By')}</th>
            <th scope="col">{say('Right, by people here')}</th>
            <th scope="col">{say('Left unsure')}</th>
            <th scope="col">{say('Corrections')}</th>
          </tr>
        </thead>
        <tbody>
          {tasks.map((card) => (
            <tr key={card.task} className={card.task === chosen ? 'task-chosen' : ''}>
              <th scope="row">
                <UnstyledButton
                  className="task-name"
                  aria-pressed={card.task === chosen}
                  onClick={() => choose(card.task)}
                >
                  {TASK_WORDS[card.task]}
                </UnstyledButton>
              </th>
              <td>{readBy(card)}</td>
              <td>
                {card.agreement.byLot.n === 0 ? (
                  <span className="dim">{say('no judgement by lot yet')}</span>
                ) : (
                  <RateBar rate={card.agreement.byLot} name={TASK_WORDS[card.task]} />
                )}
              </td>
              <td>
                {card.unsure.now.share === null || card.task === 'topic' ? (
                  <span className="dim">-</span>
                ) : (
                  <RateBar rate={card.unsure.now} name={say('Left unsure')} plain />
                )}
              </td>
              <td className="number">{card.lessons.learnt + card.lessons.heldBack}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
