import { useDocumentTitle } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { IconChartLine } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { ChoicePill } from '../app/choice-pill.js';
import { Segments } from '../app/segments.js';
import { useServerChanges } from '../app/live.js';
import { Empty, Failed, Waiting } from '../app/states.js';
import { useNow } from '../app/when.js';
import type { TopicList } from '../app/wire.js';
import { say } from '../language/say.js';
import { useMonitors } from '../monitors/monitors.queries.js';
import { TopicsTabs } from './editing/topics-tabs.js';
import { largestFirst, MOST_LINES, weekPoints, type Measure } from './series.js';
import { TopicChart } from './topic-chart.js';
import { TopicQuotes } from './topic-quotes.js';
import { TopicTable } from './topic-table.js';
import { useTopics } from './topics.queries.js';
import { UntaggedShare } from './untagged-share.js';
import { titled } from '../app/title.js';
import './topics.css';

const WEEKS = ['4', '8', '13', '26', '52'];
const CALM_MS = 20_000;

interface View {
  readonly weeks: number;
  readonly measure: Measure;
  readonly monitor: string | null;
  readonly topic: string | null;
}

function useView(): [View, (change: Record<string, string | null>) => void] {
  const [params, setParams] = useSearchParams();
  const change = (next: Record<string, string | null>): void => {
    const all = new URLSearchParams(params);
    for (const [name, value] of Object.entries(next)) {
      if (value === null) all.delete(name);
      else all.set(name, value);
    }
    setParams(all, { replace: true });
  };
  return [
    {
      weeks: Number(WEEKS.find((weeks) => weeks === params.get('weeks')) ?? 8),
      measure: params.get('measure') === 'mentions' ? 'mentions' : 'people',
      monitor: params.get('monitor'),
      topic: params.get('topic'),
    },
    change,
  ];
}

/** What is complained of, by how many people, week by week. */
export default function TopicsPage() {
  const [view, change] = useView();
  const topics = useTopics(view.weeks, view.monitor);
  const queries = useQueryClient();
  const refresh = useCallback(
    () => void queries.invalidateQueries({ queryKey: ['topics'] }),
    [queries],
  );
  useServerChanges(['mentions'], refresh, CALM_MS);
  useDocumentTitle(titled(say('Topics')));
  return (
    <div className="page">
      <header className="page-head">
        <h1>{say('Topics')}</h1>
        <TopicsTabs />
        <span className="page-head-end topic-controls">
          <Controls view={view} change={change} />
        </span>
      </header>
      <div className="page-body topics">
        {topics.isPending && <Waiting what={say('topics')} lines={8} />}
        {topics.isError && topics.data === undefined && (
          <Failed
            what={say('The topics')}
            error={topics.error}
            retry={() => void topics.refetch()}
          />
        )}
        {topics.data !== undefined && <Loaded list={topics.data} view={view} change={change} />}
      </div>
    </div>
  );
}

function Controls({
  view,
  change,
}: {
  view: View;
  change: (next: Record<string, string | null>) => void;
}) {
  const monitors = useMonitors();
  const choices = monitors.data?.items.map(({ id, name }) => ({ value: id, name })) ?? [];
  return (
    <>
      {choices.length > 1 && (
        <ChoicePill
          name={say('Monitor')}
          choices={choices}
          chosen={view.monitor === null ? [] : [view.monitor]}
          onChoose={([monitor]) => change({ monitor: monitor ?? null })}
        />
      )}
      <ChoicePill
        name={say('Time')}
        clearable={false}
        choices={WEEKS.map((weeks) => ({ value: weeks, name: say('{weeks} weeks', { weeks }) }))}
        chosen={[String(view.weeks)]}
        onChoose={([weeks]) => change({ weeks: weeks ?? null })}
      />
      <Segments
        label={say('Count')}
        value={view.measure}
        onChange={(measure) => change({ measure })}
        segments={[
          { value: 'people', name: say('People') },
          { value: 'mentions', name: say('Mentions') },
        ]}
      />
    </>
  );
}

function Loaded({
  list,
  view,
  change,
}: {
  list: TopicList;
  view: View;
  change: (next: Record<string, string | null>) => void;
}) {
  const now = useNow();
  const day = Math.floor(now / 86_400_000);
  const points = useMemo(
    () => weekPoints(list, view.measure, day * 86_400_000),
    [list, view.measure, day],
  );
  const sorted = useMemo(() => largestFirst(list.items, view.measure), [list, view.measure]);
  const complained = sorted.filter((topic) => topic.mentions > 0);
  if (complained.length === 0) return <NoTopics list={list} />;
  const chosen = sorted.find(({ key }) => key === view.topic) ?? complained[0] ?? null;
  const top = complained.slice(0, MOST_LINES);
  const lines =
    chosen === null || top.includes(chosen) ? top : [...top.slice(0, MOST_LINES - 1), chosen];
  const label =
    view.measure === 'people'
      ? say(
          'Complaints per week by topic, counted in people. The table below holds the same numbers.',
        )
      : say(
          'Complaints per week by topic, counted in mentions. The table below holds the same numbers.',
        );
  return (
    <>
      <div className="topic-left">
        <figure className="card topic-figure">
          <figcaption>
            <strong>
              {view.measure === 'people'
                ? say('People who complained, per week')
                : say('Complaints per week')}
            </strong>
            <span className="dim">
              <UntaggedShare list={list} weeks={view.weeks} toPatterns />{' '}
              {say('A complaint counts once in each of its topics.')}
            </span>
          </figcaption>
          <TopicChart points={points} topics={lines} chosen={chosen?.key ?? null} label={label} />
        </figure>
        <TopicTable
          topics={complained}
          lines={lines}
          points={points}
          measure={view.measure}
          chosen={chosen?.key ?? null}
          onChoose={(topic) => {
            change({ topic });
            showQuotes();
          }}
        />
      </div>
      {chosen !== null && <TopicQuotes topic={chosen} weeks={view.weeks} monitor={view.monitor} />}
    </>
  );
}

/** In one column the quotes stand below the table: bring them to the eye. */
function showQuotes(): void {
  const quotes = document.querySelector('.quotes');
  if (quotes === null || !window.matchMedia('(max-width: 1240px)').matches) return;
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  quotes.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'start' });
}

function NoTopics({ list }: { list: TopicList }) {
  const polled = list.coverage.some(({ share }) => share !== null && share > 0);
  return (
    <Empty
      icon={<IconChartLine size={26} stroke={1.6} />}
      title={say('No complaint with a topic yet')}
    >
      {polled
        ? say(
            'The places were listened to in this time, and no complaint carries a topic.{untagged, plural, =0 {} one { One complaint carries none.} other { # complaints carry none.}}',
            { untagged: list.untagged },
          )
        : say('No place was listened to in this time, so nothing can be said about it.')}
    </Empty>
  );
}
