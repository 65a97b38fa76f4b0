import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { FilteredOutStore } from '../../store/inbox/filtered-out.store.js';
import { Answers } from '../http/openapi.js';
import { FilteredOut, FilteredOutQuery, type View } from '../views.js';

const DAY_MS = 86_400_000;

/** Nothing hidden: what does not stand in the inbox, and why. */
@ApiTags('mentions')
@Controller('api/v1/filtered-out')
export class FilteredOutController {
  constructor(
    private readonly filteredOut: FilteredOutStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Answers(200, 'numbers with their reasons', FilteredOut)
  async show(
    @Query({ schema: FilteredOutQuery }) { days }: View<typeof FilteredOutQuery>,
  ): Promise<View<typeof FilteredOut>> {
    const now = Date.now();
    const from = new Date(now - days * DAY_MS);
    const kept = new Date(now - this.settings.poll.keepDays * DAY_MS);
    return {
      from: from.toISOString(),
      to: new Date(now).toISOString(),
      pollsKeptFrom: kept.toISOString(),
      sources: await this.filteredOut.fetched(from),
      stored: await this.filteredOut.aside(from),
      taskAbove: this.settings.triage.taskAbove,
    };
  }
}
