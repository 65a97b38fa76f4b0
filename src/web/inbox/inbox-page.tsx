import { useDocumentTitle } from '@mantine/hooks';
import { useMemo, useRef } from 'react';
import { useParams } from 'react-router';
import { FilterBar } from './filter-bar.js';
import { MentionDetailPane } from './mention-detail.js';
import { MentionList, NewcomersBar } from './mention-list.js';
import { useCounts, useMentionList } from './mentions.queries.js';
import { useNewcomers } from './newcomers.js';
import { NoneChosen } from './none-chosen.js';
import { NO_FILTERS } from './filters.js';
import { rowsOf } from './list-cache.js';
import { StatusTabs } from './status-tabs.js';
import { useTriage } from './triage.js';
import { useInboxKeys } from './inbox-keys.js';
import { useMoves } from './moves.js';
import { useFilters } from './use-filters.js';
import './inbox.css';
import './row.css';

/** The inbox: the list at the left, one mention at the right; on narrow screens one of the two. */
export function InboxPage() {
  const { id = null } = useParams();
  const { filters, search, change } = useFilters();
  const list = useMentionList(filters);
  const triage = useTriage(filters);
  const newcomers = useNewcomers(filters);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(list.data), [list.data]);
  const moves = useMoves(rows, id, search, triage);
  const showNew = (): void => {
    newcomers.show();
    scroller.current?.scrollTo({ top: 0 });
  };
  useInboxKeys(moves, triage, id, showNew);
  useTitle();
  return (
    <div className={id === null ? 'split' : 'split split-chosen'}>
      <h1 className="unseen">Inbox</h1>
      <section className="split-list" aria-label="List of mentions">
        <header className="list-head">
          <StatusTabs filters={filters} change={change} />
          <FilterBar filters={filters} change={change} />
        </header>
        <div className="list-scroll" ref={scroller}>
          <NewcomersBar count={newcomers.count} show={showNew} />
          <MentionList
            list={list}
            filters={filters}
            search={search}
            currentId={id}
            onStatus={moves.setStatus}
            onClear={() => change({ ...NO_FILTERS, status: filters.status, sort: filters.sort })}
          />
        </div>
      </section>
      <section className="split-detail" aria-label="Mention">
        {id === null ? (
          <NoneChosen />
        ) : (
          <MentionDetailPane key={id} id={id} moves={moves} triage={triage} />
        )}
      </section>
    </div>
  );
}

function useTitle(): void {
  const counts = useCounts();
  const count = counts.data?.byStatus.new ?? 0;
  useDocumentTitle(count > 0 ? `(${count}) Inbox · Earshot` : 'Inbox · Earshot');
}
