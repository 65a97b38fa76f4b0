import type { MentionDetail } from '../app/wire.js';
import { When } from '../app/when.js';

/** Every change, by whom, newest first. */
export function History({ history }: { history: MentionDetail['history'] }) {
  if (history.length === 0) return null;
  return (
    <section className="below">
      <h3>History</h3>
      <ol className="history">
        {history
          .toSorted((a, b) => b.at.localeCompare(a.at))
          .map(({ at, by, what }) => (
            <li key={`${at} ${by} ${what}`}>
              <span className="history-when">
                <When at={at} ago />
              </span>
              <span>
                <strong>{by}</strong> {what}
              </span>
            </li>
          ))}
      </ol>
    </section>
  );
}
