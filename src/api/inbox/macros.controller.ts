import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { faultOf } from '../../domain/mention-action.js';
import { MacrosStore, type Asker, type StoredMacro } from '../../store/inbox/macros.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { Invalid } from '../http/invalid.js';
import { Answers } from '../http/openapi.js';
import {
  IdParam,
  MacroAction,
  MacroList,
  MacroPatch,
  MacroView,
  MacroWrite,
  type View,
} from '../views.js';

type Macro = View<typeof MacroView>;

const HOUR_MS = 3_600_000;

/** Several changes under one name and, if wanted, under one key. */
@ApiTags('macros')
@Controller('api/v1/macros')
export class MacrosController {
  constructor(private readonly macros: MacrosStore) {}

  /** Your own and those that are shared. */
  @Get()
  @Answers(200, 'all that you can use', MacroList)
  async list(@Me() me: StoredUser): Promise<View<typeof MacroList>> {
    return { items: (await this.macros.all(me.id)).map((macro) => shown(macro, me)) };
  }

  @Post()
  @Answers(201, 'as it is now', MacroView)
  async add(
    @Body({ schema: MacroWrite }) macro: View<typeof MacroWrite>,
    @Me() me: StoredUser,
  ): Promise<Macro> {
    check(macro.action);
    return shown(await this.macros.add(macro, me.id), me);
  }

  /** 409 when it is another person's, or has changed since the version that you saw. */
  @Patch(':id')
  @Answers(200, 'as it is now', MacroView)
  async change(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: MacroPatch }) { version, ...change }: View<typeof MacroPatch>,
    @Me() me: StoredUser,
  ): Promise<Macro> {
    if (change.action !== undefined) check(change.action);
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const changed = await this.macros.change(id, Object.fromEntries(given), version, askerOf(me));
    return shown(found(changed, 'macro'), me);
  }

  @Delete(':id')
  @HttpCode(204)
  @Answers(204, 'removed')
  async remove(@Param('id', { schema: IdParam }) id: string, @Me() me: StoredUser): Promise<void> {
    found(await this.macros.remove(id, askerOf(me)), 'macro');
  }
}

const askerOf = ({ id, role }: StoredUser): Asker => ({
  id,
  manages: role === 'admin' || role === 'manager',
});

function shown(macro: StoredMacro, me: StoredUser): Macro {
  const { id, manages } = askerOf(me);
  return {
    ...macro,
    action: MacroAction.parse(macro.action),
    yours: macro.owner.id === id || manages,
  };
}

/** @throws Invalid when no mention could be changed so */
function check({ waitHours, owner, ...action }: View<typeof MacroAction>): void {
  const now = new Date();
  const waitingUntil =
    waitHours === undefined
      ? undefined
      : new Date(now.getTime() + waitHours * HOUR_MS).toISOString();
  const whole = { ...action, waitingUntil, ownerId: owner };
  const fault = faultOf(whole, now);
  const name = fault?.path === 'waitingUntil' ? 'waitHours' : fault?.path;
  if (fault !== null) throw new Invalid([{ ...fault, path: ['action', name].join('.') }]);
}
