import type { Source } from '../app/wire.js';

import { When } from '../app/when.js';
import { say } from '../language/say.js';
import { STATE_WORDS } from './state-words.js';
import { sayAgain } from '../language/say-again.js';

/** The state of a source: in a word, since when, and why. */
export function SourceState({
  source,
  sends = false,
}: {
  /** Whether the place sends by itself: then nobody has to try it. */
  sends?: boolean;
  source: Pick<Source, 'state' | 'stateSince' | 'stateReason' | 'lastError'>;
}) {
  const { name, tone } = STATE_WORDS[source.state];
  const waits = sends && source.state === 'never-tried';
  return (
    <>
      <p className="source-state-line">
        <span className={`state-word state-${tone}`}>
          <span className="state-dot" aria-hidden />
          {waits ? say('Nothing sent yet') : name}
        </span>
        {source.stateSince !== null && (
          <span className="dim source-since">
            <When at={source.stateSince} since />
          </span>
        )}
      </p>
      <p className="source-reason">
        {waits ? say('Waits for the first post that is sent.') : sayAgain(source.stateReason)}
      </p>
      {source.lastError !== null && !source.stateReason.includes(source.lastError) && (
        <p className="source-error">{sayAgain(source.lastError)}</p>
      )}
    </>
  );
}
