import type { SourceDetail } from '../app/wire.js';
import { locale, say } from '../language/say.js';

import { Panel } from './panel.js';
import { TimelineLegend, TimelineStrip } from './timeline-strip.js';
import { daysOf, sayShare, sayTimeline } from './timeline-words.js';

const dayName = new Intl.DateTimeFormat(locale(), {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
});

/** The last week, a line per day and a bar per hour. */
export function SourceHeard({ source: { timeline, audit } }: { source: SourceDetail }) {
  return (
    <Panel title={say('What was heard')} about={`${sayTimeline(timeline)}.`}>
      <ul className="days">
        {daysOf(timeline).map(({ day, from, hours }) => (
          <li key={day}>
            <span className="day-name">{dayName.format(from)}</span>
            <span
              className="day-strip"
              style={{
                // Of a day that is not whole, only its part of the line.
                width: `${(hours.length / 24) * 100}%`,
                marginInlineStart: from.getHours() > 0 ? `${(from.getHours() / 24) * 100}%` : 0,
              }}
            >
              <TimelineStrip
                timeline={{ from: from.toISOString(), hours, heard: null }}
                label={day}
              />
            </span>
          </li>
        ))}
      </ul>
      <TimelineLegend />
      {audit !== null && <Audit told={audit.told} seen={audit.seen} />}
    </Panel>
  );
}

/** Of a place that tells how many posts there were: whether all of them came. */
function Audit({ told, seen }: { told: number; seen: number }) {
  const lacking = Math.max(0, told - seen);
  return (
    <p className={lacking > 0 ? 'audit audit-gap' : 'audit'}>
      {say(
        'In the last 7 days the place itself told of {told, plural, one {# post} other {# posts}}; {seen, number} came, {lacking, plural, =0 {none is missing} one {# is missing} other {# are missing}} ({share}).',
        { told, seen, lacking, share: told > 0 ? sayShare(Math.min(1, seen / told)) : '–' },
      )}
    </p>
  );
}
