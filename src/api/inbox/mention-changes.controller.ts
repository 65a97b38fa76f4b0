import { Body, Controller, Delete, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { faultOf, type Action } from '../../domain/mention-action.js';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import type { Deed } from '../../store/inbox/change-history.js';
import { ClaimsStore } from '../../store/inbox/claims.store.js';
import { MentionChangesStore, type ChangeMade } from '../../store/inbox/mention-changes.store.js';
import { MentionDetailStore } from '../../store/inbox/mention-detail.store.js';
import { Superseded } from '../../store/inbox/refusal.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { ConflictNow } from '../http/conflict-now.js';
import { Invalid } from '../http/invalid.js';
import { Answers } from '../http/openapi.js';
import {
  ChangeConflict,
  ChangedMention,
  ClaimRequest,
  IdParam,
  MentionDetail,
  MentionPatch,
  UndoRequest,
  type View,
} from '../views.js';
import { onWire } from '../wire.js';

type Detail = View<typeof MentionDetail>;
type Changed = View<typeof ChangedMention>;

/** What people do with one mention. */
@ApiTags('mentions')
@Controller('api/v1/mentions')
export class MentionChangesController {
  constructor(
    private readonly changes: MentionChangesStore,
    private readonly claims: ClaimsStore,
    private readonly details: MentionDetailStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Changes status, owner and labels, of the exact copies that are folded under it, too. What others
   * did meanwhile to other parts is kept and answered; 409 when they changed the same.
   */
  @Patch(':id')
  @Answers(200, 'as it is now', ChangedMention)
  @Answers(409, 'somebody else was faster; nothing was done', ChangeConflict)
  async change(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: MentionPatch }) { version, ...action }: View<typeof MentionPatch>,
    @Me() me: StoredUser,
  ): Promise<Changed> {
    await this.check(action);
    return this.answer(id, me, () => this.changes.change(id, action, version, this.by(me)));
  }

  /** Takes a change of your own back. 409 when somebody has changed the same since. */
  @Post(':id/undo')
  @HttpCode(200)
  @Answers(200, 'as it is now', ChangedMention)
  @Answers(409, 'somebody has changed the same since; nothing was done', ChangeConflict)
  undo(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: UndoRequest }) { version }: View<typeof UndoRequest>,
    @Me() me: StoredUser,
  ): Promise<Changed> {
    return this.answer(id, me, () => this.changes.undo(id, version, this.by(me)));
  }

  /** Says that you work on it right now, for some minutes. 409 when somebody else does. */
  @Post(':id/claim')
  @HttpCode(200)
  @Answers(200, 'as it is now', MentionDetail)
  @Answers(409, 'somebody else works on it', ChangeConflict)
  async claim(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: ClaimRequest }) { takeOver }: View<typeof ClaimRequest>,
    @Me() me: StoredUser,
  ): Promise<Detail> {
    const claimed = this.claims.claim(id, this.by(me), takeOver);
    found(await claimed.catch((error: unknown) => this.explain(id, me, error)), 'mention');
    return this.show(id);
  }

  /** Says that you no longer do. */
  @Delete(':id/claim')
  @Answers(200, 'as it is now', MentionDetail)
  async release(
    @Param('id', { schema: IdParam }) id: string,
    @Me() me: StoredUser,
  ): Promise<Detail> {
    found(await this.claims.release(id, me.id), 'mention');
    return this.show(id);
  }

  /** @throws Invalid when nobody could do this to any mention */
  private async check(action: Action): Promise<void> {
    const fault = faultOf(action, await this.changes.now());
    if (fault !== null) throw new Invalid([fault]);
  }

  private async answer(
    id: string,
    me: StoredUser,
    change: () => Promise<ChangeMade | null>,
  ): Promise<Changed> {
    const done = await change().catch((error: unknown) => this.explain(id, me, error));
    const { made, meanwhile } = found(done, 'mention');
    return {
      ...(await this.show(id)),
      made: made?.version ?? null,
      meanwhile: toldTo(me, meanwhile),
      copiesChanged: made?.copies.length ?? 0,
    };
  }

  /** @throws ConflictNow with the mention as it is, where somebody else was faster */
  private async explain(id: string, me: StoredUser, error: unknown): Promise<never> {
    if (!(error instanceof Superseded)) throw error;
    throw new ConflictNow(error.message, {
      mention: await this.show(id),
      meanwhile: toldTo(me, error.meanwhile),
      heldBy: error.heldBy,
    });
  }

  private async show(id: string): Promise<Detail> {
    return onWire(found(await this.details.find(id), 'mention'));
  }

  private by(me: StoredUser): { userId: string; claimSeconds: number } {
    return { userId: me.id, claimSeconds: this.settings.inbox.claimMinutes * 60 };
  }
}

const toldTo = (me: StoredUser, deeds: readonly Deed[]): Changed['meanwhile'] =>
  deeds.map(({ at, by, userId, what }) => ({
    at: at.toISOString(),
    by,
    you: userId === me.id,
    what,
  }));
