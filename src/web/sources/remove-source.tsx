import { Button, Modal } from '@mantine/core';
import type { Source } from '../app/wire.js';
import { say } from '../language/say.js';

import type { SourceActions } from './sources.mutations.js';

export function RemoveSource({
  source,
  close,
  removed,
  actions,
}: {
  source: Source | null;
  close: () => void;
  /** After it is gone. */
  removed?: () => void;
  actions: SourceActions;
}) {
  return (
    <Modal opened={source !== null} onClose={close} title={say('Remove this source?')} size={440}>
      {source !== null && (
        <div className="add-source">
          <p>
            {say(
              'Earshot stops listening to {source} and forgets everything it heard there: {count, plural, one {# mention with its readings} other {# mentions with their readings}}. This cannot be undone. To stop for a while and keep them, pause it instead.',
              { source: <strong>{source.name}</strong>, count: source.mentionCount },
            )}
          </p>
          <div className="dialog-end">
            <Button variant="default" onClick={close} data-autofocus>
              {say('Keep it')}
            </Button>
            <Button
              color="red"
              loading={actions.remove.isPending}
              onClick={() =>
                actions.remove.mutate(source, {
                  onSuccess: () => {
                    close();
                    removed?.();
                  },
                })
              }
            >
              {say('Remove')}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
