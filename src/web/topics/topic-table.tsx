import { UnstyledButton } from '@mantine/core';
import type { Topic } from '../app/wire.js';
import { say } from '../language/say.js';
import { colourOf, heard, weekName, type Measure, type WeekPoint } from './series.js';
import { sayAgain } from '../language/say-again.js';

/** The same numbers as the chart, for reading and for assistive technology. */
export function TopicTable({
  topics,
  lines,
  points,
  measure,
  chosen,
  onChoose,
}: {
  topics: readonly Topic[];
  lines: readonly Topic[];
  points: readonly WeekPoint[];
  measure: Measure;
  chosen: string | null;
  onChoose: (key: string) => void;
}) {
  const most = Math.max(
    1,
    ...topics.flatMap(({ key }) => points.map((point) => point.counts[key] ?? 0)),
  );
  return (
    <section className="topic-table-scroll card" aria-label={say('Topics by week')}>
      <table className="topic-table">
        <thead>
          <tr>
            <th scope="col">{say('Topic')}</th>
            {points.map((point) => (
              <th scope="col" key={point.week} className="topic-week">
                {weekName(point.week)}
                <WeekNote point={point} />
              </th>
            ))}
            <th scope="col" className="topic-sum">
              {say('People')}
            </th>
            <th scope="col" className="topic-sum">
              {say('Mentions')}
            </th>
          </tr>
        </thead>
        <tbody>
          {topics.map((topic) => (
            <tr key={topic.key} className={topic.key === chosen ? 'topic-chosen' : ''}>
              <th scope="row">
                <UnstyledButton
                  className="topic-name"
                  aria-pressed={topic.key === chosen}
                  onClick={() => onChoose(topic.key)}
                >
                  <Dot place={lines.indexOf(topic)} />
                  <span>{sayAgain(topic.name)}</span>
                </UnstyledButton>
              </th>
              {points.map((point) => (
                <Cell
                  key={point.week}
                  count={point.counts[topic.key] ?? null}
                  most={most}
                  atLeast={point.share === null}
                />
              ))}
              <td className={sum(measure === 'people')}>{topic.people}</td>
              <td className={sum(measure === 'mentions')}>{topic.mentions}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function sum(isMeasure: boolean): string {
  return isMeasure ? 'topic-sum number topic-sum-chosen' : 'topic-sum number';
}

function Dot({ place }: { place: number }) {
  return (
    <span
      className="topic-dot"
      aria-hidden
      style={{ background: place < 0 ? 'transparent' : colourOf(place) }}
    />
  );
}

function WeekNote({ point }: { point: WeekPoint }) {
  const notes = [heard(point.share), point.unfinished ? say('so far') : null];
  return notes
    .filter((note) => note !== null)
    .map((note) => (
      <span className="topic-note" key={note}>
        {note}
      </span>
    ));
}

/** The stronger the ground, the more; the number itself is what counts. */
function Cell({
  count,
  most,
  atLeast,
}: {
  count: number | null;
  most: number;
  /** Nothing was polled then: these are the ones that the place still showed later. */
  atLeast: boolean;
}) {
  if (count === null) {
    return (
      <td className="topic-week topic-unknown">
        <span aria-hidden>–</span>
        <span className="unseen">{say('unknown')}</span>
      </td>
    );
  }
  const strength = Math.round((count / most) * 30);
  return (
    <td
      className={`topic-week number ${atLeast ? 'topic-unknown' : ''}`}
      style={{ backgroundColor: `color-mix(in srgb, var(--accent) ${strength}%, transparent)` }}
      title={
        atLeast ? say('Nothing was polled in this week; so many were still found later') : undefined
      }
    >
      {count}
      {atLeast && (
        <>
          <span aria-hidden>+</span>
          <span className="unseen"> {say('or more')}</span>
        </>
      )}
    </td>
  );
}
