import { say } from '../../language/say.js';
import { Countdown } from './countdown.js';
import { asksForCode, isSlow, whyRefused, type SigningIn } from './use-sign-in.js';

/** Why the last try was refused, and when the next one may be. */
export function Refusal({ signIn: { error, untilMs, setOver } }: { signIn: SigningIn }) {
  if (error === null || asksForCode(error)) return null;
  if (isSlow(error) && untilMs === 0) {
    return <output className="sign-in-again">{say('You can try again now.')}</output>;
  }
  return (
    <p className="setting-bad" role="alert">
      {whyRefused(error)}
      {untilMs > 0 && (
        <>
          {' '}
          {say('Wait until the time is over, then try again.')}{' '}
          <Countdown untilMs={untilMs} over={setOver} />
        </>
      )}
    </p>
  );
}
