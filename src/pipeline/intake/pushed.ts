import type { PollResult } from '../../connectors/connector.js';
import { connectors } from '../../connectors/index.js';
import type { SourceEntity } from '../../store/entities/source.entity.js';
import type { Trouble } from '../polling/trouble.js';

/**
 * What a look at a place brings that sends by itself: nothing is asked, but while Earshot runs its
 * address is open, so that silence is the sender's. Before anything was sent, and after something
 * that could not be used, nobody knows.
 *
 * @returns null for a place that is asked
 */
export function unasked({
  kind,
  lastAnsweredAt,
  failures,
}: SourceEntity): PollResult | Trouble | null {
  const connector = connectors.find((each) => each.kind === kind);
  if (connector === undefined || connector.poll) return null;
  if (lastAnsweredAt !== null && failures === 0)
    return { outcome: 'not-modified', freshForSeconds: null, validators: null };
  return {
    kind: 'postponed',
    code: 'nothing-sent',
    message: 'Nothing usable was sent here yet. Give the sender the address and the secret.',
    retryAt: null,
  };
}
