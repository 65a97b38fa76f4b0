import type { Rate, TaskCard } from '../app/wire.js';
import { useTaxonomy } from '../app/queries.js';
import { say } from '../language/say.js';
import { amount, percent, topicName } from '../reading/words.js';
import { labelName } from './task-words.js';
import { sayAgain } from '../language/say-again.js';

const MOST = 8;

/** What was read lately, beside the month before: a shift is news, or a reading that has gone wrong. */
export function Drift({ card }: { card: TaskCard }) {
  const taxonomy = useTaxonomy();
  const { drift, unsure, task } = card;
  const labels = drift.labels.slice(0, MOST);
  const more = drift.labels.length - labels.length;
  const name = (label: string): string =>
    task === 'topic' && label !== 'none' ? topicName(taxonomy.data, label) : labelName(task, label);
  return (
    <section className="card task-block">
      <h3>{say('What it reads, month to month')}</h3>
      {labels.length === 0 ? (
        <p className="dim task-note">{say('Nothing was read in the last 60 days.')}</p>
      ) : (
        <>
          <p className="task-note">
            {say('The last 30 days are {words}.', { words: sayAgain(drift.words) })}{' '}
            {drift.index !== null && (
              <span className="dim number">
                {say('(stability index {index})', { index: drift.index.toFixed(2) })}{' '}
              </span>
            )}
            {say(
              '{now, plural, one {# reading} other {# readings}}, {before, number} in the month before.',
              { now: unsure.now.n, before: unsure.before.n },
            )}
          </p>
          <table className="task-small">
            <thead>
              <tr>
                <th scope="col">{say('Read as')}</th>
                <th scope="col">{say('30 days')}</th>
                <th scope="col">{say('before')}</th>
              </tr>
            </thead>
            <tbody>
              {labels.map(({ label, now, before }) => (
                <tr key={label}>
                  <th scope="row">{name(label)}</th>
                  <Share rate={now} />
                  <Share rate={before} />
                </tr>
              ))}
            </tbody>
          </table>
          {more > 0 && <p className="dim task-note">{say('and {more} more', { more })}</p>}
        </>
      )}
      <Shipped card={card} />
    </section>
  );
}

function Share({ rate }: { rate: Rate }) {
  if (rate.share === null) return <td className="dim">-</td>;
  return (
    <td
      className="number"
      title={say('{between}, n = {n}', {
        between: say('{from} to {to}', { from: percent(rate.low), to: percent(rate.high) }),
        n: amount(rate.n),
      })}
    >
      {rate.share > 0 && rate.share < 0.005 ? '< 1 %' : percent(rate.share)}
    </td>
  );
}

const FIGURES: Readonly<Record<string, string>> = {
  accuracy: say('Right'),
  macroF1: 'Macro-F1',
  macroRecall: say('Macro recall'),
  auc: 'AUC',
  ece: say('Calibration error'),
};

/** What was measured of the shipped model when it was made. */
function Shipped({ card: { shipped } }: { card: TaskCard }) {
  const figures = Object.entries(shipped?.metrics ?? {}).filter(([name]) => name in FIGURES);
  if (shipped === null || figures.length === 0) return null;
  const { measuredOn } = shipped.metrics;
  return (
    <>
      <h4>{say('The shipped model, as it was made')}</h4>
      <p className="task-note number">
        {figures.map(([name, value]) => `${FIGURES[name]} ${percent(Number(value))}`).join(' · ')}
        {measuredOn !== undefined && (
          <span className="dim"> {say('by {data}', { data: measuredOn })}</span>
        )}
      </p>
    </>
  );
}
