import { Button } from '@mantine/core';
import { IconFilterOff, IconInbox, IconMoodCheck } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useMay } from '../app/may.js';
import { useSources } from '../app/queries.js';
import { Empty } from '../app/states.js';
import { say } from '../language/say.js';
import { isNarrowed, quickViewOf, type Filters, type QuickView } from './filters.js';
import { useCounts } from './mentions.queries.js';

const QUICK_EMPTY: Readonly<Record<QuickView, string>> = {
  mine: say('Nothing of yours is open.'),
  unowned: say('Everything that is open has an owner.'),
  overdue: say('Nothing is overdue.'),
};

/** Why the list is empty: nothing matches, nothing is left to do, or nothing was ever heard. */
export function NothingHere({ filters, onClear }: { filters: Filters; onClear: () => void }) {
  const counts = useCounts();
  const byStatus = counts.data?.byStatus;
  const total = Object.values(byStatus ?? {}).reduce((sum, n) => sum + n, 0);
  const coming = counts.data?.inPipeline ?? 0;
  const quick = quickViewOf(filters);
  if (quick !== null && total > 0) return <CaughtUp title={QUICK_EMPTY[quick]} />;
  if (isNarrowed(filters)) {
    return (
      <Empty
        icon={<IconFilterOff size={26} stroke={1.6} />}
        title={say('Nothing matches these filters')}
        action={
          <Button variant="default" onClick={onClear}>
            {say('Remove all filters')}
          </Button>
        }
      >
        {say('The other mentions are still there.')}
      </Empty>
    );
  }
  if (total === 0) return <FirstRun coming={coming} />;
  if (filters.status !== 'new') return <CaughtUp title={say('No mention has this status now.')} />;
  return (
    <CaughtUp title={say('All caught up')}>
      {say('Nothing new waits for you.')} {onTheWay(coming)}
    </CaughtUp>
  );
}

function CaughtUp({ title, children }: { title: string; children?: React.ReactNode }) {
  return (
    <Empty icon={<IconMoodCheck size={26} stroke={1.6} />} title={title}>
      {children}
    </Empty>
  );
}

function onTheWay(count: number): string {
  if (count === 0) return '';
  return say('{count, plural, one {One is being read.} other {# are being read.}}', { count });
}

function FirstRun({ coming }: { coming: number }) {
  const sources = useSources();
  const may = useMay();
  const hasSources = (sources.data?.items.length ?? 0) > 0;
  const add = may.configure ? say('Add a source') : say('See the sources');
  return (
    <Empty
      icon={<IconInbox size={26} stroke={1.6} />}
      title={hasSources ? say('Nothing heard yet') : say('Earshot is not listening anywhere yet')}
      action={
        <Button component={Link} to="/sources">
          {hasSources ? say('See how the sources are doing') : add}
        </Button>
      }
    >
      {hasSources
        ? `${say('The sources have brought no mention that matches a monitor so far.')} ${onTheWay(coming)}`
        : say(
            'Add the feed of a forum, a blog or a review site; new mentions then appear here by themselves.',
          )}
    </Empty>
  );
}
