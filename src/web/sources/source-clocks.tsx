import type { SourceDetail } from '../app/wire.js';
import { lasting } from '../app/times.js';
import { say } from '../language/say.js';
import { amount } from '../reading/words.js';
import { Panel } from './panel.js';

type Clock = SourceDetail['clocks'][number];

const NAMES: Record<Clock['clock'], string> = {
  fetchable: say('Until it could be fetched'),
  fetched: say('Until it was fetched'),
  actionable: say('Until somebody could act'),
};

/** How late we hear of what was posted, against how often the place is asked. */
export function SourceClocks({ source, polled }: { source: SourceDetail; polled: boolean }) {
  const counted = Math.max(...source.clocks.map(({ mentions }) => mentions), 0);
  return (
    <Panel
      title={say('How soon')}
      about={
        polled
          ? say('From when a post was written, over the last 7 days. It is asked every {time}.', {
              time: lasting(source.intervalSeconds),
            })
          : say('From when a post was written, over the last 7 days.')
      }
    >
      {counted === 0 ? (
        <p className="dim">
          {say(
            'No mention that was written since this source was added came in the last 7 days; there is nothing to measure yet.',
          )}
        </p>
      ) : (
        <table className="clocks">
          <thead>
            <tr>
              <th scope="col">{say('Time from posting')}</th>
              <th scope="col">{say('Half within')}</th>
              <th scope="col">{say('95 % within')}</th>
              <th scope="col">{say('Mentions')}</th>
            </tr>
          </thead>
          <tbody>
            {source.clocks.map((clock) => (
              <ClockRow key={clock.clock} clock={clock} interval={source.intervalSeconds} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function ClockRow({
  clock: { clock, p50, p95, mentions },
  interval,
}: {
  clock: Clock;
  interval: number;
}) {
  // A post waits for the next poll, so twice the interval is more than the schedule explains.
  const late = clock === 'fetched' && p95 !== null && p95 > 2 * interval;
  return (
    <tr>
      <th scope="row">{NAMES[clock]}</th>
      <td className="number">{p50 === null ? '–' : lasting(p50)}</td>
      <td className={late ? 'number clock-late' : 'number'}>
        {p95 === null ? '–' : lasting(p95)}
        {late && <span className="clock-why"> {say('later than its interval explains')}</span>}
      </td>
      <td className="number dim">{amount(mentions)}</td>
    </tr>
  );
}
