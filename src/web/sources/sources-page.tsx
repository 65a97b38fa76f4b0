import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconBroadcast, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useKeys } from '../app/keys.js';
import { useMay } from '../app/may.js';
import { useSources } from '../app/queries.js';
import { Segments } from '../app/segments.js';
import { Empty, Failed, Waiting } from '../app/states.js';
import type { Source } from '../app/wire.js';
import { say } from '../language/say.js';
import { AddSource } from './add-source.js';
import { RemoveSource } from './remove-source.js';
import { useFreshSources, useSourceActions } from './sources.mutations.js';
import { SourceTable } from './source-table.js';
import { STATE_WORDS } from './state-words.js';
import { TimelineLegend } from './timeline-strip.js';
import { titled } from '../app/title.js';
import './sources.css';

type Stretch = '24' | '168';
const STRETCHES = [
  { value: '24', name: say('24 hours') },
  { value: '168', name: say('7 days') },
] as const;

/** Every place that is polled, and whether it can be trusted to be heard. */
export default function SourcesPage() {
  const [hours, setHours] = useState<Stretch>('24');
  const sources = useSources(Number(hours));
  const actions = useSourceActions();
  const [params, setParams] = useSearchParams();
  const [removing, setRemoving] = useState<Source | null>(null);
  const may = useMay();
  const adding = params.has('add') && may.configure;
  const add = (): void => setParams({ add: '' });
  useFreshSources();
  useKeys(say('Sources'), [{ keys: 'n', does: say('Add a source'), run: add }]);
  useDocumentTitle(titled(say('Sources')));
  const items = sources.data?.items;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{say('Sources')}</h1>
        {items !== undefined && items.length > 0 && <Summary sources={items} />}
        <span className="page-head-end">
          {items !== undefined && items.length > 0 && (
            <Segments
              label={say('Show what was heard of')}
              segments={STRETCHES}
              value={hours}
              onChange={setHours}
            />
          )}
          {may.configure && (
            <Button leftSection={<IconPlus size={16} />} onClick={add}>
              {say('Add a source')}
            </Button>
          )}
        </span>
      </header>
      <div className="page-body">
        {sources.isPending && <Waiting what={say('sources')} lines={6} />}
        {sources.isError && items === undefined && (
          <Failed
            what={say('The sources')}
            error={sources.error}
            retry={() => void sources.refetch()}
          />
        )}
        {items?.length === 0 && <NoSources add={add} mayAdd={may.configure} />}
        {items !== undefined && items.length > 0 && (
          <>
            <SourceTable sources={items} actions={actions} onRemove={setRemoving} />
            <div className="source-foot">
              <TimelineLegend />
            </div>
          </>
        )}
      </div>
      <AddSource opened={adding} close={() => setParams({})} actions={actions} />
      <RemoveSource source={removing} close={() => setRemoving(null)} actions={actions} />
    </div>
  );
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
          <span className="number">{count}</span> {STATE_WORDS[state].name}
        </span>
      ))}
    </p>
  );
}

function NoSources({ add, mayAdd }: { add: () => void; mayAdd: boolean }) {
  return (
    <Empty
      icon={<IconBroadcast size={26} stroke={1.6} />}
      title={say('Earshot is not listening anywhere yet')}
      action={mayAdd && <Button onClick={add}>{say('Add the first source')}</Button>}
    >
      {say(
        'A source is one place where customers speak: a forum, a subreddit, an app store, a review page, a blog. Give its address and see in seconds what it would bring.',
      )}
    </Empty>
  );
}
