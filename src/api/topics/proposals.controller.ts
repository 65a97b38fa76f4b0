import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Bus } from '../../queue/bus.js';
import type { StoredUser } from '../../store/people.store.js';
import { ProposalListStore } from '../../store/proposal-list.store.js';
import { ProposalRunsStore } from '../../store/proposal-runs.store.js';
import { ProposalsStore } from '../../store/proposals.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { IdParam, ProposalList, ProposalQuery, type View } from '../views.js';
import { onWire } from '../wire.js';
import { proposalView } from './proposal-view.js';

type List = View<typeof ProposalList>;

@ApiTags('topics')
@Controller('api/v1/topic-proposals')
export class ProposalsController {
  constructor(
    private readonly proposals: ProposalsStore,
    private readonly shown: ProposalListStore,
    private readonly runs: ProposalRunsStore,
    private readonly bus: Bus,
  ) {}

  /**
   * New patterns among complaints without a topic, at most 50. To make a topic of one, or to merge it into
   * one, save the topics (`PUT /taxonomy`) with its id.
   */
  @Get()
  @Answers(200, 'those that most people complain of first', ProposalList)
  async list(
    @Query({ schema: ProposalQuery }) { state }: View<typeof ProposalQuery>,
  ): Promise<List> {
    const [items, run] = await Promise.all([this.shown.list(state), this.runs.latest()]);
    return { items: items.map(proposalView), run: run && onWire(run) };
  }

  /** Looks for new patterns now; otherwise it is done once a week. */
  @Post('search')
  @HttpCode(202)
  @Answers(202, 'it is under way', ProposalList)
  async search(@Me() { id: userId }: StoredUser): Promise<List> {
    const runId = await this.runs.ask(userId);
    await this.bus.add('propose', { runId }, `propose-${runId}`);
    return this.list({ state: 'open' });
  }

  /** Rejects it: its pattern does not come back. */
  @Post(':id/reject')
  @HttpCode(200)
  @Answers(200, 'those that are open', ProposalList)
  async reject(@Param('id', { schema: IdParam }) id: string, @Me() me: StoredUser): Promise<List> {
    found(await this.proposals.judge(id, 'rejected', me.id), 'proposal');
    return this.list({ state: 'open' });
  }

  /** Takes a rejection back. */
  @Post(':id/reopen')
  @HttpCode(200)
  @Answers(200, 'those that are open', ProposalList)
  async reopen(@Param('id', { schema: IdParam }) id: string, @Me() me: StoredUser): Promise<List> {
    found(await this.proposals.judge(id, 'open', me.id), 'proposal');
    return this.list({ state: 'open' });
  }
}
