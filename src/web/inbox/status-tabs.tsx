import { UnstyledButton } from '@mantine/core';
import { IconLayoutColumns, IconLayoutList } from '@tabler/icons-react';
import type { InboxStatus, MentionCounts } from '../app/wire.js';
import { say } from '../language/say.js';
import { amount, STATUS_WORDS } from '../reading/words.js';
import { QUICK_VIEWS, quickViewOf, TABS, type Filters, type QuickView } from './filters.js';
import { useCounts } from './mentions.queries.js';
import type { Panes } from './panes.js';
import type { ChangeFilters } from './use-filters.js';
import { NO_FILTERS } from './filters.js';
import { ViewsMenu } from './views-menu.js';

/** What is dealt with: its number goes first where there is little room. */
function isPast(status: InboxStatus): boolean {
  return status === 'done' || status === 'dismissed';
}

/** The statuses with their numbers, always visible: nothing waits unseen. */
export function StatusTabs({
  filters,
  change,
  panes,
  turnPanes,
}: {
  filters: Filters;
  change: ChangeFilters;
  panes: Panes;
  turnPanes: () => void;
}) {
  const counts = useCounts().data;
  const quick = quickViewOf(filters) !== null;
  const [Icon, turn] =
    panes === 'split'
      ? [IconLayoutList, say('Use one pane (p)')]
      : [IconLayoutColumns, say('List and mention side by side (p)')];
  return (
    <div className="tabs-line">
      <fieldset className="tabs" aria-label={say('Status')}>
        {TABS.map((status) => (
          <UnstyledButton
            key={status ?? 'all'}
            className="tab"
            aria-pressed={!quick && filters.status === status}
            onClick={() => change(quick ? { status, q: '' } : { status })}
          >
            {status === null ? say('All') : STATUS_WORDS[status]}
            {status !== null && counts !== undefined && (
              <span
                className={isPast(status) ? 'tab-count tab-count-past number' : 'tab-count number'}
              >
                {amount(counts.byStatus[status])}
              </span>
            )}
          </UnstyledButton>
        ))}
      </fieldset>
      <button
        type="button"
        className="panes-turn"
        title={turn}
        aria-label={turn}
        onClick={turnPanes}
      >
        <Icon size={17} stroke={1.6} aria-hidden />
      </button>
    </div>
  );
}

const QUICK_WORDS: Readonly<Record<QuickView, string>> = {
  mine: say('Mine'),
  unowned: say('Unowned'),
  overdue: say('Overdue'),
};
const QUICK = Object.keys(QUICK_VIEWS) as QuickView[];

/** Views that everyone has, with their numbers, and those that people saved. */
export function QuickViews({
  filters,
  search,
  change,
}: {
  filters: Filters;
  search: string;
  change: ChangeFilters;
}) {
  const counts = useCounts().data;
  const current = quickViewOf(filters);
  return (
    <div className="quick-line">
      <div className="quick-views">
        {QUICK.map((name) => (
          <UnstyledButton
            key={name}
            className={`tab quick-${name}`}
            aria-pressed={current === name}
            data-some={(counts?.[name] ?? 0) > 0}
            onClick={() =>
              change(current === name ? NO_FILTERS : { ...NO_FILTERS, ...QUICK_VIEWS[name] })
            }
          >
            {QUICK_WORDS[name]}
            <span className="tab-count number">{amount(counts?.[name] ?? 0)}</span>
          </UnstyledButton>
        ))}
        <span className="quick-rule" aria-hidden />
        <ViewsMenu search={search} />
      </div>
      <Incoming counts={counts} />
    </div>
  );
}

function Incoming({ counts }: { counts: MentionCounts | undefined }) {
  const coming = counts?.inPipeline ?? 0;
  if (coming === 0) return null;
  return (
    <span
      className="pipeline number"
      title={say('{count} fetched, being read and ranked', { count: coming })}
    >
      <span className="pipeline-dot" aria-hidden />
      {amount(coming)}
      <span className="pipeline-word">{say('incoming')}</span>
    </span>
  );
}
