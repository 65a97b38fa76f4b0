import { Inject, Injectable } from '@nestjs/common';
import { triage } from '../domain/triage.js';
import type { Queues } from '../queue/queues.js';
import type { Step } from '../queue/step.js';
import type { Settings } from '../settings/schema.js';
import { SETTINGS } from '../settings/token.js';
import { TriageStore } from '../store/triage.store.js';

/** Gives each mention of the page its priority, and opens or joins the customer's task. */
@Injectable()
export class TriageStep implements Step<'triage'> {
  readonly queue = 'triage';

  constructor(
    private readonly store: TriageStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ mentionIds }: Queues['triage']): Promise<void> {
    const { taskAbove } = this.settings.triage;
    await this.store.decide(
      mentionIds,
      (candidates) => triage(candidates, taskAbove),
      this.settings.inbox.answerWithinHours,
    );
  }
}
