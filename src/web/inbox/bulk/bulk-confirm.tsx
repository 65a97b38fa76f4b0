import { Button, Group, Modal } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Failed, Waiting } from '../../app/states.js';
import { locale, say } from '../../language/say.js';
import { toDo } from '../changes/action-words.js';
import { useNameOf } from '../changes/use-name-of.js';
import { ask, usePending, type Pending } from './bulk-pending.js';
import { useExactCount } from './bulk.queries.js';

/** Before an action on all matches: what it does, and to how many exactly. */
export function BulkConfirm({ begun }: { begun: () => void }) {
  const pending = usePending();
  const close = (): void => ask(null);
  const start = (expect: number): void => {
    close();
    pending?.start(expect);
    begun();
  };
  return (
    <Modal
      opened={pending !== null}
      onClose={close}
      title={say('Change all that match?')}
      size="sm"
      transitionProps={{ duration: 0 }}
    >
      {pending !== null && <Question pending={pending} close={close} start={start} />}
    </Modal>
  );
}

function Question({
  pending,
  close,
  start,
}: {
  pending: Pending;
  close: () => void;
  start: (expect: number) => void;
}) {
  const count = useExactCount(pending.filters);
  const nameOf = useNameOf();
  const confirm = useRef<HTMLButtonElement>(null);
  const counted = count.data !== undefined && !count.isFetching;
  // It is not there yet when the dialog opens: Enter is for it, not for closing.
  useEffect(() => {
    if (counted) confirm.current?.focus();
  }, [counted]);
  if (count.isError) {
    return (
      <Failed what={say('The number')} error={count.error} retry={() => void count.refetch()} />
    );
  }
  // An old number would be answered with a refusal: only what was counted now may be confirmed.
  if (count.data === undefined || count.isFetching)
    return <Waiting what={say('the number')} lines={2} />;
  const { count: exact } = count.data;
  const number = exact.toLocaleString(locale());
  return (
    <div className="bulk-question">
      <ul className="bulk-effects">
        {toDo(pending.action, nameOf).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>
        {exact === 0
          ? say('No mention matches any more.')
          : say(
              'This goes to all {number} that match now, loaded here or not. You can undo it for a while.',
              { number },
            )}
      </p>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          {say('Cancel')}
        </Button>
        <Button ref={confirm} disabled={exact === 0} onClick={() => start(exact)}>
          {say('{count, plural, one {Change # mention} other {Change # mentions}}', {
            count: exact,
          })}
        </Button>
      </Group>
    </div>
  );
}
