import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/client.js';
import { useMay } from '../../app/may.js';
import { tellProblem } from '../../app/notices.js';
import { Failed, Waiting } from '../../app/states.js';
import { When } from '../../app/when.js';
import type { FullTaxonomy, TaxonomyVersion } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { EffectPanel } from './effect-panel.js';
import {
  useFreshTopics,
  useFullTaxonomy,
  usePreview,
  useSaveTopics,
  useVersions,
} from './editing.queries.js';
import { Relabelling } from './relabelling.js';
import { TopicsTabs } from './topics-tabs.js';
import { titled } from '../../app/title.js';
import { sayAgain } from '../../language/say-again.js';
import './editing.css';

type Old = Pick<FullTaxonomy, 'version' | 'taxonomy'>;

/** Every version of the topics, and the way back to any of them. */
export default function TopicHistoryPage() {
  const versions = useVersions();
  const full = useFullTaxonomy();
  const [old, setOld] = useState<Old | null>(null);
  useFreshTopics();
  useDocumentTitle(titled(say('History of the topics')));
  const items = versions.data?.items;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{say('Topics')}</h1>
        <TopicsTabs />
        {full.data !== undefined && <Relabelling {...full.data.relabelling} />}
      </header>
      <div className="page-body topic-history">
        {versions.isPending && <Waiting what={say('versions')} lines={4} />}
        {versions.isError && items === undefined && (
          <Failed
            what={say('The history')}
            error={versions.error}
            retry={() => void versions.refetch()}
          />
        )}
        <ol className="topic-versions">
          {items?.map((version, at) => (
            <Version
              key={version.version}
              version={version}
              inForce={at === 0}
              chosen={old?.version === version.version}
              choose={setOld}
            />
          ))}
        </ol>
        {old !== null && full.data !== undefined && (
          <GoBack old={old} full={full.data} close={() => setOld(null)} />
        )}
      </div>
    </div>
  );
}

function Version({
  version: { version, at, by, note, topics },
  inForce,
  chosen,
  choose,
}: {
  version: TaxonomyVersion;
  inForce: boolean;
  chosen: boolean;
  choose: (old: Old) => void;
}) {
  const may = useMay();
  const look = useMutation({
    mutationFn: () => api<Old>(`/taxonomy/versions/${version}`),
    onSuccess: choose,
    onError: (error) => tellProblem(say('The version could not be loaded'), error),
  });
  return (
    <li className={chosen ? 'topic-version card topic-version-chosen' : 'topic-version card'}>
      <p>
        <strong>{say('Version {version}', { version })}</strong>{' '}
        {inForce && <span className="topic-version-now">{say('in force')}</span>}{' '}
        <span className="dim">
          {by}, <When at={at} ago /> ·{' '}
          {say('{count, plural, one {# topic} other {# topics}}', { count: topics })}
        </span>
      </p>
      <p className="topic-version-note">{sayAgain(note)}</p>
      {!inForce && may.topics && (
        <Button
          size="compact-sm"
          variant="default"
          loading={look.isPending}
          onClick={() => look.mutate()}
          aria-label={say('Go back to version {version}', { version })}
        >
          {say('Go back to it …')}
        </Button>
      )}
    </li>
  );
}

/** Going back is saving the old one again, with the same look at what it would do. */
function GoBack({ old, full, close }: { old: Old; full: FullTaxonomy; close: () => void }) {
  const tried = usePreview(old.taxonomy);
  const save = useSaveTopics(close);
  return (
    <div className="topic-back">
      <EffectPanel tried={tried} draft={old.taxonomy} saved={full.taxonomy} />
      <div className="dialog-end">
        <Button variant="default" onClick={close}>
          {say('Cancel')}
        </Button>
        <Button
          loading={save.isPending}
          onClick={() =>
            save.mutate(
              {
                body: {
                  taxonomy: old.taxonomy,
                  basedOn: full.version,
                  note: `went back to version ${old.version}`,
                },
                before: full.taxonomy,
              },
              { onError: (error) => tellProblem(say('The version was not put back'), error) },
            )
          }
        >
          {say('Put version {version} in force again', { version: old.version })}
        </Button>
      </div>
    </div>
  );
}
