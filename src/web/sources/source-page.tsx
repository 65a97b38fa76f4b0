import { useDocumentTitle } from '@mantine/hooks';
import { IconArrowLeft, IconMapOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { ApiError } from '../app/client.js';
import { OutsideLink } from '../app/outside-link.js';
import { Empty, Failed, Waiting } from '../app/states.js';
import type { Source, SourceDetail } from '../app/wire.js';
import { say } from '../language/say.js';

import { KindIcon } from './kind-icon.js';
import { PollLog } from './poll-log.js';
import { RemoveSource } from './remove-source.js';
import { SourceActionsBar } from './source-actions.js';
import { SourceBackfill } from './source-backfill.js';
import { SourceClocks } from './source-clocks.js';
import { SourceHeard } from './source-heard.js';
import { SourceIntake } from './source-intake.js';
import { SourceSchedule } from './source-schedule.js';
import { SourceSettings } from './source-settings.js';
import { SourceState } from './source-state.js';
import { useFreshSources, useSourceActions, type SourceActions } from './sources.mutations.js';
import { useSource, useSourceKind } from './sources.queries.js';
import { titled } from '../app/title.js';
import './source-page.css';
import './sources.css';

/** One place: how well it is heard, why, and what can be done about it. */
export default function SourcePage() {
  const { id = '' } = useParams();
  const source = useSource(id);
  const actions = useSourceActions();
  const [removing, setRemoving] = useState<Source | null>(null);
  const navigate = useNavigate();
  useFreshSources();
  useDocumentTitle(titled(source.data?.name ?? say('Source')));
  const missing = source.error instanceof ApiError && source.error.status === 404;
  return (
    <div className="page">
      <header className="page-head">
        <Link to="/sources" className="source-back">
          <IconArrowLeft size={18} aria-hidden />
          <span className="unseen">{say('All sources')}</span>
        </Link>
        <h1 className="one-line">{source.data?.name ?? say('Source')}</h1>
        {source.data !== undefined && (
          <SourceActionsBar source={source.data} actions={actions} onRemove={setRemoving} />
        )}
      </header>
      <div className="page-body">
        {source.isPending && <Waiting what={say('the source')} lines={6} />}
        {missing && <NoSuchSource />}
        {source.isError && source.data === undefined && !missing && (
          <Failed
            what={say('The source')}
            error={source.error}
            retry={() => void source.refetch()}
          />
        )}
        {source.data !== undefined && !missing && <Loaded source={source.data} actions={actions} />}
      </div>
      <RemoveSource
        source={removing}
        close={() => setRemoving(null)}
        removed={() => void navigate('/sources')}
        actions={actions}
      />
    </div>
  );
}

function Loaded({ source, actions }: { source: SourceDetail; actions: SourceActions }) {
  const kind = useSourceKind(source.kind);
  const polled = kind === undefined || kind.intake === 'polled';
  return (
    <div className="source-sheet">
      <section className="card source-top" aria-label={say('Health')}>
        <div className="source-state">
          <SourceState source={source} sends={kind?.intake === 'pushed'} />
        </div>
        <p className="source-where">
          <span className="source-kind">
            <KindIcon kind={source.kind} size={15} /> {kind?.name ?? source.kind}
          </span>
          <OutsideLink url={source.url} className="source-url one-line">
            {source.url?.replace(/^https?:\/\//, '')}
          </OutsideLink>
          {source.ownedBy !== null && (
            <span className="source-owned">
              {say('all about {name}', { name: source.ownedBy.name })}
            </span>
          )}
          <Link to={`/inbox?status=all&source=${source.id}`}>
            {say('{count, plural, one {# mention} other {# mentions}}', {
              count: source.mentionCount,
            })}
          </Link>
        </p>
      </section>
      <div className="source-column">
        {kind?.intake === 'pushed' && <SourceIntake source={source} />}
        {polled && <SourceHeard source={source} />}
        <SourceClocks source={source} polled={polled} />
        {polled && <PollLog polls={source.polls} />}
      </div>
      <div className="source-column">
        {polled && <SourceSchedule source={source} actions={actions} />}
        {kind?.history === true && <SourceBackfill source={source} />}
        <SourceSettings source={source} actions={actions} />
      </div>
    </div>
  );
}

function NoSuchSource() {
  return (
    <Empty
      icon={<IconMapOff size={26} stroke={1.6} />}
      title={say('There is no such source')}
      action={<Link to="/sources">{say('See all sources')}</Link>}
    >
      {say('It was removed, or the address is mistyped.')}
    </Empty>
  );
}
