import { Tooltip } from '@mantine/core';
import type { Reason } from '../app/wire.js';
import { say } from '../language/say.js';
import { sayAgain } from '../language/say-again.js';
import './priority.css';

export function priorityLevel(priority: number): 'high' | 'middle' | 'low' {
  if (priority >= 70) return 'high';
  return priority >= 40 ? 'middle' : 'low';
}

/** Priority as number and bar; why, on hover. The reasons stand in words beside it wherever it is used. */
export function Priority({
  priority,
  reasons,
}: {
  priority: number | null;
  reasons: readonly Reason[];
}) {
  if (priority === null) {
    return (
      <span className="priority" title={say('Not triaged yet')}>
        <span className="number">–</span>
      </span>
    );
  }
  return (
    <Tooltip
      label={<ReasonList reasons={reasons} />}
      disabled={reasons.length === 0}
      position="right"
      multiline
    >
      <span className={`priority priority-${priorityLevel(priority)}`}>
        <span className="unseen">{say('Priority')} </span>
        <span className="number">{Math.round(priority)}</span>
        <PriorityBar priority={priority} />
      </span>
    </Tooltip>
  );
}

export function PriorityBar({ priority }: { priority: number }) {
  return (
    <svg
      className={`priority-bar priority-bar-${priorityLevel(priority)}`}
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      aria-hidden
    >
      <rect width="100" height="4" className="priority-bar-rest" />
      <rect width={Math.max(3, Math.min(100, priority))} height="4" className="priority-bar-fill" />
    </svg>
  );
}

/** Every reason with its points. */
export function ReasonList({ reasons }: { reasons: readonly Reason[] }) {
  return (
    <ul className="reasons">
      {strongestFirst(reasons).map(({ text, points }) => (
        <li key={text}>
          <span className="reasons-points number">
            {points >= 0 ? `+${Math.round(points)}` : `−${Math.round(-points)}`}
          </span>
          <span>{sayAgain(text)}</span>
        </li>
      ))}
    </ul>
  );
}

function strongestFirst(reasons: readonly Reason[]): Reason[] {
  return reasons.toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points));
}

/** The strongest reasons in one line. */
export function reasonsInShort(reasons: readonly Reason[], most = 3): string {
  return strongestFirst(reasons)
    .slice(0, most)
    .map(({ text }) => sayAgain(text))
    .join(' · ');
}
