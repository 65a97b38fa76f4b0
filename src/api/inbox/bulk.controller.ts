import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Logger,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { faultOf } from '../../domain/mention-action.js';
import { Bus } from '../../queue/bus.js';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import {
  BulkRunsStore,
  OtherCount,
  type Matching,
  type StoredRun,
  type Targets,
} from '../../store/inbox/bulk-runs.store.js';
import { BulkWorkStore } from '../../store/inbox/bulk-work.store.js';
import { MentionChangesStore } from '../../store/inbox/mention-changes.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { ConflictNow } from '../http/conflict-now.js';
import { Invalid } from '../http/invalid.js';
import { Answers } from '../http/openapi.js';
import {
  BulkRequest,
  BulkRun,
  BulkRunList,
  CountConflict,
  ExactCount,
  IdParam,
  MentionCountQuery,
  type View,
} from '../views.js';
import { onWire } from '../wire.js';

type Run = View<typeof BulkRun>;

/** So few are done before the answer (count); more are worked off by the queue. */
const AT_ONCE = 200;

/** One action on many mentions. */
@ApiTags('bulk')
@Controller('api/v1/bulk')
export class BulkController {
  private readonly logger = new Logger('bulk');

  constructor(
    private readonly runs: BulkRunsStore,
    private readonly work: BulkWorkStore,
    private readonly changes: MentionChangesStore,
    private readonly bus: Bus,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Your latest ones, newest first. */
  @Get()
  @Answers(200, 'at most 20', BulkRunList)
  async list(@Me() me: StoredUser): Promise<View<typeof BulkRunList>> {
    return { items: (await this.runs.recent(me.id)).map(onWire<StoredRun>) };
  }

  /**
   * Does one action on the mentions that are named, or on those that match the filter at this moment.
   * Each is changed as if by itself: what another person changes meanwhile is left alone.
   */
  @Post()
  @HttpCode(200)
  @Answers(200, 'how far it is; many are worked off in the background', BulkRun)
  @Answers(409, 'another number matches by now; nothing was done', CountConflict)
  async begin(
    @Body({ schema: BulkRequest }) request: View<typeof BulkRequest>,
    @Me() me: StoredUser,
  ): Promise<Run> {
    const { action } = request;
    const fault = faultOf(action, await this.changes.now());
    if (fault !== null) throw new Invalid([{ ...fault, path: `action.${fault.path}` }]);
    const { bulkMost } = this.settings.inbox;
    const run = await this.runs.begin(me.id, action, targetsOf(request), bulkMost).catch(tellCount);
    await this.goOn(run.id, run.total);
    return this.show(run.id, me);
  }

  /** How many mentions an action on all matches would go to: exactly, which takes longer than the list's number. */
  @Get('count')
  @Answers(200, 'how many match at this moment', ExactCount)
  async count(
    @Query({ schema: MentionCountQuery }) filter: View<typeof MentionCountQuery>,
    @Me() me: StoredUser,
  ): Promise<View<typeof ExactCount>> {
    return { count: await this.runs.count(me.id, matchingOf(filter)) };
  }

  @Get(':id')
  @Answers(200, 'how far it is', BulkRun)
  async show(@Param('id', { schema: IdParam }) id: string, @Me() me: StoredUser): Promise<Run> {
    return onWire(found(await this.runs.find(id, me.id), 'run'));
  }

  /** Leaves what is not done yet as it is. What was done stays done. */
  @Post(':id/stop')
  @HttpCode(200)
  @Answers(200, 'how far it came', BulkRun)
  async stop(@Param('id', { schema: IdParam }) id: string, @Me() me: StoredUser): Promise<Run> {
    found(await this.runs.stop(id, me.id, this.settings.inbox.undoMinutes), 'run');
    return this.show(id, me);
  }

  /** Takes it back, but for what others have changed since. 409 when it is too late for that. */
  @Post(':id/undo')
  @HttpCode(200)
  @Answers(200, 'how far it is', BulkRun)
  async undo(@Param('id', { schema: IdParam }) id: string, @Me() me: StoredUser): Promise<Run> {
    found(await this.runs.takeBack(id, me.id), 'run');
    const { total } = await this.show(id, me);
    await this.goOn(id, total);
    return this.show(id, me);
  }

  private async goOn(runId: string, total: number): Promise<void> {
    const { claimMinutes, undoMinutes } = this.settings.inbox;
    // The table says what is to be done; should this fail, whoever looks for unfinished runs goes on.
    try {
      if (total <= AT_ONCE)
        await this.work.finish(runId, { claimSeconds: claimMinutes * 60, undoMinutes });
      else await this.bus.add('bulk', { runId }, `bulk-${runId}`);
    } catch (error) {
      this.logger.warn(`run ${runId} waits for the sweep: ${String(error)}`);
    }
  }
}

function targetsOf({ ids, versions, filter, expect }: View<typeof BulkRequest>): Targets {
  if (ids !== undefined) return { ids, versions };
  return { ...matchingOf(filter ?? MentionCountQuery.parse({})), expect };
}

function matchingOf(filter: View<typeof MentionCountQuery>): Matching {
  const { folded, ...matching } = filter;
  return { matching, asked: filter, folded: folded === 'true' };
}

/** @throws ConflictNow with the number of mentions that match now */
function tellCount(error: unknown): never {
  if (!(error instanceof OtherCount)) throw error;
  throw new ConflictNow(error.message, { count: error.count });
}
