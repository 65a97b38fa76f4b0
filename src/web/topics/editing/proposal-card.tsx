import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../../app/may.js';
import { useTaxonomy } from '../../app/queries.js';
import { When } from '../../app/when.js';
import type { Proposal } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { topicName } from '../../reading/words.js';
import { weekName } from '../series.js';
import { useProposalActions } from './editing.queries.js';
import { sayAgain } from '../../language/say-again.js';

const TRENDS = {
  rising: say('rising'),
  steady: say('no clear trend'),
  falling: say('falling'),
  unknown: say('too early for a trend'),
} as const;

const DECIDED: Record<Exclude<Proposal['state'], 'open'>, (name: string) => string> = {
  accepted: (name) => say('{name} accepted it', { name }),
  merged: (name) => say('{name} merged it', { name }),
  rejected: (name) => say('{name} rejected it', { name }),
};

/** One pattern: what tells it, how many and where, and what people said. */
export function ProposalCard({ proposal }: { proposal: Proposal }) {
  const { name, phrases, quotes, state, topic, decidedAt, decidedBy } = proposal;
  const taxonomy = useTaxonomy().data;
  return (
    <li className="proposal card">
      <header className="proposal-head">
        <h2>{name}</h2>
        <Weeks proposal={proposal} />
      </header>
      <p className="dim number proposal-numbers">{numbers(proposal)}</p>
      <p className="proposal-phrases">
        {phrases.map((phrase) => (
          <bdi className="proposal-phrase" key={phrase}>
            {phrase}
          </bdi>
        ))}
      </p>
      <ul className="proposal-quotes">
        {quotes.map(({ mentionId, text, sourceName, at }) => (
          <li key={mentionId}>
            <blockquote className="theirs" dir="auto">
              {text}
            </blockquote>
            <p className="proposal-quote-foot">
              <bdi>{sourceName}</bdi>
              <When at={at} ago />
              <Link to={`/inbox/${mentionId}?status=all`}>{say('open')}</Link>
            </p>
          </li>
        ))}
      </ul>
      {state === 'open' ? (
        <Decide proposal={proposal} />
      ) : (
        <p className="dim proposal-decided">
          {DECIDED[state](decidedBy ?? say('Someone'))}
          {topic !== null && `: ${topicName(taxonomy, topic)}`}
          {decidedAt !== null && (
            <>
              {', '}
              <When at={decidedAt} ago />
            </>
          )}
          {state === 'rejected' && <TakeBack id={proposal.id} />}
        </p>
      )}
    </li>
  );
}

function numbers({ mentions, people, trend, sources }: Proposal): string {
  const where = sources.map((source) => `${source.name} ${source.mentions}`).join(', ');
  const all = say(
    '{mentions, plural, one {# complaint} other {# complaints}} by {people, plural, one {one person} other {# people}} in four weeks, {trend}',
    { mentions, people, trend: TRENDS[trend] },
  );
  return `${all} · ${where}`;
}

/** The last weeks as small bars; the numbers are for all. */
function Weeks({ proposal: { weeks } }: { proposal: Proposal }) {
  const most = Math.max(1, ...weeks.map(({ mentions }) => mentions));
  return (
    <ol className="proposal-weeks" aria-label={say('Complaints per week')}>
      {weeks.map(({ week, mentions }) => (
        <li
          key={week}
          title={say('Week of {week}: {mentions}', { week: weekName(week), mentions })}
        >
          <span style={{ height: `${(100 * mentions) / most}%` }} />
          <span className="unseen">
            {say('Week of {week}: {mentions}', { week: weekName(week), mentions })}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Decide({ proposal }: { proposal: Proposal }) {
  const [into, setInto] = useState<string | null>(null);
  const taxonomy = useTaxonomy().data;
  const { reject } = useProposalActions();
  const navigate = useNavigate();
  const may = useMay();
  if (!may.topics) return null;
  const edit = (key: string): void => void navigate(`/topics/edit${key}?proposal=${proposal.id}`);
  return (
    <div className="proposal-end">
      <Button size="compact-md" onClick={() => edit('')}>
        {say('Make it a topic …')}
      </Button>
      <span className="proposal-merge">
        <Select
          size="xs"
          searchable
          aria-label={say('Topic to merge it into')}
          placeholder={say('or merge it into …')}
          data={(taxonomy?.topics ?? []).map(({ key, name }) => ({
            value: key,
            label: sayAgain(name),
          }))}
          value={into}
          onChange={setInto}
        />
        <Button
          size="compact-md"
          variant="default"
          disabled={into === null}
          onClick={() => edit(`/${into ?? ''}`)}
        >
          {say('Merge …')}
        </Button>
      </span>
      <Button
        size="compact-md"
        variant="subtle"
        color="red"
        loading={reject.isPending}
        onClick={() => reject.mutate(proposal)}
      >
        {say('Reject')}
      </Button>
    </div>
  );
}

function TakeBack({ id }: { id: string }) {
  const { reopen } = useProposalActions();
  const may = useMay();
  if (!may.topics) return null;
  return (
    <Button size="compact-sm" variant="subtle" onClick={() => void reopen(id)}>
      {say('Take it back')}
    </Button>
  );
}
