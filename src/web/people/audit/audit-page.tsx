import { Button, Menu } from '@mantine/core';
import { IconDownload, IconHistory, IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { useMay } from '../../app/may.js';
import { Empty, Failed, Waiting } from '../../app/states.js';
import { When } from '../../app/when.js';
import type { AuditPage as Page } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { Locked } from '../../settings/locked.js';
import { RoomPage } from '../../settings/room-page.js';
import { AuditFilterBar } from './audit-filter-bar.js';
import { readAuditFilters, writeAuditFilters, type AuditFilters } from './audit-filters.js';
import { AuditLine } from './audit-line.js';
import { byDay } from './audit-words.js';
import { exportAddress, useAudit } from './audit.queries.js';
import './audit.css';

/** Who changed what and when, and who came in: to be read, narrowed and taken along, never edited. */
export default function AuditPage() {
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const filters = readAuditFilters(params);
  const change = (part: Partial<AuditFilters>): void =>
    setParams(writeAuditFilters({ ...filters, ...part }), { replace: true });
  return (
    <RoomPage
      title={say('Audit log')}
      about={say(
        'Every change and every sign-in, by whom and when. Lines are only ever added; nobody can edit them.',
      )}
      action={may.audit && <Export filters={filters} />}
    >
      {may.audit ? (
        <>
          <AuditFilterBar filters={filters} change={change} />
          <Lines filters={filters} clear={() => setParams({}, { replace: true })} />
        </>
      ) : (
        <Locked title={say('The audit log is not for your role')}>
          {say('It shows what everybody does, so only admins read it.')}
        </Locked>
      )}
    </RoomPage>
  );
}

function Export({ filters }: { filters: AuditFilters }) {
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} stroke={1.8} />}>
          {say('Export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{say('All lines of these filters')}</Menu.Label>
        <Menu.Item component="a" href={exportAddress(filters, 'csv')} download>
          {say('CSV, for a spreadsheet')}
        </Menu.Item>
        <Menu.Item component="a" href={exportAddress(filters, 'jsonl')} download>
          {say('JSON Lines, for a program')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Lines({ filters, clear }: { filters: AuditFilters; clear: () => void }) {
  const audit = useAudit(filters, true);
  const entries = audit.data?.pages.flatMap(({ items }) => items) ?? [];
  const narrowed = writeAuditFilters(filters).size > 0;
  if (audit.isPending) return <Waiting what={say('the audit log')} lines={6} />;
  if (audit.isError && audit.data === undefined) {
    return (
      <Failed what={say('The audit log')} error={audit.error} retry={() => void audit.refetch()} />
    );
  }
  if (entries.length === 0) {
    return (
      <Empty
        icon={<IconHistory size={26} stroke={1.6} />}
        title={narrowed ? say('No line matches these filters') : say('Nothing has been done yet')}
        action={
          narrowed && (
            <Button variant="default" onClick={clear}>
              {say('Remove all filters')}
            </Button>
          )
        }
      />
    );
  }
  return (
    <div className={audit.isPlaceholderData ? 'audit audit-old' : 'audit'}>
      {byDay(entries).map(([day, lines]) => (
        <section key={day} aria-label={day}>
          <h2 className="audit-day">{day}</h2>
          <ol className="card">
            {lines.map((entry) => (
              <AuditLine key={entry.id} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
      <div className="audit-end">
        {audit.hasNextPage ? (
          <Button
            variant="default"
            loading={audit.isFetchingNextPage}
            onClick={() => void audit.fetchNextPage()}
          >
            {say('Older')}
          </Button>
        ) : (
          <p className="dim">{say('That is all.')}</p>
        )}
        <Sealed sealed={audit.data?.pages[0]?.sealed ?? null} />
      </div>
    </div>
  );
}

const code = (inner: ReactNode[]) => <code key="code">{inner}</code>;

function Sealed({ sealed }: { sealed: Page['sealed'] }) {
  if (sealed === null) return null;
  return (
    <p className="audit-sealed dim">
      <IconLock size={14} aria-hidden />
      <span>
        {say(
          'Sealed {when}: a line changed behind our back before then would show. <code>earshot audit verify</code> checks it.',
          {
            when: <When key="when" at={sealed.at} ago />,
            code,
          },
        )}
      </span>
    </p>
  );
}
