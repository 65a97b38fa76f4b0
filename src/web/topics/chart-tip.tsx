import type { Topic } from '../app/wire.js';
import { colourOf, heard, isWeek, weekName } from './series.js';

const NOTHING: readonly { readonly payload?: unknown }[] = [];

/** The numbers of the week under the pointer. Recharts gives the payload. */
export function ChartTip({
  topics,
  active = false,
  payload = NOTHING,
}: {
  topics: readonly Topic[];
  active?: boolean;
  payload?: readonly { readonly payload?: unknown }[];
}) {
  const point = payload.map((entry) => entry.payload).find(isWeek);
  if (!active || point === undefined) return null;
  const missing = heard(point.share);
  return (
    <div className="chart-tip">
      <p className="chart-tip-head">
        Week of {weekName(point.week)}
        {point.unfinished && ', so far'}
      </p>
      {missing !== null && <p className="chart-tip-gap">{missing}: counts are too low</p>}
      <ul>
        {topics
          .map((topic, place) => ({ topic, place, count: point.counts[topic.key] ?? null }))
          .toSorted((a, b) => (b.count ?? -1) - (a.count ?? -1))
          .map(({ topic, place, count }) => (
            <li key={topic.key}>
              <span className="topic-dot" style={{ background: colourOf(place) }} />
              <span>{topic.name}</span>
              <span className="number">{count ?? 'unknown'}</span>
            </li>
          ))}
      </ul>
    </div>
  );
}
