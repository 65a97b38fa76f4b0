import { Keys } from '../app/key-help.js';
import { say } from '../language/say.js';
import { useCounts } from './mentions.queries.js';

const HINTS = [
  { keys: ['j', 'k'], does: say('next, before') },
  { keys: ['e'], does: say('done') },
  { keys: ['s'], does: say('snooze') },
  { keys: ['a'], does: say('assign') },
  { keys: ['i'], does: say('dismiss') },
  { keys: ['u'], does: say('undo') },
  { keys: ['Mod+k'], does: say('everything else') },
  { keys: ['?'], does: say('all keys') },
];

/** Before a mention is chosen: how much there is, and how to go through it quickly. */
export function NoneChosen() {
  const counts = useCounts().data;
  const strong = (inner: React.ReactNode[]) => <strong className="number">{inner}</strong>;
  return (
    <div className="none-chosen">
      {counts !== undefined && (
        <div className="none-count">
          <p>{say('<b>{count, number}</b> new', { count: counts.byStatus.new, b: strong })}</p>
          {counts.mine > 0 && (
            <p className="none-more">
              {say('<b>{count, number}</b> of yours are not done', {
                count: counts.mine,
                b: strong,
              })}
            </p>
          )}
          {counts.returnedToday > 0 && (
            <p className="none-more">
              {say('<b>{count, number}</b> came back today', {
                count: counts.returnedToday,
                b: strong,
              })}
            </p>
          )}
        </div>
      )}
      <ul className="none-keys">
        {HINTS.map(({ keys, does }) => (
          <li key={does}>
            {keys.map((key) => (
              <Keys keys={key} key={key} />
            ))}
            <span>{does}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
