import { Link } from 'react-router';
import type { TopicList } from '../app/wire.js';
import { say } from '../language/say.js';
import { percent } from '../reading/words.js';
import { weekName } from './series.js';

/** How many complaints carry no topic, of how many; by week in the tooltip. Always shown. */
export function UntaggedShare({
  list,
  weeks,
  toPatterns = false,
}: {
  list: TopicList;
  weeks: number;
  /** With the way to the patterns among them. */
  toPatterns?: boolean;
}) {
  const { complaints, untagged, untaggedWeeks } = list;
  if (complaints === 0)
    return <span className="dim">{say('No complaint in {weeks, number} weeks.', { weeks })}</span>;
  const byWeek = untaggedWeeks
    .filter((week) => week.complaints > 0)
    .map((week) =>
      say('{week}: {share} of {count, number}', {
        week: weekName(week.week),
        share: percent(week.untagged / week.complaints),
        count: week.complaints,
      }),
    )
    .join('\n');
  return (
    <span className="number untagged-share" title={byWeek}>
      {say(
        '{share} of {count, plural, one {# complaint} other {# complaints}} in {weeks, number} weeks carry no topic.',
        { share: <strong>{percent(untagged / complaints)}</strong>, count: complaints, weeks },
      )}{' '}
      {toPatterns && untagged > 0 && (
        <Link to="/topics/proposals">{say('Patterns among them')}</Link>
      )}
    </span>
  );
}
