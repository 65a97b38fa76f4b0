import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LEAST_JUDGED, trustIn } from '../../domain/deeper.js';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import {
  DEEPER_DAYS,
  DeeperStore,
  type DeeperJudged,
  type DeeperSum,
} from '../../store/deeper.store.js';
import { Answers } from '../http/openapi.js';
import { DeeperCard, type DeeperLabelView, type DeeperSumView, type View } from '../views.js';

@ApiTags('reading')
@Controller('api/v1/reading/deeper')
export class DeeperController {
  constructor(
    private readonly deeper: DeeperStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** What the optional deeper model was asked, what it gave, and what people said of that. */
  @Get()
  @Answers(200, 'its card; `server` is null while it is off', DeeperCard)
  async card(): Promise<View<typeof DeeperCard>> {
    const { url, model, requestsPerDay, tokensPerDay } = this.settings.deeper;
    // Nothing is kept under no name.
    const name = model ?? '';
    const [sums, judged, used, failure] = await Promise.all([
      this.deeper.sums(name),
      this.deeper.judgements(name),
      this.deeper.used(),
      this.deeper.lastFailure(name),
    ]);
    return {
      server: url === null ? null : { model: name, host: new URL(url).host },
      days: DEEPER_DAYS,
      reading: sumView(sums.reading),
      theme: sumView(sums.theme),
      complaint: labelView(judged.complaint),
      sentiment: labelView(judged.sentiment),
      budget: {
        requests: { used: used.requests, most: requestsPerDay },
        tokens: { used: used.tokens, most: tokensPerDay },
      },
      lastFailure: failure && { at: failure.at.toISOString(), why: failure.why },
    };
  }
}

function sumView({ ends, ...times }: DeeperSum): View<typeof DeeperSumView> {
  return { asked: ends.decided + ends.open + ends.failed, ...ends, ...times };
}

function labelView({ asked, corrected }: DeeperJudged): View<typeof DeeperLabelView> {
  const needed = Math.max(0, LEAST_JUDGED - asked.n);
  return { asked, corrected, trust: trustIn(asked), needed };
}
