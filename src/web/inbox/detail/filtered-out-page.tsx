import { useDocumentTitle } from '@mantine/hooks';
import { IconFilterOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Segments, type Segment } from '../../app/segments.js';
import { Empty, Failed, Waiting } from '../../app/states.js';
import { exactly } from '../../app/times.js';
import type { FilteredOut } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { useFilteredOut } from './detail.queries.js';
import { FetchedTable } from './fetched-table.js';
import { AsideTable } from './aside-table.js';
import './filtered-out.css';

type Stretch = '1' | '7' | '30';
const STRETCHES: readonly Segment<Stretch>[] = [
  { value: '1', name: say('24 hours') },
  { value: '7', name: say('7 days') },
  { value: '30', name: say('30 days') },
];

/** Nothing hidden: what was fetched and does not stand in the inbox as work, and why. */
export default function FilteredOutPage() {
  const [days, setDays] = useState<Stretch>('7');
  const answer = useFilteredOut(Number(days));
  useDocumentTitle(`${say('What was filtered out')} · Earshot`);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{say('What was filtered out')}</h1>
        <span className="page-head-end">
          <Segments
            label={say('Of how long')}
            segments={STRETCHES}
            value={days}
            onChange={setDays}
          />
        </span>
      </header>
      <div className="page-body filtered">
        {answer.isPending && <Waiting what={say('the numbers')} lines={6} />}
        {answer.isError && answer.data === undefined && (
          <Failed
            what={say('The numbers')}
            error={answer.error}
            retry={() => void answer.refetch()}
          />
        )}
        {answer.data !== undefined && <Loaded answer={answer.data} days={days} />}
      </div>
    </div>
  );
}

function Loaded({ answer, days }: { answer: FilteredOut; days: Stretch }) {
  const { sources, from, pollsKeptFrom } = answer;
  return (
    <>
      <section className="filtered-part">
        <h2>{say('Fetched, and no monitor listens for it')}</h2>
        <p className="dim filtered-says">
          {say(
            'What no monitor listens for is counted and not kept. A place shows the same posts at many polls, and they are counted at each of them.',
          )}{' '}
          {pollsKeptFrom > from &&
            say('Polls before {time} are forgotten.', { time: exactly(pollsKeptFrom) })}
        </p>
        {sources.length === 0 ? (
          <Empty
            icon={<IconFilterOff size={26} stroke={1.6} />}
            title={say('No place has answered in this time')}
          />
        ) : (
          <FetchedTable sources={sources} />
        )}
      </section>
      <section className="filtered-part">
        <h2>{say('Kept, and no open work')}</h2>
        <p className="dim filtered-says">
          {say('Posted in this time and stored here. One mention may stand in several of these.')}
        </p>
        <AsideTable answer={answer} days={days} />
      </section>
    </>
  );
}
