import type { Rate, TaskCard } from '../app/wire.js';
import { percent } from '../reading/words.js';
import { RateBar } from './rate-bar.js';
import { languageName } from './task-words.js';

/** How often people agreed with what had been read before they said what it is. */
export function Agreement({ card }: { card: TaskCard }) {
  const { agreement, neededByLot } = card;
  return (
    <section className="card task-block">
      <h3>How often it is right, by people here</h3>
      <dl className="rates">
        <Line name="Drawn by lot" why="how often it is right" rate={agreement.byLot} />
        <Line name="Asked when unsure" why="the hardest texts" rate={agreement.unsure} />
        <Line
          name="Corrected in the inbox"
          why="mostly errors, so it tells little"
          rate={agreement.corrected}
        />
      </dl>
      {neededByLot > 0 ? (
        <p className="dim task-note">
          {neededByLot} more {neededByLot === 1 ? 'judgement' : 'judgements'} of texts drawn by lot
          until this is shown by language and by source. Ten to judge has three of them a day for
          each person.
        </p>
      ) : (
        <ByGroup card={card} />
      )}
    </section>
  );
}

function Line({ name, why, rate }: { name: string; why: string; rate: Rate }) {
  return (
    <div className="rates-line">
      <dt>
        {name} <span className="dim">{why}</span>
      </dt>
      <dd>
        {rate.n === 0 ? (
          <span className="dim">no judgement yet</span>
        ) : (
          <RateBar rate={rate} name={name} />
        )}
      </dd>
    </div>
  );
}

function ByGroup({ card }: { card: TaskCard }) {
  return (
    <>
      <Group title="By language" groups={card.byLanguage} name={languageName} />
      <Group title="By source" groups={card.bySource} name={(source) => source} />
      <h4>When it says how sure it is</h4>
      <table className="task-small">
        <thead>
          <tr>
            <th scope="col">It was sure by</th>
            <th scope="col">on average</th>
            <th scope="col">and right</th>
          </tr>
        </thead>
        <tbody>
          {card.calibration.map(({ from, to, predicted, observed }) => (
            <tr key={from}>
              <th scope="row" className="number">
                {percent(from)} to {percent(to)}
              </th>
              <td className="number">{predicted === null ? '-' : percent(predicted)}</td>
              <td>
                <RateBar rate={observed} name="Right" plain />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Group({
  title,
  groups,
  name,
}: {
  title: string;
  groups: TaskCard['byLanguage'];
  name: (key: string) => string;
}) {
  return (
    <>
      <h4>{title}</h4>
      <table className="task-small">
        <tbody>
          {groups.map(({ key, rate }) => (
            <tr key={key}>
              <th scope="row">
                <bdi>{name(key)}</bdi>
              </th>
              <td>
                <RateBar rate={rate} name={name(key)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
