import type { Source } from '../app/wire.js';
import { roughly } from '../app/times.js';
import { useNow, When } from '../app/when.js';
import { STATE_WORDS } from './state-words.js';

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
          {waits ? 'Nothing sent yet' : name}
        </span>
        {source.stateSince !== null && (
          <span className="dim source-since">
            <Since at={source.stateSince} />
          </span>
        )}
      </p>
      <p className="source-reason">
        {waits ? 'Waits for the first post that is sent.' : source.stateReason}
      </p>
      {source.lastError !== null && !source.stateReason.includes(source.lastError) && (
        <p className="source-error">{source.lastError}</p>
      )}
    </>
  );
}

/** "for 8 h", "since 24 Aug". */
function Since({ at }: { at: string }) {
  const rough = roughly(at, useNow());
  const lead = rough === 'now' ? 'just' : /^\d+ (min|h|d)$/.test(rough) ? 'for' : 'since';
  return (
    <>
      {lead} <When at={at} />
    </>
  );
}
