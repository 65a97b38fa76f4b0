import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconSearch, IconSparkles } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '../../app/may.js';
import { Segments } from '../../app/segments.js';
import { Empty, Failed, Waiting } from '../../app/states.js';
import { When } from '../../app/when.js';
import type { Proposal, ProposalList } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { UntaggedShare } from '../untagged-share.js';
import { useTopics } from '../topics.queries.js';
import { useFreshTopics, useProposalActions, useProposals } from './editing.queries.js';
import { ProposalCard } from './proposal-card.js';
import { TopicsTabs } from './topics-tabs.js';
import { titled } from '../../app/title.js';
import './editing.css';

const STATES = [
  { value: 'open', name: say('Open') },
  { value: 'accepted', name: say('Accepted') },
  { value: 'merged', name: say('Merged') },
  { value: 'rejected', name: say('Rejected') },
] as const satisfies readonly { value: Proposal['state']; name: string }[];

/** Weeks in which patterns are looked for. */
const WEEKS = 4;

/** What customers complain of and no topic covers: proposals, each with their words. */
export default function ProposalsPage() {
  const [state, setState] = useState<Proposal['state']>('open');
  const proposals = useProposals(state);
  const topics = useTopics(WEEKS, null);
  const { search } = useProposalActions();
  const may = useMay();
  useFreshTopics();
  useDocumentTitle(titled(say('New patterns')));
  const list = proposals.data;
  const isSearching = list !== undefined && list.run !== null && list.run.endedAt === null;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{say('Topics')}</h1>
        <TopicsTabs />
        <span className="page-head-end proposals-controls">
          <Segments label={say('Proposals')} segments={STATES} value={state} onChange={setState} />
          {may.topics && (
            <Button
              variant="default"
              leftSection={<IconSearch size={15} />}
              loading={search.isPending || isSearching}
              onClick={() => search.mutate()}
            >
              {say('Look now')}
            </Button>
          )}
        </span>
      </header>
      <div className="page-body proposals">
        <p className="proposals-about">
          {topics.data !== undefined && <UntaggedShare list={topics.data} weeks={WEEKS} />}{' '}
          <span className="dim">{list !== undefined && <LastRun run={list.run} />}</span>
        </p>
        {proposals.isPending && <Waiting what={say('proposals')} lines={5} />}
        {proposals.isError && list === undefined && (
          <Failed
            what={say('The proposals')}
            error={proposals.error}
            retry={() => void proposals.refetch()}
          />
        )}
        {list?.items.length === 0 && <NoProposals state={state} />}
        <ul className="proposal-list">
          {list?.items.map((proposal) => (
            <ProposalCard key={proposal.id} proposal={proposal} />
          ))}
        </ul>
      </div>
    </div>
  );
}

function LastRun({ run }: { run: ProposalList['run'] }) {
  if (run === null) return say('Nobody has looked for patterns yet; it is done every Monday.');
  if (run.endedAt === null) return say('Looking for patterns now …');
  return say(
    'Last looked {time}: {found, plural, one {# pattern} other {# patterns}} in {looked, plural, one {# complaint} other {# complaints}} without a topic.',
    { time: <When at={run.endedAt} ago />, found: run.found, looked: run.looked },
  );
}

const NONE_YET: Record<Exclude<Proposal['state'], 'open'>, string> = {
  accepted: say('Nothing was accepted yet'),
  merged: say('Nothing was merged yet'),
  rejected: say('Nothing was rejected yet'),
};

function NoProposals({ state }: { state: Proposal['state'] }) {
  if (state !== 'open') {
    return <Empty icon={<IconSparkles size={26} stroke={1.6} />} title={NONE_YET[state]} />;
  }
  return (
    <Empty icon={<IconSparkles size={26} stroke={1.6} />} title={say('No new pattern')}>
      {say(
        'A pattern needs five complaints of three people that mean much the same and carry no topic.',
      )}
    </Empty>
  );
}
