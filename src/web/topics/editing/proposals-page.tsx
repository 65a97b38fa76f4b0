import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconSearch, IconSparkles } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '../../app/may.js';
import { Segments } from '../../app/segments.js';
import { Empty, Failed, Waiting } from '../../app/states.js';
import { When } from '../../app/when.js';
import type { Proposal, ProposalList } from '../../app/wire.js';
import { amount } from '../../reading/words.js';
import { UntaggedShare } from '../untagged-share.js';
import { useTopics } from '../topics.queries.js';
import { useFreshTopics, useProposalActions, useProposals } from './editing.queries.js';
import { ProposalCard } from './proposal-card.js';
import { TopicsTabs } from './topics-tabs.js';
import './editing.css';

const STATES = [
  { value: 'open', name: 'Open' },
  { value: 'accepted', name: 'Accepted' },
  { value: 'merged', name: 'Merged' },
  { value: 'rejected', name: 'Rejected' },
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
  useDocumentTitle('New patterns · Earshot');
  const list = proposals.data;
  const isSearching = list !== undefined && list.run !== null && list.run.endedAt === null;
  return (
    <div className="page">
      <header className="page-head">
        <h1>Topics</h1>
        <TopicsTabs />
        <span className="page-head-end proposals-controls">
          <Segments label="Proposals" segments={STATES} value={state} onChange={setState} />
          {may.topics && (
            <Button
              variant="default"
              leftSection={<IconSearch size={15} />}
              loading={search.isPending || isSearching}
              onClick={() => search.mutate()}
            >
              Look now
            </Button>
          )}
        </span>
      </header>
      <div className="page-body proposals">
        <p className="proposals-about">
          {topics.data !== undefined && <UntaggedShare list={topics.data} weeks={WEEKS} />}{' '}
          <span className="dim">{list !== undefined && <LastRun run={list.run} />}</span>
        </p>
        {proposals.isPending && <Waiting what="proposals" lines={5} />}
        {proposals.isError && list === undefined && (
          <Failed
            what="The proposals"
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
  if (run === null) return 'Nobody has looked for patterns yet; it is done every Monday.';
  if (run.endedAt === null) return 'Looking for patterns now …';
  return (
    <>
      Last looked <When at={run.endedAt} ago />: {amount(run.found)}{' '}
      {run.found === 1 ? 'pattern' : 'patterns'} in {amount(run.looked)} complaints without a topic.
    </>
  );
}

function NoProposals({ state }: { state: Proposal['state'] }) {
  if (state !== 'open') {
    return (
      <Empty icon={<IconSparkles size={26} stroke={1.6} />} title={`Nothing was ${state} yet`} />
    );
  }
  return (
    <Empty icon={<IconSparkles size={26} stroke={1.6} />} title="No new pattern">
      A pattern needs five complaints of three people that mean much the same and carry no topic.
    </Empty>
  );
}
