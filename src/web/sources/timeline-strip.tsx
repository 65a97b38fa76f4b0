import type { Hour, Timeline } from '../app/wire.js';
import { hourAt, HOUR_WORDS, sayHour, sayTimeline } from './timeline-words.js';
import './timeline.css';

const HEIGHT = 22;

/** One bar per hour, oldest at the left: full when all of it was heard. */
export function TimelineStrip({ timeline, label }: { timeline: Timeline; label?: string }) {
  const count = timeline.hours.length;
  const step = count > 48 ? 1 : 6;
  return (
    <svg
      className="timeline-strip"
      viewBox={`0 0 ${count * step} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label ?? sayTimeline(timeline)}
    >
      {timeline.hours.map((hour, at) => (
        <Bar
          key={hourAt(timeline, at).getTime()}
          hour={hour}
          said={sayHour(hour, hourAt(timeline, at))}
          x={at * step}
          width={step === 1 ? 1 : step - 1}
        />
      ))}
    </svg>
  );
}

function Bar({ hour, said, x, width }: { hour: Hour; said: string; x: number; width: number }) {
  const observed = hour.observed * HEIGHT;
  const recovered = hour.recovered * HEIGHT;
  return (
    <g>
      <title>{said}</title>
      <rect x={x} width={width} height={HEIGHT} className={`hour-ground hour-${hour.state}`} />
      {observed > 0 && (
        <rect x={x} y={HEIGHT - observed} width={width} height={observed} className="hour-heard" />
      )}
      {recovered > 0 && (
        <rect
          x={x}
          y={HEIGHT - observed - recovered}
          width={width}
          height={recovered}
          className="hour-late"
        />
      )}
    </g>
  );
}

const SHOWN: readonly Hour['state'][] = ['observed', 'recovered', 'missed', 'paused'];

/** What the colours of the strips mean. */
export function TimelineLegend() {
  return (
    <ul className="timeline-legend">
      {SHOWN.map((state) => (
        <li key={state}>
          <span className={`legend-box legend-${state}`} aria-hidden />
          {HOUR_WORDS[state]}
        </li>
      ))}
    </ul>
  );
}
