import { Body, Controller, GoneException, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AccountsStore } from '../../store/access/accounts.store.js';
import { Arrival } from '../auth/arrival.js';
import { PasswordHashing } from '../auth/password-hashing.js';
import { faultOfPassword } from '../auth/password-rules.js';
import { Asking, type Principal } from '../auth/principal.js';
import { AskedWithSecret } from '../http/idempotency.interceptor.js';
import { Invalid } from '../http/invalid.js';
import { Answers } from '../http/openapi.js';
import { SessionView, SetUp, type View } from '../views.js';

const GONE = 'This Earshot is set up already.';

@ApiTags('session')
@Controller('api/v1/set-up')
export class SetUpController {
  constructor(
    private readonly accounts: AccountsStore,
    private readonly hashing: PasswordHashing,
    private readonly arrival: Arrival,
  ) {}

  /** Makes the first admin of whoever came by the link of the first start; once. */
  @Post()
  @HttpCode(200)
  @AskedWithSecret()
  @Answers(200, 'set up; you go on as this person', SessionView)
  async setUp(
    @Body({ schema: SetUp }) given: View<typeof SetUp>,
    @Asking() asking: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<View<typeof SessionView>> {
    const { user, proof } = asking;
    const { name, email, password, team } = given;
    if ((await this.accounts.of(user.id))?.firstRun !== true) throw new GoneException(GONE);
    const fault = await faultOfPassword(password, given);
    if (fault !== null) throw new Invalid([{ path: 'password', message: fault }]);
    const hash = await this.hashing.hash(password);
    if (!(await this.accounts.setUp(user.id, { name, email, hash, team })))
      throw new GoneException(GONE);
    if (proof.expiresAt) await this.arrival.renew(request, response, proof.expiresAt);
    return this.arrival.view({ ...asking, userId: user.id, expiresAt: proof.expiresAt });
  }
}
