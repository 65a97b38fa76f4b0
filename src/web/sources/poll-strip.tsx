import type { Poll } from '../app/wire.js';
import { clock, lasting } from '../app/times.js';
import { say } from '../language/say.js';
import { sayAgain } from '../language/say-again.js';

const SHOWN = 20;
const HEIGHT = 26;
const STEP = 6;

/** The latest polls, oldest at the left: tall for many posts, a dot for none, a cross-bar for failed. */
export function PollStrip({ polls }: { polls: readonly Poll[] }) {
  const shown = polls.toSorted((a, b) => a.at.localeCompare(b.at)).slice(-SHOWN);
  if (shown.length === 0) return <span className="dim">{say('No poll yet')}</span>;
  const most = Math.max(1, ...shown.map(({ items }) => items));
  return (
    <svg
      className="poll-strip"
      width={SHOWN * STEP}
      height={HEIGHT}
      viewBox={`0 0 ${SHOWN * STEP} ${HEIGHT}`}
      role="img"
      aria-label={inWords(shown)}
    >
      {shown.map((poll, at) => (
        <Bar poll={poll} most={most} x={(SHOWN - shown.length + at) * STEP} key={poll.at} />
      ))}
    </svg>
  );
}

function Bar({ poll, most, x }: { poll: Poll; most: number; x: number }) {
  const share = poll.outcome === 'failed' ? 1 : Math.sqrt(poll.items / most);
  const height = Math.max(2, Math.round(share * HEIGHT));
  return (
    <g className={`poll-${poll.outcome}`}>
      <title>{sayPoll(poll)}</title>
      <rect x={x} width={STEP} height={HEIGHT} fill="transparent" />
      <rect x={x} y={HEIGHT - height} width={4} height={height} rx={1} className="poll-bar" />
    </g>
  );
}

function sayPoll(poll: Poll): string {
  const at = clock.format(new Date(poll.at));
  if (poll.outcome === 'failed')
    return say('{at}: failed. {why}', { at, why: sayAgain(poll.error) ?? '' });
  if (poll.outcome === 'postponed')
    return say('{at}: not asked. {why}', { at, why: sayAgain(poll.error) ?? '' });
  if (poll.outcome === 'not-modified') return say('{at}: answered, nothing changed', { at });
  const took = lasting(poll.durationMs / 1000);
  const { items, matched, stored } = poll;
  return say(
    '{at}: {items, plural, one {# post} other {# posts}}, {matched, number} matched, {stored, number} new to us, in {took}',
    { at, items, matched, stored, took },
  );
}

function inWords(polls: readonly Poll[]): string {
  const failed = polls.filter(({ outcome }) => outcome === 'failed').length;
  const unchanged = polls.filter(({ outcome }) => outcome === 'not-modified').length;
  const postponed = polls.filter(({ outcome }) => outcome === 'postponed').length;
  const brought = polls.length - failed - unchanged - postponed;
  return say(
    'Of the last {count, number} polls {brought, number} brought posts, {unchanged, number} brought nothing new, {failed, number} failed{postponed, plural, =0 {} other {, # had to wait}}',
    { count: polls.length, brought, unchanged, failed, postponed },
  );
}
