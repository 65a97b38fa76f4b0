import { Body, Controller, Delete, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminBackfillsStore } from '../../store/admin-backfills.store.js';
import { AdminSourcesStore } from '../../store/admin-sources.store.js';
import { Conflict } from '../../store/conflict.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { PLACES, type Places } from '../places.js';
import { BackfillCreate, BackfillView, IdParam, type View } from '../views.js';
import { onWire } from '../wire.js';
import { asked } from './asked.js';

@ApiTags('sources')
@Controller('api/v1/sources/:id/backfill')
export class BackfillsController {
  constructor(
    private readonly sources: AdminSourcesStore,
    private readonly backfills: AdminBackfillsStore,
    @Inject(PLACES) private readonly places: Places,
  ) {}

  /** Reads the past of a place, page by page and as politely as the rest. 409 when it has none to read. */
  @Post()
  @Answers(201, 'begun', BackfillView)
  async start(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: BackfillCreate }) { since }: View<typeof BackfillCreate>,
    @Me() me: StoredUser,
  ): Promise<View<typeof BackfillView>> {
    const source = found(await this.sources.find(id), 'source');
    const { history, name } = asked(() => this.places.kind(source.kind));
    if (!history) throw new Conflict(`${name} does not let its past be read.`);
    if (!source.enabled) throw new Conflict('The source is paused. Resume it to have it asked.');
    return onWire(found(await this.backfills.start(id, new Date(since), me.id), 'source'));
  }

  /** Stops it; what was read stays. */
  @Delete()
  @HttpCode(204)
  @Answers(204, 'stopped')
  async cancel(@Param('id', { schema: IdParam }) id: string, @Me() me: StoredUser): Promise<void> {
    found(await this.backfills.cancel(id, me.id), 'reading of the past under way');
  }
}
