import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { api } from '../app/client.js';
import { useMay } from '../app/may.js';
import { Failed, Waiting } from '../app/states.js';
import type { SourceDetail, SourceIntake } from '../app/wire.js';
import { say } from '../language/say.js';
import { Panel } from './panel.js';

/** How a place that sends by itself is told where to send. */
export function SourceIntake({ source }: { source: SourceDetail }) {
  const may = useMay();
  return (
    <Panel
      title={say('How it reaches us')}
      about={say(
        'Earshot does not ask this place: it sends by itself. What it did not send, nobody can know here.',
      )}
    >
      {may.configure ? (
        <Address id={source.id} />
      ) : (
        <p className="dim">{say('Who may set up sources sees the address and the secret here.')}</p>
      )}
    </Panel>
  );
}

function Address({ id }: { id: string }) {
  const intake = useQuery({
    queryKey: ['sources', 'intake', id],
    queryFn: ({ signal }) => api<SourceIntake>(`/sources/${id}/intake`, { signal }),
  });
  if (intake.isPending) return <Waiting what={say('its address')} lines={2} />;
  if (intake.isError) {
    return (
      <Failed what={say('Its address')} error={intake.error} retry={() => void intake.refetch()} />
    );
  }
  return (
    <dl className="facts intake">
      <Copied name={say('Address to send to')} value={intake.data.url} />
      <Copied name={say('Secret to sign with')} value={intake.data.secret} />
    </dl>
  );
}

function Copied({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="once-secret">
        <code>{value}</code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? say('Copied') : say('Copy')}>
              <ActionIcon
                variant="subtle"
                aria-label={say('Copy: {name}', { name })}
                onClick={copy}
              >
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </dd>
    </div>
  );
}
