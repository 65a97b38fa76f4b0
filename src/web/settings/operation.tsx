import { Button } from '@mantine/core';
import { useMay } from '../app/may.js';
import { Failed, Waiting } from '../app/states.js';
import type { Operation } from '../app/wire.js';
import { When } from '../app/when.js';
import { say } from '../language/say.js';
import { amount } from '../reading/words.js';
import { RoomPage } from './room-page.js';
import { useOperation, useRetryDead } from './settings.queries.js';

/** The queues, and what gave up in them. */
export default function OperationPage() {
  const operation = useOperation();
  return (
    <RoomPage
      title={say('Operation')}
      about={say(
        'Work on its way through the pipeline. What fails for good is kept here, never dropped.',
      )}
    >
      <section className="card" aria-label={say('Queues')}>
        {operation.isPending && <Waiting what={say('the queues')} lines={3} />}
        {operation.isError && operation.data === undefined && (
          <Failed
            what={say('The queues')}
            error={operation.error}
            retry={() => void operation.refetch()}
          />
        )}
        {operation.data !== undefined && (
          <>
            <Queues operation={operation.data} />
            <DeadLetters letters={operation.data.deadLetters} />
          </>
        )}
      </section>
    </RoomPage>
  );
}

function Queues({ operation }: { operation: Operation }) {
  const backend = operation.backend === 'redis' ? 'Redis' : 'PostgreSQL';
  return (
    <table className="queues">
      <thead>
        <tr>
          <th scope="col">{say('Queue, in {backend}', { backend })}</th>
          <th scope="col">{say('Waiting')}</th>
          <th scope="col">{say('At work')}</th>
          <th scope="col">{say('Later')}</th>
          <th scope="col">{say('Failed')}</th>
        </tr>
      </thead>
      <tbody>
        {operation.queues.map(({ name, waiting, active, delayed, dead }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="number">{amount(waiting)}</td>
            <td className="number">{amount(active)}</td>
            <td className="number">{amount(delayed)}</td>
            <td className={dead > 0 ? 'number queue-dead' : 'number'}>{amount(dead)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DeadLetters({ letters }: { letters: Operation['deadLetters'] }) {
  const retry = useRetryDead();
  const may = useMay();
  if (letters.length === 0)
    return <p className="letters-none dim">{say('Nothing has failed for good.')}</p>;
  return (
    <ul className="letters">
      {letters.map((letter) => (
        <li key={`${letter.queue} ${letter.id}`} className="letter">
          <div className="letter-head">
            <span>
              <strong>{letter.queue}</strong>{' '}
              <span className="dim">
                {say(
                  'gave up {when} after {attempts, plural, one {# attempt} other {# attempts}}',
                  {
                    when: <When key="when" at={letter.failedAt} ago />,
                    attempts: letter.attempts,
                  },
                )}
              </span>
            </span>
            {may.operate && (
              <Button
                size="compact-sm"
                variant="default"
                loading={retry.isPending && retry.variables.id === letter.id}
                onClick={() => retry.mutate({ queue: letter.queue, id: letter.id })}
              >
                {say('Try again')}
              </Button>
            )}
          </div>
          <pre className="letter-error">{letter.error}</pre>
          <details>
            <summary className="dim">{say('What it was to do')}</summary>
            <pre className="letter-error">{JSON.stringify(letter.payload, null, 2)}</pre>
          </details>
        </li>
      ))}
    </ul>
  );
}
