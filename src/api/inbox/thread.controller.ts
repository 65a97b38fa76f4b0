import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CopiesStore } from '../../store/inbox/copies.store.js';
import { CustomerStore } from '../../store/inbox/customer.store.js';
import { ThreadStore } from '../../store/inbox/thread.store.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { CopyList, CustomerQuery, CustomerView, IdParam, ThreadView, type View } from '../views.js';
import { onWire } from '../wire.js';

/** What stands around a mention: its thread, its copies, what else its author said. */
@ApiTags('mentions')
@Controller('api/v1/mentions/:id')
export class ThreadController {
  constructor(
    private readonly threads: ThreadStore,
    private readonly copies: CopiesStore,
    private readonly customers: CustomerStore,
  ) {}

  /** The posts that it answers and those that answer it, as far as they are stored here. */
  @Get('thread')
  @Answers(200, 'each post before its answers', ThreadView)
  async thread(@Param('id', { schema: IdParam }) id: string): Promise<View<typeof ThreadView>> {
    return onWire(found(await this.threads.find(id), 'mention'));
  }

  /** Where else the same was posted, and by whom. */
  @Get('copies')
  @Answers(200, 'newest first', CopyList)
  async copy(@Param('id', { schema: IdParam }) id: string): Promise<View<typeof CopyList>> {
    return onWire(found(await this.copies.find(id), 'mention'));
  }

  /** Its author's other mentions and the tasks for them. */
  @Get('customer')
  @Answers(200, 'one page, newest first; the tasks with every page', CustomerView)
  async customer(
    @Param('id', { schema: IdParam }) id: string,
    @Query({ schema: CustomerQuery }) page: View<typeof CustomerQuery>,
  ): Promise<View<typeof CustomerView>> {
    return onWire(found(await this.customers.of(id, page), 'mention'));
  }
}
