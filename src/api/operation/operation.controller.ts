import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Bus } from '../../queue/bus.js';
import type { QueueName } from '../../queue/queues.js';
import { AuditStore } from '../../store/audit.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { DeadLetterId, DeadLetterQueue, OperationView, type View } from '../views.js';

const MOST_DEAD_LETTERS = 100;

@ApiTags('operation')
@Controller('api/v1/operation')
export class OperationController {
  constructor(
    private readonly bus: Bus,
    private readonly audit: AuditStore,
  ) {}

  /** What waits, what is under way, and what failed for good. */
  @Get()
  @Answers(200, 'the queues, and the newest 100 dead letters', OperationView)
  async show(): Promise<View<typeof OperationView>> {
    const [queues, deadLetters] = await Promise.all([
      this.bus.overview(),
      this.bus.deadLetters(MOST_DEAD_LETTERS),
    ]);
    return { backend: this.bus.backend, queues, deadLetters };
  }

  /** Puts a dead letter back on its queue, with all its attempts. */
  @Post('dead/:queue/:id/retry')
  @HttpCode(204)
  @Answers(204, 'it waits again')
  async retry(
    @Param('queue', { schema: DeadLetterQueue }) queue: QueueName,
    @Param('id', { schema: DeadLetterId }) id: string,
    @Me() me: StoredUser,
  ): Promise<void> {
    found(await this.bus.retryDead(queue, id), 'dead letter any more');
    await this.audit.record({
      userId: me.id,
      action: `tried the dead letter ${id} again`,
      subjectKind: 'queue',
      subjectId: queue,
    });
  }
}
