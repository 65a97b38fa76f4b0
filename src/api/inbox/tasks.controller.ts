import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StoredUser } from '../../store/people.store.js';
import { TaskChangesStore } from '../../store/tasks/task-changes.store.js';
import { TasksStore, type StoredTask } from '../../store/tasks/tasks.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { TaxonomyInForce, topicOf } from '../taxonomy.js';
import {
  IdParam,
  TaskDetail,
  TaskPage,
  TaskQuery,
  TaskResolve,
  TaskStep,
  type View,
} from '../views.js';
import { onWire } from '../wire.js';

type Detail = View<typeof TaskDetail>;
type Step = View<typeof TaskStep>;

@ApiTags('tasks')
@Controller('api/v1/tasks')
export class TasksController {
  constructor(
    private readonly tasks: TasksStore,
    private readonly changes: TaskChangesStore,
    private readonly inForce: TaxonomyInForce,
  ) {}

  /** Outreach work, most pressing first. */
  @Get()
  @Answers(200, 'one page', TaskPage)
  async list(
    @Query({ schema: TaskQuery }) { owner, ...listing }: View<typeof TaskQuery>,
    @Me() me: StoredUser,
  ): Promise<View<typeof TaskPage>> {
    const ownerId = owner === 'me' ? me.id : owner === 'none' ? null : owner;
    const { items, next } = await this.tasks.list({ ...listing, ownerId });
    const titleOf = await this.titles();
    return { items: items.map((task) => ({ ...onWire(task), title: titleOf(task) })), next };
  }

  @Get(':id')
  @Answers(200, 'all that is known of it', TaskDetail)
  async show(@Param('id', { schema: IdParam }) id: string): Promise<Detail> {
    const task = found(await this.tasks.find(id), 'task');
    const titleOf = await this.titles();
    return { ...onWire(task), title: titleOf(task) };
  }

  /** Makes you its owner. 409 when somebody else is. */
  @Post(':id/claim')
  @HttpCode(200)
  @Answers(200, 'as it is now', TaskDetail)
  async claim(
    @Param('id', { schema: IdParam }) taskId: string,
    @Body({ schema: TaskStep }) { version }: Step,
    @Me() { id: userId }: StoredUser,
  ): Promise<Detail> {
    found(await this.changes.claim({ taskId, userId, version }), 'task');
    return this.show(taskId);
  }

  /** Gives it back, for anyone to claim. */
  @Post(':id/release')
  @HttpCode(200)
  @Answers(200, 'as it is now', TaskDetail)
  async release(
    @Param('id', { schema: IdParam }) taskId: string,
    @Body({ schema: TaskStep }) { version }: Step,
    @Me() { id: userId }: StoredUser,
  ): Promise<Detail> {
    found(await this.changes.release({ taskId, userId, version }), 'task');
    return this.show(taskId);
  }

  /** Ends it, and says how it ended. */
  @Post(':id/resolve')
  @HttpCode(200)
  @Answers(200, 'as it is now', TaskDetail)
  async resolve(
    @Param('id', { schema: IdParam }) taskId: string,
    @Body({ schema: TaskResolve }) { version, outcome, note }: View<typeof TaskResolve>,
    @Me() { id: userId }: StoredUser,
  ): Promise<Detail> {
    const act = { taskId, userId, version };
    found(await this.changes.resolve(act, outcome, note || null), 'task');
    return this.show(taskId);
  }

  /** Opens it again. 409 when another task for the same problem is open. */
  @Post(':id/reopen')
  @HttpCode(200)
  @Answers(200, 'as it is now', TaskDetail)
  async reopen(
    @Param('id', { schema: IdParam }) taskId: string,
    @Body({ schema: TaskStep }) { version }: Step,
    @Me() { id: userId }: StoredUser,
  ): Promise<Detail> {
    found(await this.changes.reopen({ taskId, userId, version }), 'task');
    return this.show(taskId);
  }

  /** Whose problem, and with what. */
  private async titles(): Promise<(task: StoredTask) => string> {
    const { taxonomy } = await this.inForce.get();
    return ({ author, topic }) => {
      const who = author?.name ?? author?.handle ?? 'Someone who is not named';
      return `${who}: ${topic === null ? 'a complaint' : topicOf(taxonomy, topic).name}`;
    };
  }
}
