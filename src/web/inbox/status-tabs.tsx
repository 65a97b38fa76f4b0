import { UnstyledButton } from '@mantine/core';
import type { InboxStatus } from '../app/wire.js';
import { amount, STATUS_WORDS } from '../reading/words.js';
import { TABS, type Filters } from './filters.js';
import { useCounts } from './mentions.queries.js';

/** What is dealt with: its number goes first where there is little room. */
function isPast(status: InboxStatus): boolean {
  return status === 'done' || status === 'dismissed';
}

/** The statuses with their numbers, always visible: nothing waits unseen. */
export function StatusTabs({
  filters,
  change,
}: {
  filters: Filters;
  change: (change: Partial<Filters>) => void;
}) {
  const counts = useCounts();
  const inPipeline = counts.data?.inPipeline ?? 0;
  return (
    <div className="tabs-line">
      <fieldset className="tabs" aria-label="Status">
        {TABS.map((status) => (
          <UnstyledButton
            key={status ?? 'all'}
            className="tab"
            aria-pressed={filters.status === status}
            onClick={() => change({ status })}
          >
            {status === null ? 'All' : STATUS_WORDS[status]}
            {status !== null && counts.data !== undefined && (
              <span
                className={isPast(status) ? 'tab-count tab-count-past number' : 'tab-count number'}
              >
                {amount(counts.data.byStatus[status])}
              </span>
            )}
          </UnstyledButton>
        ))}
      </fieldset>
      {inPipeline > 0 && (
        <span className="pipeline number" title={`${inPipeline} fetched, being read and ranked`}>
          <span className="pipeline-dot" aria-hidden />
          {amount(inPipeline)}
          <span className="pipeline-word">incoming</span>
        </span>
      )}
    </div>
  );
}
