import { Button, Loader } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { IconArrowUp } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Failed, Waiting } from '../app/states.js';
import type { InboxStatus, Mention } from '../app/wire.js';
import type { Filters } from './filters.js';
import { rowsOf } from './list-cache.js';
import { MentionRow } from './mention-row.js';
import type { useMentionList } from './mentions.queries.js';
import { NothingHere } from './nothing-here.js';

/** The rows, and what stands in their place while there are none. */
export function MentionList({
  list,
  filters,
  search,
  currentId,
  onStatus,
  onClear,
}: {
  list: ReturnType<typeof useMentionList>;
  filters: Filters;
  search: string;
  currentId: string | null;
  onStatus: (mention: Mention, status: InboxStatus) => void;
  onClear: () => void;
}) {
  if (list.isPending) return <Waiting what="mentions" lines={8} />;
  if (list.isError && list.data === undefined) {
    return <Failed what="The inbox" error={list.error} retry={() => void list.refetch()} />;
  }
  const rows = rowsOf(list.data);
  if (rows.length === 0 && !list.hasNextPage) {
    return <NothingHere filters={filters} onClear={onClear} />;
  }
  return (
    <>
      <ul className={list.isPlaceholderData ? 'rows rows-old' : 'rows'} aria-label="Mentions">
        {rows.map((mention) => (
          <MentionRow
            key={mention.id}
            mention={mention}
            search={search}
            current={mention.id === currentId}
            showStatus={filters.status === null || mention.status !== filters.status}
            onStatus={onStatus}
          />
        ))}
      </ul>
      <More list={list} shown={rows.length} />
    </>
  );
}

function More({ list, shown }: { list: ReturnType<typeof useMentionList>; shown: number }) {
  const { ref, entry } = useIntersection({ rootMargin: '600px' });
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  const near = entry?.isIntersecting === true;
  useEffect(() => {
    if (near && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [near, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  return (
    <div className="rows-end" ref={ref}>
      {isFetchingNextPage && <Loader size="xs" aria-label="Loading more mentions" />}
      {hasNextPage && !isFetchingNextPage && (
        <Button variant="subtle" size="compact-sm" onClick={() => void fetchNextPage()}>
          {isFetchNextPageError ? 'More could not be loaded. Try again' : 'Load more'}
        </Button>
      )}
      {!hasNextPage && <span>{shown === 1 ? 'That is the only one' : `All ${shown} shown`}</span>}
    </div>
  );
}

/** New mentions wait here until someone wants them. */
export function NewcomersBar({ count, show }: { count: number; show: () => void }) {
  return (
    <>
      <div className="unseen" aria-live="polite">
        {count > 0 && `${count} new. Press the full stop key to show.`}
      </div>
      {count > 0 && (
        <div className="newcomers">
          <Button
            size="compact-sm"
            radius="xl"
            leftSection={<IconArrowUp size={14} />}
            onClick={show}
          >
            {count >= 50 ? '50 or more new' : `${count} new`}
          </Button>
        </div>
      )}
    </>
  );
}
