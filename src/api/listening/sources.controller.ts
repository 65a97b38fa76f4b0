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
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { AdminSourcesStore } from '../../store/admin-sources.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { Invalid } from '../http/invalid.js';
import { Answers } from '../http/openapi.js';
import { SOURCE_TESTER, type SourceTester } from '../source-tester.js';
import {
  IdParam,
  SourceCreate,
  SourceList,
  SourcePatch,
  SourceTest,
  SourceTestResult,
  SourceView,
  type View,
} from '../views.js';
import { sourceView } from './source-view.js';

@ApiTags('sources')
@Controller('api/v1/sources')
export class SourcesController {
  constructor(
    private readonly sources: AdminSourcesStore,
    @Inject(SOURCE_TESTER) private readonly tester: SourceTester,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Answers(200, 'every place with its health', SourceList)
  async list(): Promise<View<typeof SourceList>> {
    const now = new Date();
    return { items: (await this.sources.all()).map((source) => sourceView(source, now)) };
  }

  /** Adds a place; it is asked at once. 409 when it is there already. */
  @Post()
  @Answers(201, 'added', SourceView)
  async add(
    @Body({ schema: SourceCreate }) { kind, url, name, ownedBy = null }: View<typeof SourceCreate>,
    @Me() me: StoredUser,
  ): Promise<View<typeof SourceView>> {
    const params = { url };
    const described = asked(() => this.tester.describe(kind, params));
    const id = await this.sources.add(
      {
        kind,
        params,
        name: name ?? described.name,
        locator: described.locator,
        host: described.host,
        ownedByMonitorId: ownedBy,
        pace: this.settings.poll,
      },
      me.id,
    );
    return this.show(id);
  }

  /** Asks a place once, and says what it would bring. Nothing is stored. */
  @Post('test')
  @HttpCode(200)
  @Answers(200, 'what it would bring', SourceTestResult)
  async test(
    @Body({ schema: SourceTest }) { kind, url }: View<typeof SourceTest>,
  ): Promise<View<typeof SourceTestResult>> {
    asked(() => this.tester.describe(kind, { url }));
    return this.tester.test(kind, url);
  }

  /** Names, pauses, resumes it, or says whose it is. */
  @Patch(':id')
  @Answers(200, 'as it is now', SourceView)
  async change(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: SourcePatch }) change: View<typeof SourcePatch>,
    @Me() me: StoredUser,
  ): Promise<View<typeof SourceView>> {
    found(await this.sources.change(id, change, me.id), 'source');
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
    return sourceView(found(await this.sources.find(id), 'source'), new Date());
  }
}

/** A kind or an address that no connector knows is a fault of the request. */
function asked<Result>(describe: () => Result): Result {
  try {
    return describe();
  } catch (error) {
    if (error instanceof RangeError) throw new Invalid([{ path: 'url', message: error.message }]);
    throw error;
  }
}
