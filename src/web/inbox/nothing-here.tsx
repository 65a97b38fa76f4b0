import { Button } from '@mantine/core';
import { IconFilterOff, IconInbox, IconMoodCheck } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useSources } from '../app/queries.js';
import { Empty } from '../app/states.js';
import { isNarrowed, type Filters } from './filters.js';
import { useCounts } from './mentions.queries.js';

/** Why the list is empty: nothing matches, nothing is left to do, or nothing was ever heard. */
export function NothingHere({ filters, onClear }: { filters: Filters; onClear: () => void }) {
  const counts = useCounts();
  const sources = useSources();
  const total = Object.values(counts.data?.byStatus ?? {}).reduce((sum, n) => sum + n, 0);
  if (isNarrowed(filters)) {
    return (
      <Empty
        icon={<IconFilterOff size={26} stroke={1.6} />}
        title="Nothing matches these filters"
        action={
          <Button variant="default" onClick={onClear}>
            Remove all filters
          </Button>
        }
      >
        The other mentions are still there.
      </Empty>
    );
  }
  if (total > 0) {
    const all = filters.status === 'new';
    return (
      <Empty
        icon={<IconMoodCheck size={26} stroke={1.6} />}
        title={all ? 'All caught up' : 'None here'}
      >
        {all
          ? `Nothing new waits for you.${onTheWay(counts.data?.inPipeline ?? 0)}`
          : 'No mention has this status now.'}
      </Empty>
    );
  }
  return (
    <FirstRun
      hasSources={(sources.data?.items.length ?? 0) > 0}
      onTheWay={counts.data?.inPipeline ?? 0}
    />
  );
}

function onTheWay(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' One is being read.' : ` ${count} are being read.`;
}

function FirstRun({ hasSources, onTheWay: coming }: { hasSources: boolean; onTheWay: number }) {
  return (
    <Empty
      icon={<IconInbox size={26} stroke={1.6} />}
      title={hasSources ? 'Nothing heard yet' : 'Earshot is not listening anywhere yet'}
      action={
        <Button component={Link} to="/sources">
          {hasSources ? 'See how the sources are doing' : 'Add a source'}
        </Button>
      }
    >
      {hasSources
        ? `The sources have brought no mention that matches a monitor so far.${onTheWay(coming)}`
        : 'Add the feed of a forum, a blog or a review site; new mentions then appear here by themselves.'}
    </Empty>
  );
}
