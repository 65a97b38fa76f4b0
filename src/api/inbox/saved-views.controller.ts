import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StoredUser } from '../../store/people.store.js';
import {
  SavedViewsStore,
  type StoredView,
  type ViewChanger,
} from '../../store/inbox/saved-views.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import {
  IdParam,
  SavedView,
  SavedViewCreate,
  SavedViewList,
  SavedViewPatch,
  type View,
} from '../views.js';
import { onWire } from '../wire.js';

type Saved = View<typeof SavedView>;

/** Views of the inbox under a name: what is filtered, in which order. */
@ApiTags('views')
@Controller('api/v1/views')
export class SavedViewsController {
  constructor(private readonly views: SavedViewsStore) {}

  /** Your own and those that are shared. */
  @Get()
  @Answers(200, 'all that you can see', SavedViewList)
  async list(@Me() me: StoredUser): Promise<View<typeof SavedViewList>> {
    return { items: (await this.views.all(me.id)).map((view) => shown(view, me)) };
  }

  @Post()
  @Answers(201, 'as it is now', SavedView)
  async add(
    @Body({ schema: SavedViewCreate }) view: View<typeof SavedViewCreate>,
    @Me() me: StoredUser,
  ): Promise<Saved> {
    return shown(await this.views.add(view, me.id), me);
  }

  /** 409 when it is another person's, or has changed since the version that you saw. */
  @Patch(':id')
  @Answers(200, 'as it is now', SavedView)
  async change(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: SavedViewPatch }) { version, ...change }: View<typeof SavedViewPatch>,
    @Me() me: StoredUser,
  ): Promise<Saved> {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const changed = await this.views.change(id, Object.fromEntries(given), version, changerOf(me));
    return shown(found(changed, 'view'), me);
  }

  @Delete(':id')
  @HttpCode(204)
  @Answers(204, 'removed')
  async remove(@Param('id', { schema: IdParam }) id: string, @Me() me: StoredUser): Promise<void> {
    found(await this.views.remove(id, changerOf(me)), 'view');
  }
}

const changerOf = ({ id, role }: StoredUser): ViewChanger => ({
  id,
  manages: role === 'admin' || role === 'manager',
});

function shown(view: StoredView, me: StoredUser): Saved {
  const { id, manages } = changerOf(me);
  return { ...onWire(view), yours: view.owner.id === id || (view.shared && manages) };
}
