import type { Rate, TaskCard } from '../app/wire.js';
import { say } from '../language/say.js';
import { percent } from '../reading/words.js';
import { RateBar } from './rate-bar.js';
import { languageName } from './task-words.js';

/** How often people agreed with what had been read before they said what it is. */
export function Agreement({ card }: { card: TaskCard }) {
  const { agreement, neededByLot } = card;
  return (
    <section className="card task-block">
      <h3>{say('How often it is right, by people here')}</h3>
      <dl className="rates">
        <Line
          name={say('Drawn by lot')}
          why={say('how often it is right')}
          rate={agreement.byLot}
        />
        <Line
          name={say('Asked when unsure')}
          why={say('the hardest texts')}
          rate={agreement.unsure}
        />
        <Line
          name={say('Corrected in the inbox')}
          why={say('mostly errors, so it tells little')}
          rate={agreement.corrected}
        />
      </dl>
      {neededByLot > 0 ? (
        <p className="dim task-note">
          {say(
            '{count, plural, one {# more judgement} other {# more judgements}} of texts drawn by lot until this is shown by language and by source. Ten to judge has three of them a day for each person.',
            { count: neededByLot },
          )}
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
          <span className="dim">{say('no judgement yet')}</span>
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
      <Group title={say('By language')} groups={card.byLanguage} name={languageName} />
      <Group title={say('By source')} groups={card.bySource} name={(source) => source} />
      <h4>{say('When it says how sure it is')}</h4>
      <table className="task-small">
        <thead>
          <tr>
            <th scope="col">{say('It was sure by')}</th>
            <th scope="col">{say('on average')}</th>
            <th scope="col">{say('and right')}</th>
          </tr>
        </thead>
        <tbody>
          {card.calibration.map(({ from, to, predicted, observed }) => (
            <tr key={from}>
              <th scope="row" className="number">
                {say('{from} to {to}', { from: percent(from), to: percent(to) })}
              </th>
              <td className="number">{predicted === null ? '-' : percent(predicted)}</td>
              <td>
                <RateBar rate={observed} name={say('Right')} plain />
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
