import { Button, Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { api } from '../app/client.js';
import { useMay } from '../app/may.js';
import { tellDone, tellProblem } from '../app/notices.js';
import { When } from '../app/when.js';
import type { Backfill, SourceDetail } from '../app/wire.js';
import { say } from '../language/say.js';

import { Panel } from './panel.js';
import { reached } from './reached.js';
import { sayAgain } from '../language/say-again.js';

const DAY_MS = 86_400_000;
const SPANS = [
  { value: '7', label: say('the last week') },
  { value: '30', label: say('the last month') },
  { value: '90', label: say('the last three months') },
  { value: '365', label: say('the last year') },
  { value: '1825', label: say('the last five years') },
];

/** Reads older posts of the place, as far back as a person wants. */
export function SourceBackfill({ source }: { source: SourceDetail }) {
  const may = useMay();
  const running = source.backfills.find(({ status }) => status === 'running');
  return (
    <Panel
      title={say('Its past')}
      about={say(
        'Reads older posts page by page, between the polls. They count where they belong in time, and are never a spike.',
      )}
    >
      {running !== undefined && <Progress backfill={running} source={source} />}
      {running === undefined && may.configure && <Start source={source} />}
      <Done backfills={source.backfills.filter(({ status }) => status !== 'running')} />
    </Panel>
  );
}

function useBackfill(id: string) {
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: ['sources', 'one', id] });
  const start = useMutation({
    mutationFn: (since: string) =>
      api<Backfill>(`/sources/${id}/backfill`, { method: 'POST', body: { since } }),
    onSuccess: () => tellDone(say('Reading its past')),
    onError: (error) => tellProblem(say('Its past cannot be read'), error),
    onSettled: again,
  });
  const cancel = useMutation({
    mutationFn: () => api<void>(`/sources/${id}/backfill`, { method: 'DELETE' }),
    onSuccess: () => tellDone(say('Stopped; what was read stays')),
    onError: (error) => tellProblem(say('It was not stopped'), error),
    onSettled: again,
  });
  return { start, cancel };
}

function Start({ source }: { source: SourceDetail }) {
  const { start } = useBackfill(source.id);
  const [days, setDays] = useState('30');
  return (
    <form
      className="pace"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate(new Date(Date.now() - Number(days) * DAY_MS).toISOString());
      }}
    >
      <Select
        label={say('How far back')}
        allowDeselect={false}
        data={SPANS}
        value={days}
        onChange={(chosen) => setDays(chosen ?? '30')}
      />
      <Button type="submit" variant="default" loading={start.isPending} disabled={!source.enabled}>
        {say('Read its past')}
      </Button>
    </form>
  );
}

function Progress({ backfill, source }: { backfill: Backfill; source: SourceDetail }) {
  const may = useMay();
  const { cancel } = useBackfill(source.id);
  const share = reached(backfill);
  return (
    <div className="backfill" aria-live="polite">
      <p>
        {say('Reading back to {since}: {counts}.', {
          since: <When at={backfill.since} />,
          counts: counts(backfill),
        })}{' '}
        {backfill.oldestAt !== null &&
          say('It has reached {time}.', { time: <When at={backfill.oldestAt} ago /> })}
      </p>
      <progress value={share ?? undefined} max={1} aria-label={say('How far its past is read')} />
      {backfill.error !== null && (
        <p className="source-error">
          {sayAgain(backfill.error)}{' '}
          {say('The next try is {time}.', { time: <When at={backfill.nextPageAt} /> })}
        </p>
      )}
      {may.configure && (
        <Button
          size="compact-sm"
          variant="default"
          loading={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          {say('Stop')}
        </Button>
      )}
    </div>
  );
}

type End = (values: Readonly<Record<'since' | 'time' | 'counts', ReactNode>>) => ReactNode;
const ENDS: Record<Exclude<Backfill['status'], 'running'>, End> = {
  done: (values) => say('Back to {since} was read {time}: {counts}.', values),
  cancelled: (values) => say('Back to {since} was stopped {time}: {counts}.', values),
  failed: (values) => say('Back to {since} failed {time}: {counts}.', values),
};

function Done({ backfills }: { backfills: readonly Backfill[] }) {
  if (backfills.length === 0) return null;
  return (
    <ul className="backfills">
      {backfills.map((backfill) => (
        <li key={backfill.id}>
          {backfill.status !== 'running' &&
            ENDS[backfill.status]({
              since: <When at={backfill.since} />,
              time: <When at={backfill.updatedAt} ago />,
              counts: counts(backfill),
            })}
          {backfill.error !== null && (
            <span className="source-error"> {sayAgain(backfill.error)}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

function counts({ pages, items, matched, stored }: Backfill): string {
  return say(
    '{pages, plural, one {# page} other {# pages}}, {items, plural, one {# post} other {# posts}}, {matched, number} matched, {stored, number} new to us',
    { pages, items, matched, stored },
  );
}
