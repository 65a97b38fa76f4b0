import { amount } from '../reading/words.js';
import { useCounts } from './mentions.queries.js';

const HINTS = [
  { keys: ['j', 'k'], does: 'next, before' },
  { keys: ['e'], does: 'done' },
  { keys: ['i'], does: 'dismiss' },
  { keys: ['c'], does: 'correct a label' },
  { keys: ['u'], does: 'undo' },
  { keys: ['?'], does: 'all keys' },
];

/** Before a mention is chosen: how much there is, and how to go through it quickly. */
export function NoneChosen() {
  const counts = useCounts();
  const byStatus = counts.data?.byStatus;
  return (
    <div className="none-chosen">
      {byStatus !== undefined && (
        <p className="none-count">
          <strong className="number">{amount(byStatus.new)}</strong> new
          {byStatus.doing > 0 && (
            <>
              , <strong className="number">{amount(byStatus.doing)}</strong> in hand
            </>
          )}
        </p>
      )}
      <ul className="none-keys">
        {HINTS.map(({ keys, does }) => (
          <li key={does}>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
            <span>{does}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
