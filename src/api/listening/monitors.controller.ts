import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminMonitorsStore } from '../../store/admin-monitors.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { IdParam, MonitorList, MonitorView, MonitorWrite, type View } from '../views.js';

@ApiTags('monitors')
@Controller('api/v1/monitors')
export class MonitorsController {
  constructor(private readonly monitors: AdminMonitorsStore) {}

  @Get()
  @Answers(200, 'what is listened for', MonitorList)
  async list(): Promise<View<typeof MonitorList>> {
    return { items: await this.monitors.all() };
  }

  /** Listens for a brand or product from now on; what is stored already is not matched again. */
  @Post()
  @Answers(201, 'added', MonitorView)
  add(
    @Body({ schema: MonitorWrite }) given: View<typeof MonitorWrite>,
    @Me() me: StoredUser,
  ): Promise<View<typeof MonitorView>> {
    return this.monitors.add(given, me.id);
  }

  /** Replaces all of it. */
  @Patch(':id')
  @Answers(200, 'as it is now', MonitorView)
  async change(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: MonitorWrite }) given: View<typeof MonitorWrite>,
    @Me() me: StoredUser,
  ): Promise<View<typeof MonitorView>> {
    return found(await this.monitors.change(id, given, me.id), 'monitor');
  }

  /** Removes it with its tasks, and the mentions that only it had heard. */
  @Delete(':id')
  @HttpCode(204)
  @Answers(204, 'removed')
  async remove(@Param('id', { schema: IdParam }) id: string, @Me() me: StoredUser): Promise<void> {
    found(await this.monitors.remove(id, me.id), 'monitor');
  }
}
