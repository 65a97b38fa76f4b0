import { Link } from 'react-router';
import type { TopicList } from '../app/wire.js';
import { amount, percent } from '../reading/words.js';
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
  if (complaints === 0) return <span className="dim">No complaint in {weeks} weeks.</span>;
  const byWeek = untaggedWeeks
    .filter((week) => week.complaints > 0)
    .map(
      (week) =>
        `${weekName(week.week)}: ${percent(week.untagged / week.complaints)} of ${week.complaints}`,
    )
    .join('\n');
  return (
    <span className="number untagged-share" title={byWeek}>
      <strong>{percent(untagged / complaints)}</strong> of {amount(complaints)} complaints in{' '}
      {weeks} weeks carry no topic.{' '}
      {toPatterns && untagged > 0 && <Link to="/topics/proposals">Patterns among them</Link>}
    </span>
  );
}
