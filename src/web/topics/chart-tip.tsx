import type { Topic } from '../app/wire.js';
import { say } from '../language/say.js';
import { colourOf, heard, isWeek, weekName } from './series.js';
import { sayAgain } from '../language/say-again.js';

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
        {point.unfinished
          ? say('Week of {week}, so far', { week: weekName(point.week) })
          : say('Week of {week}', { week: weekName(point.week) })}
      </p>
      {missing !== null && (
        <p className="chart-tip-gap">{say('{missing}: counts are too low', { missing })}</p>
      )}
      <ul>
        {topics
          .map((topic, place) => ({ topic, place, count: point.counts[topic.key] ?? null }))
          .toSorted((a, b) => (b.count ?? -1) - (a.count ?? -1))
          .map(({ topic, place, count }) => (
            <li key={topic.key}>
              <span className="topic-dot" style={{ background: colourOf(place) }} />
              <span>{sayAgain(topic.name)}</span>
              <span className="number">{count ?? say('unknown')}</span>
            </li>
          ))}
      </ul>
    </div>
  );
}
