import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { TAUGHT_TASKS } from '../../domain/teaching.js';
import { LessonsStore } from '../../store/lessons.store.js';
import { ModelsStore } from '../../store/models.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { ReadingCardStore } from '../../store/reading-card.store.js';
import { RereadingsStore } from '../../store/rereadings.store.js';
import { TeachingRunsStore, type StoredRun } from '../../store/teaching-runs.store.js';
import { Me } from '../auth/principal.js';
import { Answers } from '../http/openapi.js';
import { ReadingCard, ServeRequest, TeachingRunView, type View } from '../views.js';
import { onWire } from '../wire.js';
import { SHIPPED, type Shipped } from './shipped.js';
import { taskCard } from './task-card.js';

@ApiTags('reading')
@Controller('api/v1/reading')
export class ReadingController {
  constructor(
    private readonly models: ModelsStore,
    private readonly lessons: LessonsStore,
    private readonly cards: ReadingCardStore,
    private readonly runs: TeachingRunsStore,
    private readonly rereadings: RereadingsStore,
    @Inject(SHIPPED) private readonly shipped: Shipped,
  ) {}

  /** How mentions are read, and how well: measured on what people said of them here. */
  @Get('card')
  @Answers(200, 'one card per task', ReadingCard)
  async card(): Promise<View<typeof ReadingCard>> {
    const shipped = this.shipped();
    const [models, counts, judgements, distributions, run, rereading] = await Promise.all([
      this.models.all(),
      this.lessons.counts(shipped),
      this.cards.judgements(),
      this.cards.distributions(),
      this.runs.latest(),
      this.rereadings.latest(),
    ]);
    const tasks = TAUGHT_TASKS.map((task) =>
      taskCard({
        task,
        shipped: shipped[task],
        models: models.filter((model) => model.task === task),
        lessons: counts[task],
        judgements: judgements[task],
        distributions: distributions[task],
      }),
    );
    return { tasks, run: run && runView(run), rereading: rereading && onWire(rereading) };
  }

  /** Has the models taught now, with the corrections that there are. While a run is unfinished, that is the one. */
  @Post('teach')
  @HttpCode(202)
  @Answers(202, 'the run', TeachingRunView)
  async teach(@Me() me: StoredUser): Promise<View<typeof TeachingRunView>> {
    await this.runs.ask(me.id);
    const run = await this.runs.latest();
    if (run === null) throw new Error('the run that was asked for is not there');
    return runView(run);
  }

  /**
   * Has another model read a task: one that has served before, or the shipped one. Open mentions are
   * read again. 409 when another one serves than you saw, or the model was refused.
   */
  @Post('serve')
  @HttpCode(200)
  @Answers(200, 'the cards as they are now', ReadingCard)
  async serve(
    @Body({ schema: ServeRequest }) { task, modelId, instead }: View<typeof ServeRequest>,
    @Me() me: StoredUser,
  ): Promise<View<typeof ReadingCard>> {
    await this.models.serve(task, modelId, instead, me.id);
    return this.card();
  }
}

function runView(run: StoredRun): View<typeof TeachingRunView> {
  const { running, ...rest } = run;
  const ended = run.error === null ? ('done' as const) : ('failed' as const);
  const state = run.endedAt !== null ? ended : running ? 'running' : 'waiting';
  return { ...onWire(rest), state };
}
