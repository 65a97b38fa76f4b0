import { Button, Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/client.js';
import { useMay } from '../app/may.js';
import { tellDone, tellProblem } from '../app/notices.js';
import { When } from '../app/when.js';
import type { Backfill, SourceDetail } from '../app/wire.js';
import { amount } from '../reading/words.js';
import { Panel } from './panel.js';
import { reached } from './reached.js';

const DAY_MS = 86_400_000;
const SPANS = [
  { value: '7', label: 'the last week' },
  { value: '30', label: 'the last month' },
  { value: '90', label: 'the last three months' },
  { value: '365', label: 'the last year' },
  { value: '1825', label: 'the last five years' },
];

/** Reads older posts of the place, as far back as a person wants. */
export function SourceBackfill({ source }: { source: SourceDetail }) {
  const may = useMay();
  const running = source.backfills.find(({ status }) => status === 'running');
  return (
    <Panel
      title="Its past"
      about="Reads older posts page by page, between the polls. They count where they belong in time, and are never a spike."
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
    onSuccess: () => tellDone('Reading its past'),
    onError: (error) => tellProblem('Its past cannot be read', error),
    onSettled: again,
  });
  const cancel = useMutation({
    mutationFn: () => api<void>(`/sources/${id}/backfill`, { method: 'DELETE' }),
    onSuccess: () => tellDone('Stopped; what was read stays'),
    onError: (error) => tellProblem('It was not stopped', error),
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
        label="How far back"
        allowDeselect={false}
        data={SPANS}
        value={days}
        onChange={(chosen) => setDays(chosen ?? '30')}
      />
      <Button type="submit" variant="default" loading={start.isPending} disabled={!source.enabled}>
        Read its past
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
        Reading back to <When at={backfill.since} />: {counts(backfill)}.{' '}
        {backfill.oldestAt !== null && (
          <>
            It has reached <When at={backfill.oldestAt} ago />.
          </>
        )}
      </p>
      <progress value={share ?? undefined} max={1} aria-label="How far its past is read" />
      {backfill.error !== null && (
        <p className="source-error">
          {backfill.error} The next try is <When at={backfill.nextPageAt} />.
        </p>
      )}
      {may.configure && (
        <Button
          size="compact-sm"
          variant="default"
          loading={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          Stop
        </Button>
      )}
    </div>
  );
}

const ENDS: Record<Exclude<Backfill['status'], 'running'>, string> = {
  done: 'was read',
  cancelled: 'was stopped',
  failed: 'failed',
};

function Done({ backfills }: { backfills: readonly Backfill[] }) {
  if (backfills.length === 0) return null;
  return (
    <ul className="backfills">
      {backfills.map((backfill) => (
        <li key={backfill.id}>
          Back to <When at={backfill.since} />{' '}
          {backfill.status === 'running' ? '' : ENDS[backfill.status]}{' '}
          <When at={backfill.updatedAt} ago />: {counts(backfill)}.
          {backfill.error !== null && <span className="source-error"> {backfill.error}</span>}
        </li>
      ))}
    </ul>
  );
}

function counts({ pages, items, matched, stored }: Backfill): string {
  return `${amount(pages)} ${pages === 1 ? 'page' : 'pages'}, ${amount(items)} posts, ${amount(matched)} matched, ${amount(stored)} new to us`;
}
