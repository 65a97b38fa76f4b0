import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { AdminSourcesStore, placeKey, type StoredSource } from '../../store/admin-sources.store.js';
import { Conflict } from '../../store/conflict.js';
import type { StoredUser } from '../../store/people.store.js';
import { SourceDetailStore } from '../../store/source-detail.store.js';
import { SourceTimelinesStore } from '../../store/source-timelines.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { PLACES, type Places } from '../places.js';
import {
  IdParam,
  SourceCreate,
  SourceDetail,
  SourceList,
  SourceListQuery,
  SourcePatch,
  SourceTest,
  SourceTestResult,
  SourceView,
  type View,
} from '../views.js';
import { asked } from './asked.js';
import { sourceDetail, sourceView, type Seen } from './source-view.js';
import { firstHour } from './timeline.js';

/** Hours of the timeline on the page of one source. */
const WEEK_HOURS = 168;
const DAY_HOURS = 24;

@ApiTags('sources')
@Controller('api/v1/sources')
export class SourcesController {
  constructor(
    private readonly sources: AdminSourcesStore,
    private readonly timelines: SourceTimelinesStore,
    private readonly details: SourceDetailStore,
    @Inject(PLACES) private readonly places: Places,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Every place with its health, and what was heard of it lately. */
  @Get()
  @Answers(200, 'every place with its health', SourceList)
  async list(
    @Query({ schema: SourceListQuery }) { hours }: View<typeof SourceListQuery>,
  ): Promise<View<typeof SourceList>> {
    const now = new Date();
    const past = await this.timelines.since(firstHour(hours, now));
    const items = (await this.sources.all()).map((source) =>
      sourceView(source, this.places, { past: past(source.id), hours, now }),
    );
    return { items };
  }

  /**
   * Adds a place; it is asked at once. 409 when it is there already, or when places of its kind
   * are switched off.
   */
  @Post()
  @Answers(201, 'added', SourceView)
  async add(
    @Body({ schema: SourceCreate }) given: View<typeof SourceCreate>,
    @Me() me: StoredUser,
  ): Promise<View<typeof SourceView>> {
    const { kind, params = { url: given.url }, ownedBy = null } = given;
    const { on, whyOff, intake, terms } = asked(() => this.places.kind(kind));
    const described = asked(() => this.places.describe(kind, params));
    if (!on) throw new Conflict(whyOff ?? 'Places of this kind are switched off.');
    if (intake === 'imported')
      throw new Conflict('Such posts come from a file; see: earshot import --help');
    const id = await this.sources.add(
      {
        kind,
        params: described.params,
        name: given.name ?? described.name,
        locator: described.locator,
        host: described.host,
        ownedByMonitorId: ownedBy,
        pace: this.pace(given),
      },
      me.id,
      { eraseWhenGone: given.eraseWhenGone ?? terms.eraseWhenGone },
    );
    return this.show(id);
  }

  /** Asks a place, or what is behind an address, once. Nothing is stored. */
  @Post('test')
  @HttpCode(200)
  @Answers(200, 'the places found, and what they would bring', SourceTestResult)
  async test(
    @Body({ schema: SourceTest }) given: View<typeof SourceTest>,
  ): Promise<View<typeof SourceTestResult>> {
    const { kind, params } = given;
    if (kind !== undefined && params !== undefined) asked(() => this.places.describe(kind, params));
    const { candidates, ...result } = await this.places.test(given);
    const known = await this.sources.knownPlaces(candidates);
    return {
      ...result,
      candidates: candidates.map(({ locator, ...candidate }) => ({
        ...candidate,
        source: known.get(placeKey({ kind: candidate.kind, locator })) ?? null,
      })),
    };
  }

  @Get(':id')
  @Answers(200, 'all that tells how well it is heard', SourceDetail)
  async find(@Param('id', { schema: IdParam }) id: string): Promise<View<typeof SourceDetail>> {
    const source = found(await this.sources.find(id), 'source');
    const detail = await this.details.find(id);
    return sourceDetail(source, detail, this.places, await this.seen(source, WEEK_HOURS));
  }

  /** Names, pauses, resumes it; says whose it is, what is read, how often, and what is erased. */
  @Patch(':id')
  @Answers(200, 'as it is now', SourceView)
  async change(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: SourcePatch }) { params, ...change }: View<typeof SourcePatch>,
    @Me() me: StoredUser,
  ): Promise<View<typeof SourceView>> {
    const { kind } = found(await this.sources.find(id), 'source');
    const place = params && asked(() => this.places.describe(kind, params));
    found(await this.sources.change(id, { ...change, place }, me.id), 'source');
    return this.show(id);
  }

  /** Removes it with everything that was heard from it. */
  @Delete(':id')
  @HttpCode(204)
  @Answers(204, 'removed')
  async remove(@Param('id', { schema: IdParam }) id: string, @Me() me: StoredUser): Promise<void> {
    found(await this.sources.remove(id, me.id), 'source');
  }

  /** Makes it due now; the scheduler asks it within about a second. */
  @Post(':id/poll')
  @HttpCode(200)
  @Answers(200, 'as it is now', SourceView)
  async poll(
    @Param('id', { schema: IdParam }) id: string,
    @Me() me: StoredUser,
  ): Promise<View<typeof SourceView>> {
    found(await this.sources.askNow(id, me.id), 'source');
    return this.show(id);
  }

  private async show(id: string): Promise<View<typeof SourceView>> {
    const source = found(await this.sources.find(id), 'source');
    return sourceView(source, this.places, await this.seen(source, DAY_HOURS));
  }

  private async seen({ id }: StoredSource, hours: number): Promise<Seen> {
    const now = new Date();
    const past = await this.timelines.since(firstHour(hours, now), id);
    return { past: past(id), hours, now };
  }

  /** The settings', within the limits that were given. */
  private pace(given: View<typeof SourceCreate>) {
    const { intervalSeconds, minIntervalSeconds, maxIntervalSeconds } = this.settings.poll;
    const least = given.minIntervalSeconds ?? minIntervalSeconds;
    const most = Math.max(least, given.maxIntervalSeconds ?? maxIntervalSeconds);
    return {
      minIntervalSeconds: Math.min(least, most),
      maxIntervalSeconds: most,
      intervalSeconds: Math.min(Math.max(intervalSeconds, least), most),
    };
  }
}
