import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { IconBroadcast, IconPlus } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useKeys } from '../app/keys.js';
import { useMay } from '../app/may.js';
import { useServerChanges } from '../app/live.js';
import { useSources } from '../app/queries.js';
import { Empty, Failed, Waiting } from '../app/states.js';
import type { Source } from '../app/wire.js';
import { AddSource } from './add-source.js';
import { EditSource } from './edit-source.js';
import { RemoveSource } from './remove-source.js';
import { useSourceActions } from './sources.mutations.js';
import { SourceTable } from './source-table.js';
import { STATE_WORDS } from './state-words.js';
import './sources.css';

/** Every place that is polled, and whether it can be trusted to be heard. */
export default function SourcesPage() {
  const sources = useSources();
  const actions = useSourceActions();
  const [params, setParams] = useSearchParams();
  const [editing, setEditing] = useState<Source | null>(null);
  const [removing, setRemoving] = useState<Source | null>(null);
  const may = useMay();
  const adding = params.has('add') && may.configure;
  const add = (): void => setParams({ add: '' });
  useFreshSources();
  useKeys('Sources', [{ keys: 'n', does: 'Add a source', run: add }]);
  useDocumentTitle('Sources · Earshot');
  const items = sources.data?.items;
  return (
    <div className="page">
      <header className="page-head">
        <h1>Sources</h1>
        {items !== undefined && items.length > 0 && <Summary sources={items} />}
        <span className="page-head-end">
          {may.configure && (
            <Button leftSection={<IconPlus size={16} />} onClick={add}>
              Add a source
            </Button>
          )}
        </span>
      </header>
      <div className="page-body">
        {sources.isPending && <Waiting what="sources" lines={6} />}
        {sources.isError && items === undefined && (
          <Failed what="The sources" error={sources.error} retry={() => void sources.refetch()} />
        )}
        {items?.length === 0 && <NoSources add={add} />}
        {items !== undefined && items.length > 0 && (
          <SourceTable
            sources={items}
            actions={actions}
            onEdit={setEditing}
            onRemove={setRemoving}
          />
        )}
      </div>
      <AddSource opened={adding} close={() => setParams({})} actions={actions} />
      <EditSource source={editing} close={() => setEditing(null)} actions={actions} />
      <RemoveSource source={removing} close={() => setRemoving(null)} actions={actions} />
    </div>
  );
}

function useFreshSources(): void {
  const queries = useQueryClient();
  const refresh = useCallback(
    () => void queries.invalidateQueries({ queryKey: ['sources'] }),
    [queries],
  );
  useServerChanges(['sources'], refresh);
}

/** How many are in which state, trouble first. */
function Summary({ sources }: { sources: readonly Source[] }) {
  const counts = new Map<Source['state'], number>();
  for (const { state } of sources) counts.set(state, (counts.get(state) ?? 0) + 1);
  const states = [...counts].toSorted(([a], [b]) => STATE_WORDS[a].rank - STATE_WORDS[b].rank);
  return (
    <p className="source-summary">
      {states.map(([state, count]) => (
        <span key={state} className={`state-word state-${STATE_WORDS[state].tone}`}>
          <span className="number">{count}</span> {STATE_WORDS[state].name.toLowerCase()}
        </span>
      ))}
    </p>
  );
}

function NoSources({ add }: { add: () => void }) {
  return (
    <Empty
      icon={<IconBroadcast size={26} stroke={1.6} />}
      title="Earshot is not listening anywhere yet"
      action={<Button onClick={add}>Add the first source</Button>}
    >
      A source is one place with a feed (RSS, Atom or JSON Feed): a forum, a subreddit, a blog, a
      review page. Give its address and see in seconds what it would bring.
    </Empty>
  );
}
