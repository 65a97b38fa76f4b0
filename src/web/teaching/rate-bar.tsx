import type { Rate } from '../app/wire.js';
import { say } from '../language/say.js';
import { amount, percent } from '../reading/words.js';

/**
 * A share with the interval that it is in with 95 % confidence, and of how many.
 *
 * @param plain only the words
 */
export function RateBar({
  rate,
  name,
  plain = false,
}: {
  rate: Rate;
  name: string;
  plain?: boolean;
}) {
  const { share, low, high, n } = rate;
  if (share === null) return <span className="dim">{say('of none')}</span>;
  const between = say('{from} to {to}', { from: percent(low), to: percent(high) });
  return (
    <span className="rate" title={say('{name}: {between} with 95 % confidence', { name, between })}>
      <strong className="number">{percent(share)}</strong>
      {!plain && (
        <svg className="rate-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden>
          <rect className="rate-track" x="0" y="3" width="100" height="4" rx="2" />
          <rect
            className="rate-between"
            x={100 * low}
            y="1"
            width={100 * (high - low)}
            height="8"
          />
          <rect className="rate-at" x={100 * share - 0.8} y="0" width="1.6" height="10" />
        </svg>
      )}
      <span className="dim number rate-of">
        {say('{between}, n = {n}', { between, n: amount(n) })}
      </span>
    </span>
  );
}
