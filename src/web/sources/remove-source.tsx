import { Button, Modal } from '@mantine/core';
import type { Source } from '../app/wire.js';
import { amount } from '../reading/words.js';
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
    <Modal opened={source !== null} onClose={close} title="Remove this source?" size={440}>
      {source !== null && (
        <div className="add-source">
          <p>
            Earshot stops listening to <strong>{source.name}</strong> and forgets everything it
            heard there: {amount(source.mentionCount)} mentions with their readings. This cannot be
            undone. To stop for a while and keep them, pause it instead.
          </p>
          <div className="dialog-end">
            <Button variant="default" onClick={close} data-autofocus>
              Keep it
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
              Remove
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
