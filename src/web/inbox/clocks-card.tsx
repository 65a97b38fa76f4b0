import { exactly, lasting } from '../app/times.js';
import type { MentionDetail } from '../app/wire.js';

const NAMES = {
  publishedAt: 'Posted',
  fetchableAt: 'Could be fetched',
  fetchedAt: 'Fetched',
  actionableAt: 'Could be acted on',
} as const;
const CLOCKS = Object.keys(NAMES) as (keyof typeof NAMES)[];

/** The four clocks of a mention: where the time went between the customer and us. */
export function ClocksCard({ mention }: { mention: MentionDetail }) {
  return (
    <section className="side-block">
      <h3>How soon we heard</h3>
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
    </section>
  );
}

function Clock({ mention, clock }: { mention: MentionDetail; clock: keyof typeof NAMES }) {
  const at = mention[clock];
  if (at === null) return <span className="dim">unknown</span>;
  const posted = mention.publishedAt;
  if (clock === 'publishedAt' || posted === null) return exactly(at);
  const seconds = (Date.parse(at) - Date.parse(posted)) / 1000;
  return <span title={exactly(at)}>{seconds < 1 ? 'at once' : `${lasting(seconds)} later`}</span>;
}
