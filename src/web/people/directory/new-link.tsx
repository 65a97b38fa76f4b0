import { Button, Modal } from '@mantine/core';
import { ShownOnce } from '../../app/shown-once.js';
import { exactly } from '../../app/times.js';
import type { User } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { useNewLink } from './people.queries.js';

/** A link that signs a person in: for the first time, or when the password is forgotten. */
export function NewLink({
  user,
  opened,
  close,
}: {
  user: User;
  opened: boolean;
  close: () => void;
}) {
  const { mutate, data, isPending, reset } = useNewLink();
  const shut = (): void => {
    reset();
    close();
  };
  return (
    <Modal
      opened={opened}
      onClose={shut}
      title={say('A sign-in link for {name}', { name: user.name })}
      size={480}
    >
      {data === undefined ? (
        <>
          <p>
            {say(
              'Whoever opens it is signed in as {name}, without a password; two-step sign-in, if it is on, still asks for a code. It works once. Send it by a way that only they read.',
              { name: user.name },
            )}
          </p>
          <div className="dialog-end setting-gap">
            <Button variant="default" onClick={shut}>
              {say('Cancel')}
            </Button>
            <Button data-autofocus loading={isPending} onClick={() => mutate(user)}>
              {say('Make the link')}
            </Button>
          </div>
        </>
      ) : (
        <ShownOnce secret={data.signInLink} done={shut}>
          {say('It works once, until {when}, and is shown only now.', {
            when: exactly(data.expiresAt),
          })}
        </ShownOnce>
      )}
    </Modal>
  );
}
