import { Button, Modal } from '@mantine/core';
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconTrash,
  IconZoomCheck,
} from '@tabler/icons-react';
import { useState } from 'react';
import { saying } from '../app/client.js';
import { useMay } from '../app/may.js';
import type { SourceDetail } from '../app/wire.js';
import { say } from '../language/say.js';
import { usePlaceTest } from './add-end.js';
import { CandidateCard } from './candidate-card.js';
import type { SourceActions } from './sources.mutations.js';
import { useSourceKind } from './sources.queries.js';

/** What can be done to a source right now. */
export function SourceActionsBar({
  source,
  actions,
  onRemove,
}: {
  source: SourceDetail;
  actions: SourceActions;
  onRemove: (source: SourceDetail) => void;
}) {
  const may = useMay();
  const polled = useSourceKind(source.kind)?.intake === 'polled';
  const [testing, setTesting] = useState(false);
  const isPaused = !source.enabled;
  return (
    <span className="page-head-end source-tools">
      {polled && may.configure && (
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconZoomCheck size={16} />}
          onClick={() => setTesting(true)}
        >
          {say('Test now')}
        </Button>
      )}
      {polled && may.work && (
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconRefresh size={16} />}
          disabled={isPaused}
          loading={actions.poll.isPending}
          onClick={() => actions.poll.mutate(source.id)}
        >
          {say('Check now')}
        </Button>
      )}
      {may.configure && (
        <Button
          size="compact-md"
          variant="default"
          leftSection={isPaused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
          onClick={() => actions.change.mutate({ id: source.id, enabled: isPaused })}
        >
          {isPaused ? say('Resume') : say('Pause')}
        </Button>
      )}
      {may.configure && (
        <Button
          size="compact-md"
          variant="subtle"
          color="red"
          leftSection={<IconTrash size={16} />}
          onClick={() => onRemove(source)}
        >
          {say('Remove')}
        </Button>
      )}
      <Modal opened={testing} onClose={() => setTesting(false)} title={say('Test now')} size={620}>
        {testing && <TestNow source={source} close={() => setTesting(false)} />}
      </Modal>
    </span>
  );
}

/** Asks the place as a person would, beside its schedule: nothing is stored. */
function TestNow({ source, close }: { source: SourceDetail; close: () => void }) {
  const test = usePlaceTest();
  const candidate = test.data?.candidates[0];
  return (
    <div className="add-source">
      <p className="dim">
        {say(
          'Asks the place once and shows what it answers. Nothing is stored, and its schedule stays as it is.',
        )}
      </p>
      <div aria-live="polite">
        {test.isPending && <p>{say('Asking the place…')}</p>}
        {test.isError && <p className="test-bad">{saying(test.error)}</p>}
        {candidate !== undefined && (
          <CandidateCard
            candidate={{ ...candidate, source: null }}
            owned={source.ownedBy !== null}
          />
        )}
      </div>
      <div className="dialog-end">
        <Button variant="default" onClick={close}>
          {say('Close')}
        </Button>
        <Button
          data-autofocus
          loading={test.isPending}
          onClick={() => test.mutate({ kind: source.kind, params: source.params })}
        >
          {test.isIdle ? say('Ask it') : say('Ask it again')}
        </Button>
      </div>
    </div>
  );
}
