import { useDocumentTitle } from '@mantine/hooks';
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
} from 'react';
import { useParams } from 'react-router';
import { useMay } from '../app/may.js';
import { Waiting } from '../app/states.js';
import { titled } from '../app/title.js';
import type { Mention } from '../app/wire.js';
import { say } from '../language/say.js';
import { BulkProgress } from './bulk/bulk-progress.js';
import { FilterBar } from './filter-bar.js';
import { NO_FILTERS } from './filters.js';
import { useInboxKeys, useMentionAtHand } from './inbox-keys.js';
import { rowsOf } from './list-cache.js';
import { MentionList } from './mention-list.js';
import type { RowActions } from './mention-row.js';
import { MacroKeys } from './macros/macro-keys.js';
import { useCounts, useMentionList } from './mentions.queries.js';
import { useMoves, type Reveal } from './moves.js';
import { NewcomersBar } from './newcomers-bar.js';
import { useNewcomers } from './newcomers.js';
import { NoneChosen } from './none-chosen.js';
import { PaneDivider } from './pane-divider.js';
import { usePanes } from './panes.js';
import { PickerHost } from './pickers/picker-host.js';
import { targetOf, usePicking, type Picking } from './pickers/picking.js';
import { useRemembered } from './recent.js';
import { RowHint, useRowHint } from './row-hint.js';
import { SelectionBar } from './selection-bar.js';
import { useSelecting, type Selecting } from './selection.js';
import { QuickViews, StatusTabs } from './status-tabs.js';
import { useTriage } from './triage.js';
import { useFilters } from './use-filters.js';
import './inbox.css';
import './row.css';
import './feed.css';

// The list is what one sees first; what stands beside it comes right after.
const loadDetail = () => import('./mention-detail.js');
const MentionDetailPane = lazy(() =>
  loadDetail().then((file) => ({ default: file.MentionDetailPane })),
);
const AFTER_LIST_MS = 300;

/** The inbox: the list, and one mention beside it or in its place. */
export function InboxPage() {
  const { id = null } = useParams();
  useDetailSoon();
  const { filters, search, change } = useFilters();
  const { panes, turn, width, setWidth } = usePanes();
  const list = useMentionList(filters);
  const triage = useTriage(filters);
  const newcomers = useNewcomers(filters);
  const scroller = useRef<HTMLDivElement>(null);
  const revealing = useRef<Reveal | null>(null);
  const rows = useMemo(() => rowsOf(list.data), [list.data]);
  const split = panes === 'split';
  const reveal = useCallback((to: string) => revealing.current?.(to), []);
  const moves = useMoves({ rows, id, search, filters, triage, split, reveal });
  // Whoever acts on a mention from beside the list goes on in the list, too.
  const goingOn = useMemo(() => ({ ...triage, ...moves.acting }), [triage, moves.acting]);
  const selecting = useSelecting(rows, filters);
  const atHand = useMentionAtHand({ moves, id });
  const target = (mention?: Mention) =>
    mention === undefined
      ? targetOf(atHand(), rows, selecting, moves, triage)
      : { mentions: [mention], count: 1, act: moves.act.bind(null, mention) };
  const picking = usePicking(target);
  const hint = useRowHint(scroller, rows);
  const [unfolded, unfold] = useUnfolded();
  const actions = useRowActions(moves, selecting, picking, rows, unfold);
  const showNew = (): void => {
    newcomers.show();
    scroller.current?.scrollTo({ top: 0 });
  };
  const ground = { moves, triage, selecting, picking, target, id, showNew, unfold };
  useInboxKeys({ ...ground, turnPanes: turn, hint: hint.ask, hideHint: hint.hide });
  useTitle();
  useRemembered(id, moves.current);
  const style = { '--list-width': `${width}px` } as CSSProperties;
  const classes = ['inbox', `inbox-${panes}`, ...(id === null ? [] : ['inbox-open'])];
  return (
    <div className={classes.join(' ')} style={style}>
      <h1 className="unseen">{say('Inbox')}</h1>
      <section className="inbox-list" aria-label={say('List of mentions')}>
        <header className="list-head">
          <StatusTabs filters={filters} change={change} panes={panes} turnPanes={turn} />
          <QuickViews filters={filters} search={search} change={change} />
          <FilterBar filters={filters} change={change} />
        </header>
        <SelectionBar
          selecting={selecting}
          filters={filters}
          target={target}
          picking={picking}
          triage={triage}
        />
        <BulkProgress begun={selecting.clear} />
        <div className="list-scroll" ref={scroller}>
          <NewcomersBar count={newcomers.count} more={newcomers.more} show={showNew} />
          <MentionList
            list={list}
            filters={filters}
            search={search}
            cursorId={moves.cursorId}
            openId={id}
            selection={selecting.selection}
            unfolded={unfolded}
            actions={actions}
            scroller={scroller}
            revealing={revealing}
            onClear={() => change({ ...NO_FILTERS, status: filters.status, sort: filters.sort })}
          />
        </div>
      </section>
      {split && <PaneDivider width={width} setWidth={setWidth} />}
      <section className="inbox-detail" aria-label={say('Mention')}>
        {id === null ? (
          <NoneChosen />
        ) : (
          <Suspense fallback={<Waiting what={say('the mention')} lines={6} />}>
            <MentionDetailPane key={id} id={id} moves={moves} triage={goingOn} picking={picking} />
          </Suspense>
        )}
      </section>
      <RowHint hint={hint} />
      <PickerHost picking={picking} />
      <MacroKeys target={target} />
    </div>
  );
}

/** Fetches the code of the detail before somebody opens one. */
function useDetailSoon(): void {
  useEffect(() => {
    const timer = window.setTimeout(() => void loadDetail(), AFTER_LIST_MS);
    return () => window.clearTimeout(timer);
  }, []);
}

/** Rows whose copies are listed below them. */
function useUnfolded(): [ReadonlySet<string>, (id: string) => void] {
  const [unfolded, set] = useState<ReadonlySet<string>>(new Set());
  const turn = useCallback((id: string) => {
    set((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  return [unfolded, turn];
}

/** The same object for all rows and for all time: a row is only drawn again when it changed itself. */
function useRowActions(
  moves: { act: RowActions['act']; pointAt: (id: string) => void },
  selecting: Selecting,
  picking: Picking,
  rows: readonly Mention[],
  unfold: (id: string) => void,
): RowActions {
  const { work: mayWork } = useMay();
  const now = useRef({ moves, selecting, picking, rows });
  useLayoutEffect(() => {
    now.current = { moves, selecting, picking, rows };
  });
  return useMemo(() => {
    const pick = (kind: 'snooze' | 'dismiss') => (id: string) => {
      const mention = now.current.rows.find((row) => row.id === id);
      if (mention !== undefined) now.current.picking.open(kind, mention);
    };
    return {
      act: (mention, action) => now.current.moves.act(mention, action),
      select: (id, range) => {
        const { selecting: at } = now.current;
        if (range) at.extendTo(id, null);
        else at.toggle(id);
      },
      snooze: pick('snooze'),
      dismiss: pick('dismiss'),
      unfold,
      mayWork,
    };
  }, [unfold, mayWork]);
}

function useTitle(): void {
  const counts = useCounts();
  const count = counts.data?.byStatus.new ?? 0;
  const page = say('Inbox');
  useDocumentTitle(titled(count > 0 ? `(${count}) ${page}` : page));
}
