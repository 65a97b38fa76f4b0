import type { MentionDetail } from '../../app/wire.js';
import { sayAgain } from '../../language/say-again.js';
import { say } from '../../language/say.js';
import { PriorityBar } from '../../reading/priority.js';

const MOST = 100;

/** Why it stands as high as it does: every reason with its points, and their sum. */
export function PrioritySum({ mention: { priority, reasons } }: { mention: MentionDetail }) {
  if (priority === null) {
    return (
      <section className="side-block">
        <h3>{say('Priority')}</h3>
        <p className="dim">{say('Not triaged yet.')}</p>
      </section>
    );
  }
  const sum = reasons.reduce((total, { points }) => total + points, 0);
  return (
    <section className="side-block">
      <h3 className="side-head">
        {say('Priority')}
        <span className="side-number number">{Math.round(priority)}</span>
      </h3>
      <div className="priority-wide">
        <PriorityBar priority={priority} />
      </div>
      {reasons.length === 0 ? (
        <p className="dim">{say('Nothing raises it.')}</p>
      ) : (
        <table className="sum">
          <caption className="unseen">{say('Why this priority')}</caption>
          <tbody>
            {reasons.map(({ text, points }) => (
              <tr key={text}>
                <td className="number">{signed(points)}</td>
                <th scope="row">{sayAgain(text)}</th>
              </tr>
            ))}
          </tbody>
          {(reasons.length > 1 || sum !== priority) && (
            <tfoot>
              <tr>
                <td className="number">{Math.round(priority)}</td>
                <th scope="row">
                  {sum > MOST && priority === MOST
                    ? say('of 100; {sum} in all, cut there', { sum: Math.round(sum) })
                    : say('of 100')}
                </th>
              </tr>
            </tfoot>
          )}
        </table>
      )}
    </section>
  );
}

function signed(points: number): string {
  const whole = Math.round(points);
  return whole < 0 ? `−${-whole}` : `+${whole}`;
}
