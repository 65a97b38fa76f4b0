import { Body, Controller, Delete, Get, Logger, Param, Put, Query } from '@nestjs/common';
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
  MentionCount,
  MentionCountQuery,
  MentionCounts,
  MentionDetail,
  MentionPage,
  MentionQuery,
  QueryAsked,
  QueryExplanation,
  type View,
} from '../views.js';
import { onWire } from '../wire.js';
import { explained } from './query-explanation.js';
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

  /** The inbox, most pressing, newest, oldest, soonest due or soonest back first. */
  @Get()
  @Answers(200, 'one page', MentionPage)
  async list(
    @Query({ schema: MentionQuery }) { folded, ...query }: View<typeof MentionQuery>,
    @Me() me: StoredUser,
  ): Promise<View<typeof MentionPage>> {
    const listing = { ...query, folded: folded === 'true' };
    return onWire(await this.inbox.list(listing, { userId: me.id }));
  }

  @Get('counts')
  @Answers(200, 'how many mentions have each status', MentionCounts)
  counts(@Me() me: StoredUser): Promise<View<typeof MentionCounts>> {
    return this.inbox.counts(me.id);
  }

  /** How many mentions the same filters match as of the list. */
  @Get('count')
  @Answers(200, 'exactly, or at least so many', MentionCount)
  count(
    @Query({ schema: MentionCountQuery }) { folded, ...filter }: View<typeof MentionCountQuery>,
    @Me() me: StoredUser,
  ): Promise<View<typeof MentionCount>> {
    return this.inbox.count({ ...filter, folded: folded === 'true' }, { userId: me.id });
  }

  /** How a search is understood: its parts in words, what is wrong with it, and what could be written. */
  @Get('query')
  @Answers(200, 'what it means', QueryExplanation)
  async explain(
    @Query({ schema: QueryAsked }) { q, zone, at }: View<typeof QueryAsked>,
    @Me() me: StoredUser,
  ): Promise<View<typeof QueryExplanation>> {
    return explained(q, at, await this.inbox.vocabulary({ userId: me.id, zone }));
  }

  @Get(':id')
  @Answers(200, 'all that is known of it', MentionDetail)
  async show(@Param('id', { schema: IdParam }) id: string): Promise<Detail> {
    return onWire(found(await this.details.find(id), 'mention'));
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
