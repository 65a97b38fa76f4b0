import { Controller, HttpCode, Inject, Logger, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Bus } from '../../queue/bus.js';
import { LivenessStore } from '../../store/inbox/liveness.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { PLACES, type Places } from '../places.js';
import { CheckView, IdParam, type View } from '../views.js';

/** Looks whether a post still stands, now and not when it is its turn. */
@ApiTags('mentions')
@Controller('api/v1/mentions/:id/check')
export class LivenessController {
  private readonly logger = new Logger('liveness');

  constructor(
    private readonly liveness: LivenessStore,
    private readonly bus: Bus,
    @Inject(PLACES) private readonly places: Places,
  ) {}

  /**
   * Asks for a look. What it told stands in the mention as soon as the place has answered; an event
   * says so.
   */
  @Post()
  @HttpCode(202)
  @Answers(202, 'whether it was asked for, and what is known by now', CheckView)
  async check(
    @Param('id', { schema: IdParam }) id: string,
    @Me() me: StoredUser,
  ): Promise<View<typeof CheckView>> {
    const place = found(
      await this.liveness.ask(id, me.id, (kind) => this.canLook(kind)),
      'mention',
    );
    if (place.asked) await this.hint(id, place.sourceId);
    const liveness = found(await this.liveness.find(id), 'mention');
    if (place.erased) return { answer: 'erased', liveness };
    if (!this.canLook(place.kind)) return { answer: 'cannot', liveness };
    return { answer: place.asked ? 'asked' : 'paused', liveness };
  }

  /** A kind that is gone from this Earshot cannot be asked either. */
  private canLook(kind: string): boolean {
    return this.places.kinds().some((known) => known.kind === kind && known.rechecks && known.on);
  }

  /** What was asked for is due in the table; should the queue not take the hint, the next tick finds it. */
  private async hint(id: string, sourceId: string): Promise<void> {
    try {
      await this.bus.add('recheck', { sourceId }, `recheck-${sourceId}`);
    } catch (error) {
      this.logger.warn(`mention ${id} waits for the next tick: ${String(error)}`);
    }
  }
}
