import { Button, Loader } from '@mantine/core';
import { IconSearchOff } from '@tabler/icons-react';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useImperativeHandle, useEffect, useState, type RefObject } from 'react';
import { ApiError } from '../app/client.js';
import { Empty, Failed, Waiting } from '../app/states.js';
import type { Mention } from '../app/wire.js';
import { say } from '../language/say.js';
import type { Filters } from './filters.js';
import { rowsOf } from './list-cache.js';
import { MentionRow, type RowActions } from './mention-row.js';
import type { useMentionList } from './mentions.queries.js';
import { NothingHere } from './nothing-here.js';
import { estimatedHeight } from './row-height.js';
import { isSelected, type Selection } from './selection.js';
import type { Reveal } from './moves.js';

type List = ReturnType<typeof useMentionList>;

export interface ListProps {
  readonly list: List;
  readonly filters: Filters;
  readonly search: string;
  readonly cursorId: string | null;
  /** The mention that stands beside the list. */
  readonly openId: string | null;
  readonly selection: Selection;
  /** Rows whose copies are listed. */
  readonly unfolded: ReadonlySet<string>;
  readonly actions: RowActions;
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Is given the way to bring a row to view. */
  readonly revealing: RefObject<Reveal | null>;
  readonly onClear: () => void;
}

/** The rows, and what stands in their place while there are none. */
export function MentionList(props: ListProps) {
  const { list, filters, onClear } = props;
  if (list.isPending) return <Waiting what={say('mentions')} lines={8} />;
  if (list.isError && list.data === undefined) {
    if (isUnreadable(list.error, filters)) return <Unreadable onClear={onClear} />;
    return <Failed what={say('The inbox')} error={list.error} retry={() => void list.refetch()} />;
  }
  const rows = rowsOf(list.data);
  if (rows.length === 0 && !list.hasNextPage) {
    return <NothingHere filters={filters} onClear={onClear} />;
  }
  return (
    <>
      <Rows {...props} rows={rows} />
      <More list={list} shown={rows.length} />
    </>
  );
}

/** An old link may hold a query that cannot be read any more; what is at fault stands by the field. */
function isUnreadable(error: unknown, { q }: Filters): boolean {
  return q !== '' && error instanceof ApiError && error.status === 400;
}

function Unreadable({ onClear }: { onClear: () => void }) {
  return (
    <Empty
      icon={<IconSearchOff size={26} stroke={1.6} />}
      title={say('This search cannot be read')}
      action={
        <Button variant="default" onClick={onClear}>
          {say('Remove all filters')}
        </Button>
      }
    >
      {say('What is at fault, and what to write instead, stands below the search field.')}
    </Empty>
  );
}

/** Rows beyond the edge that are drawn already, so that a quick hand does not outrun them. */
const OVERSCAN = 6;

/**
 * Only the rows in view are in the page; the one under the cursor always is, so that the keyboard
 * is not lost when it is scrolled away. A list to assistive technology, each row with its place in it.
 */
function Rows({ rows, ...props }: ListProps & { rows: readonly Mention[] }) {
  const { list, filters, search, cursorId, openId, actions, scroller } = props;
  usePlaced();
  const cursorAt = rows.findIndex(({ id }) => id === cursorId);
  // oxlint-disable-next-line react/incompatible-library -- it changes within itself, so no compiler may keep what it gives; none does
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => estimatedHeight(rows[at]),
    getItemKey: (at) => rows[at]?.id ?? at,
    overscan: OVERSCAN,
    rangeExtractor: useCallback((range: Range) => withRow(range, cursorAt), [cursorAt]),
    directDomUpdates: true,
    useFlushSync: false,
  });
  const shown = virtual.getVirtualItems();
  useFetchAhead(list, rows.length - 1 - (shown.at(-1)?.index ?? 0));
  useReveal(props.revealing, rows, (at) => virtual.scrollToIndex(at, { align: 'auto' }));
  return (
    <ul
      className={list.isPlaceholderData ? 'feed feed-old' : 'feed'}
      aria-label={say('Mentions')}
      ref={virtual.containerRef}
    >
      {shown.map(({ index, key }) => {
        const mention = rows[index];
        if (mention === undefined) return null;
        return (
          <MentionRow
            key={key}
            ref={virtual.measureElement}
            mention={mention}
            place={index + 1}
            of={list.hasNextPage ? -1 : rows.length}
            search={search}
            pointedAt={index === cursorAt}
            open={mention.id === openId}
            selected={isSelected(props.selection, mention.id)}
            unfolded={props.unfolded.has(mention.id)}
            showStatus={filters.status === null || mention.status !== filters.status}
            actions={actions}
          />
        );
      })}
    </ul>
  );
}

/**
 * Draws once more when the list is in the page: with mentions that were fetched before, it is drawn in
 * one go with the element that scrolls it, which is known only after.
 */
function usePlaced(): void {
  const [, setPlaced] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setPlaced(true));
    return () => cancelAnimationFrame(frame);
  }, []);
}

function withRow(range: Range, at: number): number[] {
  const shown = defaultRangeExtractor(range);
  if (at < 0 || shown.includes(at)) return shown;
  return [...shown, at].toSorted((a, b) => a - b);
}

/** Rows that are still below when the next page is asked for: several screens of quick scrolling. */
const AHEAD = 60;

function useFetchAhead(list: List, below: number): void {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  const near = below < AHEAD;
  useEffect(() => {
    if (near && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [near, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
}

/** Frames that a row is waited for before it is given the keyboard. */
const FRAMES = 12;

function useReveal(
  revealing: RefObject<Reveal | null>,
  rows: readonly Mention[],
  scrollTo: (at: number) => void,
): void {
  useImperativeHandle(revealing, () => (id: string) => {
    const at = rows.findIndex((row) => row.id === id);
    if (at < 0) return;
    scrollTo(at);
    focusRow(id, FRAMES);
  });
}

function focusRow(id: string, framesLeft: number): void {
  const link = document.querySelector<HTMLElement>(`[data-mention="${CSS.escape(id)}"]`);
  if (link !== null) link.focus({ preventScroll: true });
  else if (framesLeft > 0) requestAnimationFrame(() => focusRow(id, framesLeft - 1));
}

function More({ list, shown }: { list: List; shown: number }) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  return (
    <div className="rows-end">
      {isFetchingNextPage && <Loader size="xs" aria-label={say('Loading more mentions')} />}
      {hasNextPage && !isFetchingNextPage && (
        <Button variant="subtle" size="compact-sm" onClick={() => void fetchNextPage()}>
          {isFetchNextPageError
            ? say('More could not be loaded. Try again')
            : say('Load more mentions')}
        </Button>
      )}
      {!hasNextPage && (
        <span>
          {say('{count, plural, one {That is the only one} other {All # shown}}', { count: shown })}
        </span>
      )}
    </div>
  );
}
