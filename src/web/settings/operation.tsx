import { Button } from '@mantine/core';
import { useMay } from '../app/may.js';
import { Failed, Waiting } from '../app/states.js';
import type { Operation } from '../app/wire.js';
import { When } from '../app/when.js';
import { Section } from './section.js';
import { useOperation, useRetryDead } from './settings.queries.js';

/** The queues, and what gave up in them. */
export function OperationSection() {
  const operation = useOperation();
  return (
    <Section
      title="Operation"
      about="Work on its way through the pipeline. What fails for good is kept here, never dropped."
    >
      {operation.isPending && <Waiting what="the queues" lines={3} />}
      {operation.isError && operation.data === undefined && (
        <Failed what="The queues" error={operation.error} retry={() => void operation.refetch()} />
      )}
      {operation.data !== undefined && (
        <>
          <Queues operation={operation.data} />
          <DeadLetters letters={operation.data.deadLetters} />
        </>
      )}
    </Section>
  );
}

function Queues({ operation }: { operation: Operation }) {
  const backend = operation.backend === 'redis' ? 'Redis' : 'PostgreSQL';
  return (
    <table className="queues">
      <thead>
        <tr>
          <th scope="col">Queue, in {backend}</th>
          <th scope="col">Waiting</th>
          <th scope="col">At work</th>
          <th scope="col">Later</th>
          <th scope="col">Failed</th>
        </tr>
      </thead>
      <tbody>
        {operation.queues.map(({ name, waiting, active, delayed, dead }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="number">{waiting}</td>
            <td className="number">{active}</td>
            <td className="number">{delayed}</td>
            <td className={dead > 0 ? 'number queue-dead' : 'number'}>{dead}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DeadLetters({ letters }: { letters: Operation['deadLetters'] }) {
  const retry = useRetryDead();
  const may = useMay();
  if (letters.length === 0) return <p className="letters-none dim">Nothing has failed for good.</p>;
  return (
    <ul className="letters">
      {letters.map((letter) => (
        <li key={`${letter.queue} ${letter.id}`} className="letter">
          <div className="letter-head">
            <span>
              <strong>{letter.queue}</strong>{' '}
              <span className="dim">
                gave up <When at={letter.failedAt} ago /> after {letter.attempts} attempts
              </span>
            </span>
            {may.operate && (
              <Button
                size="compact-sm"
                variant="default"
                loading={retry.isPending && retry.variables.id === letter.id}
                onClick={() => retry.mutate({ queue: letter.queue, id: letter.id })}
              >
                Try again
              </Button>
            )}
          </div>
          <pre className="letter-error">{letter.error}</pre>
          <details>
            <summary className="dim">What it was to do</summary>
            <pre className="letter-error">{JSON.stringify(letter.payload, null, 2)}</pre>
          </details>
        </li>
      ))}
    </ul>
  );
}
