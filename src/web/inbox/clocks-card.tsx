import { exactly, lasting } from '../app/times.js';
import type { Mention } from '../app/wire.js';
import { say } from '../language/say.js';

const NAMES = {
  publishedAt: say('Posted'),
  fetchableAt: say('Could be fetched'),
  fetchedAt: say('Fetched'),
  actionableAt: say('Could be acted on'),
} as const;
const CLOCKS = Object.keys(NAMES) as (keyof typeof NAMES)[];

/** The four clocks of a mention: where the time went between the customer and us. */
export function ClocksCard({ mention }: { mention: Mention }) {
  return (
    <section className="side-block">
      <h3>{say('How soon we heard')}</h3>
      <Clocks mention={mention} />
    </section>
  );
}

export function Clocks({ mention }: { mention: Mention }) {
  return (
    <dl className="side-clocks">
      {CLOCKS.map((clock) => (
        <div key={clock}>
          <dt>{NAMES[clock]}</dt>
          <dd className="number">
            <Clock mention={mention} clock={clock} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Clock({ mention, clock }: { mention: Mention; clock: keyof typeof NAMES }) {
  const at = mention[clock];
  if (at === null) return <span className="dim">{say('unknown')}</span>;
  const posted = mention.publishedAt;
  if (clock === 'publishedAt' || posted === null) return exactly(at);
  const seconds = (Date.parse(at) - Date.parse(posted)) / 1000;
  const later = say('{time} later', { time: lasting(seconds) });
  return <span title={exactly(at)}>{seconds < 1 ? say('at once') : later}</span>;
}
