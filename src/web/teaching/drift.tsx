import type { Rate, TaskCard } from '../app/wire.js';
import { useTaxonomy } from '../app/queries.js';
import { amount, percent, topicName } from '../reading/words.js';
import { labelName } from './task-words.js';

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
      <h3>What it reads, month to month</h3>
      {labels.length === 0 ? (
        <p className="dim task-note">Nothing was read in the last 60 days.</p>
      ) : (
        <>
          <p className="task-note">
            The last 30 days are {drift.words}
            {drift.index !== null && (
              <span className="dim number"> (stability index {drift.index.toFixed(2)})</span>
            )}
            . {amount(unsure.now.n)} readings, {amount(unsure.before.n)} in the month before.
          </p>
          <table className="task-small">
            <thead>
              <tr>
                <th scope="col">Read as</th>
                <th scope="col">30 days</th>
                <th scope="col">before</th>
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
          {more > 0 && <p className="dim task-note">and {more} more</p>}
        </>
      )}
      <Shipped card={card} />
    </section>
  );
}

function Share({ rate }: { rate: Rate }) {
  if (rate.share === null) return <td className="dim">-</td>;
  return (
    <td className="number" title={`${percent(rate.low)} to ${percent(rate.high)}, n = ${rate.n}`}>
      {rate.share > 0 && rate.share < 0.005 ? '< 1 %' : percent(rate.share)}
    </td>
  );
}

const FIGURES: Readonly<Record<string, string>> = {
  accuracy: 'Right',
  macroF1: 'Macro-F1',
  macroRecall: 'Macro recall',
  auc: 'AUC',
  ece: 'Calibration error',
};

/** What was measured of the shipped model when it was made. */
function Shipped({ card: { shipped } }: { card: TaskCard }) {
  const figures = Object.entries(shipped?.metrics ?? {}).filter(([name]) => name in FIGURES);
  if (shipped === null || figures.length === 0) return null;
  const { measuredOn } = shipped.metrics;
  return (
    <>
      <h4>The shipped model, as it was made</h4>
      <p className="task-note number">
        {figures.map(([name, value]) => `${FIGURES[name]} ${percent(Number(value))}`).join(' · ')}
        {measuredOn !== undefined && <span className="dim"> by {measuredOn}</span>}
      </p>
    </>
  );
}
