import {
  BadRequestException,
  Body,
  Controller,
  Delete,
  Get,
  Logger,
  Param,
  Put,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { bestOf } from '../../domain/judged.js';
import type { Asked } from '../../domain/judging.js';
import { Bus } from '../../queue/bus.js';
import { JudgingsStore, type StoredJudging } from '../../store/judgings.store.js';
import type { Corrected } from '../../store/inbox/mention-changes.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { triageAgain } from '../inbox/triage-again.js';
import { Correction, JudgingAnswer, JudgingPosition, TenToJudge, type View } from '../views.js';
import { onWire } from '../wire.js';

type Ten = View<typeof TenToJudge>;

@ApiTags('reading')
@Controller('api/v1/reading/ten')
export class JudgingController {
  private readonly logger = new Logger('judging');

  constructor(
    private readonly judgings: JudgingsStore,
    private readonly bus: Bus,
  ) {}

  /** Your ten texts of today: three drawn by lot, the others those whose label teaches most. */
  @Get()
  @Answers(200, 'at most ten texts', TenToJudge)
  async ten(@Me() me: StoredUser): Promise<Ten> {
    return { items: (await this.judgings.today(me.id)).map(viewOf) };
  }

  /** Says what the label is that is asked for, or skips the text. It counts as a correction, also when the reading said the same. */
  @Put(':position')
  @Answers(200, 'your texts as they are now', TenToJudge)
  async answer(
    @Param('position', { schema: JudgingPosition }) position: number,
    @Body({ schema: JudgingAnswer }) { answer }: View<typeof JudgingAnswer>,
    @Me() me: StoredUser,
  ): Promise<Ten> {
    const one = await this.find(me, position);
    if (answer !== null && !isClassOf(one.asked, answer))
      throw new BadRequestException(`"${answer}" is no class of ${one.asked}, which is asked for`);
    return this.changed(me, one, await this.judgings.answer(me.id, position, answer));
  }

  /** Takes your answer back: you are asked again. */
  @Delete(':position')
  @Answers(200, 'your texts as they are now', TenToJudge)
  async takeBack(
    @Param('position', { schema: JudgingPosition }) position: number,
    @Me() me: StoredUser,
  ): Promise<Ten> {
    const one = await this.find(me, position);
    return this.changed(me, one, await this.judgings.takeBack(me.id, position));
  }

  private async find(me: StoredUser, position: number): Promise<StoredJudging> {
    const all = await this.judgings.today(me.id);
    return found(all.find((one) => one.position === position) ?? null, 'text to judge today');
  }

  private async changed(
    me: StoredUser,
    { mentionId }: StoredJudging,
    corrected: Corrected | null,
  ): Promise<Ten> {
    if (corrected !== null) await triageAgain(this.bus, mentionId, corrected, this.logger);
    return this.ten(me);
  }
}

const isClassOf = (asked: Asked, answer: string): boolean =>
  Correction.safeParse({ [asked]: answer }).success;

function viewOf({ read, ...one }: StoredJudging): Ten['items'][number] {
  const said = bestOf(one.asked, read);
  const { best } = said ?? { best: null };
  return {
    ...onWire(one),
    said: said === null || best === null ? null : { ...said, best },
  };
}
