import { Inject, Injectable } from '@nestjs/common';
import { GiveUp, type Step } from '../../queue/step.js';
import type { Queues } from '../../queue/queues.js';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { isDangling } from '../../store/conflict.js';
import { BulkRunsStore } from '../../store/inbox/bulk-runs.store.js';
import { BulkWorkStore } from '../../store/inbox/bulk-work.store.js';

/**
 * Does one action on all mentions of a run, or takes it back. How far it is stands in the table: it may
 * be killed at any moment, or run twice.
 */
@Injectable()
export class BulkStep implements Step<'bulk'> {
  readonly queue = 'bulk';

  constructor(
    private readonly runs: BulkRunsStore,
    private readonly work: BulkWorkStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ runId }: Queues['bulk']): Promise<void> {
    const { claimMinutes, undoMinutes } = this.settings.inbox;
    try {
      await this.work.finish(runId, { claimSeconds: claimMinutes * 60, undoMinutes });
    } catch (error) {
      if (!isDangling(error)) throw error;
      await this.runs.fail(runId, 'Somebody or something that it names is no longer there.');
      throw new GiveUp(`bulk run ${runId}: ${String(error)}`);
    }
  }
}
