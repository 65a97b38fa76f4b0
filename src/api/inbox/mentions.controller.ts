import { Body, Controller, Delete, Get, Logger, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Bus } from '../../queue/bus.js';
import { InboxStore } from '../../store/inbox/inbox.store.js';
import type { GivenLabels } from '../../domain/teaching.js';
import { MentionChangesStore } from '../../store/inbox/mention-changes.store.js';
import { MentionDetailStore } from '../../store/inbox/mention-detail.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import {
  Correction,
  IdParam,
  MentionCounts,
  MentionDetail,
  MentionPage,
  MentionPatch,
  MentionQuery,
  type View,
} from '../views.js';
import { onWire } from '../wire.js';
import { triageAgain } from './triage-again.js';

type Detail = View<typeof MentionDetail>;

@ApiTags('mentions')
@Controller('api/v1/mentions')
export class MentionsController {
  private readonly logger = new Logger('mentions');

  constructor(
    private readonly inbox: InboxStore,
    private readonly details: MentionDetailStore,
    private readonly changes: MentionChangesStore,
    private readonly bus: Bus,
  ) {}

  /** The inbox, most pressing or newest first. */
  @Get()
  @Answers(200, 'one page', MentionPage)
  async list(
    @Query({ schema: MentionQuery }) query: View<typeof MentionQuery>,
  ): Promise<View<typeof MentionPage>> {
    return onWire(await this.inbox.list(query));
  }

  @Get('counts')
  @Answers(200, 'how many mentions have each status', MentionCounts)
  counts(): Promise<View<typeof MentionCounts>> {
    return this.inbox.counts();
  }

  @Get(':id')
  @Answers(200, 'all that is known of it', MentionDetail)
  async show(@Param('id', { schema: IdParam }) id: string): Promise<Detail> {
    return onWire(found(await this.details.find(id), 'mention'));
  }

  /** Changes its status. 409 when it has changed since the version that you saw. */
  @Patch(':id')
  @Answers(200, 'as it is now', MentionDetail)
  async change(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: MentionPatch }) { status, version }: View<typeof MentionPatch>,
    @Me() me: StoredUser,
  ): Promise<Detail> {
    found(await this.changes.setStatus(id, status, version, me.id), 'mention');
    return this.show(id);
  }

  /** Makes these the corrections of its labels, whatever they were. They are in force at once. */
  @Put(':id/correction')
  @Answers(200, 'as it is now', MentionDetail)
  correct(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: Correction }) labels: View<typeof Correction>,
    @Me() me: StoredUser,
  ): Promise<Detail> {
    return this.setLabels(id, labels, me);
  }

  /** Takes all corrections back: what the model read is in force again. */
  @Delete(':id/correction')
  @Answers(200, 'as it is now', MentionDetail)
  takeBack(@Param('id', { schema: IdParam }) id: string, @Me() me: StoredUser): Promise<Detail> {
    return this.setLabels(id, {}, me);
  }

  private async setLabels(id: string, labels: GivenLabels, me: StoredUser): Promise<Detail> {
    const corrected = found(await this.changes.correct(id, labels, me.id), 'mention');
    await triageAgain(this.bus, id, corrected, this.logger);
    return this.show(id);
  }
}
