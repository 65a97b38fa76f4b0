import { Button } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useTaxonomy } from '../../app/queries.js';
import { When } from '../../app/when.js';
import type { Customer as CustomerAnswer, Mention, MentionDetail } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { LabelLine } from '../../reading/labels.js';
import { STATUS_WORDS, topicName } from '../../reading/words.js';
import { outcomeName, TASK_STATUS_WORDS } from '../../tasks/outcome-words.js';
import { useCustomer } from './detail.queries.js';
import { Part } from './part.js';
import './customer.css';

/** What the same author said before, and what was done for them: nobody should have to say it twice. */
export function Customer({ mention }: { mention: MentionDetail }) {
  if (mention.author === null) return null;
  return <Loaded mention={mention} />;
}

function Loaded({ mention }: { mention: MentionDetail }) {
  const customer = useCustomer(mention.id);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = customer;
  const [first] = customer.data?.pages ?? [];
  if (first?.mentions === 0 && first.tasks.length === 0) {
    return (
      <section className="below">
        <h3>{say('This customer')}</h3>
        <p className="dim">
          {say('Nothing else is known of them: this is the first time we hear them here.')}
        </p>
      </section>
    );
  }
  return (
    <Part title={say('This customer')} query={customer}>
      {({ pages }) => (
        <>
          {first !== undefined && <Sum customer={first} />}
          {first !== undefined && first.tasks.length > 0 && (
            <ul className="mini-list" aria-label={say('Tasks for them')}>
              {first.tasks.map((task) => (
                <Task task={task} key={task.id} />
              ))}
            </ul>
          )}
          <ul className="mini-list" aria-label={say('Their other mentions')}>
            {pages
              .flatMap(({ items }) => items)
              .map((other) => (
                <Other other={other} key={other.id} />
              ))}
          </ul>
          {hasNextPage && (
            <Button
              variant="subtle"
              size="compact-sm"
              className="part-more"
              loading={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              {say('Show more')}
            </Button>
          )}
        </>
      )}
    </Part>
  );
}

function Sum({ customer: { mentions, complaints, tasks } }: { customer: CustomerAnswer }) {
  return (
    <p className="dim number customer-sum">
      {say(
        '{mentions, plural, =0 {No other mention here} one {# other mention here} other {# other mentions here}}, {complaints, plural, =0 {no complaint among all} one {# complaint among all} other {# complaints among all}}, {tasks, plural, =0 {no task} one {# task} other {# tasks}}',
        { mentions, complaints, tasks: tasks.length },
      )}
    </p>
  );
}

function Task({ task }: { task: CustomerAnswer['tasks'][number] }) {
  const taxonomy = useTaxonomy().data;
  const { topic, outcome, status, owner, note, mentionCount } = task;
  const what = topic === null ? say('A complaint') : topicName(taxonomy, topic);
  return (
    <li>
      <Link to={`/tasks/${task.id}`} className="mini">
        <span className="mini-text">
          <IconChecklist size={14} stroke={1.7} aria-hidden /> {what}
        </span>
        <span className="mini-when">
          <When at={task.resolvedAt ?? task.openedAt} ago />
        </span>
        <span className="customer-task">
          <strong>{outcome === null ? TASK_STATUS_WORDS[status] : outcomeName(outcome)}</strong>
          {owner !== null && <bdi>{owner.name}</bdi>}
          <span className="number">
            {say('{count, plural, one {# mention} other {# mentions}}', { count: mentionCount })}
          </span>
          {note !== null && <bdi className="customer-note">{note}</bdi>}
        </span>
      </Link>
    </li>
  );
}

function Other({ other }: { other: Mention }) {
  return (
    <li>
      <Link to={`/inbox/${other.id}?status=all`} className="mini">
        <span className="mini-text theirs" dir="auto">
          {other.title ?? other.excerpt}
        </span>
        <span className="mini-when">
          <When at={other.publishedAt ?? other.fetchedAt} ago />
        </span>
        <span className="customer-line">
          <LabelLine mention={other} />
          <span className="dim">{STATUS_WORDS[other.status]}</span>
        </span>
      </Link>
    </li>
  );
}
