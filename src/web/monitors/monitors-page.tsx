import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconPlus, IconTargetArrow } from '@tabler/icons-react';
import { useState } from 'react';
import { useKeys } from '../app/keys.js';
import { useMay } from '../app/may.js';
import { Empty, Failed, Waiting } from '../app/states.js';
import type { Monitor } from '../app/wire.js';
import { say } from '../language/say.js';
import { MonitorCard } from './monitor-card.js';
import { MonitorDialog } from './monitor-dialog.js';
import { useMonitors } from './monitors.queries.js';
import { titled } from '../app/title.js';
import './monitors.css';

/** What is listened for: brands and products, as words, with our own accounts. */
export default function MonitorsPage() {
  const monitors = useMonitors();
  const [editing, setEditing] = useState<Monitor | 'new' | null>(null);
  const may = useMay();
  const add = (): void => setEditing('new');
  useKeys(
    say('Monitors'),
    may.configure ? [{ keys: 'n', does: say('Add a monitor'), run: add }] : [],
  );
  useDocumentTitle(titled(say('Monitors')));
  const items = monitors.data?.items;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{say('Monitors')}</h1>
        <p className="dim monitors-what">{say('What Earshot listens for, at every source')}</p>
        <span className="page-head-end">
          {may.configure && (
            <Button leftSection={<IconPlus size={16} />} onClick={add}>
              {say('Add a monitor')}
            </Button>
          )}
        </span>
      </header>
      <div className="page-body">
        {monitors.isPending && <Waiting what={say('monitors')} lines={4} />}
        {monitors.isError && items === undefined && (
          <Failed
            what={say('The monitors')}
            error={monitors.error}
            retry={() => void monitors.refetch()}
          />
        )}
        {items?.length === 0 && (
          <Empty
            icon={<IconTargetArrow size={26} stroke={1.6} />}
            title={say('Nothing is listened for yet')}
            action={<Button onClick={add}>{say('Add the first monitor')}</Button>}
          >
            {say(
              'A monitor is one brand or product: the words it goes by, and the words that mean something else.',
            )}
          </Empty>
        )}
        <ul className="monitors">
          {items?.map((monitor) => (
            <MonitorCard
              key={monitor.id}
              monitor={monitor}
              onEdit={may.configure ? () => setEditing(monitor) : null}
            />
          ))}
        </ul>
      </div>
      <MonitorDialog editing={editing} close={() => setEditing(null)} />
    </div>
  );
}
