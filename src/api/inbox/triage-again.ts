import type { Logger } from '@nestjs/common';
import type { Bus } from '../../queue/bus.js';
import type { Corrected } from '../../store/inbox/mention-changes.store.js';

const PAGE = 200;

/** Has a corrected mention and its copies triaged at once. */
export async function triageAgain(
  bus: Bus,
  id: string,
  { mentionIds, version }: Corrected,
  logger: Logger,
): Promise<void> {
  // Their stage says that they wait for triage; should the queue not take the hint, the sweep will.
  try {
    for (let from = 0; from < mentionIds.length; from += PAGE) {
      const page = mentionIds.slice(from, from + PAGE);
      await bus.add('triage', { mentionIds: page }, `triage-corrected-${id}-${version}-${from}`);
    }
  } catch (error) {
    logger.warn(`mention ${id} waits for the sweep: ${String(error)}`);
  }
}
