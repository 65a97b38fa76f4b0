import {
  Body,
  Controller,
  ForbiddenException,
  HttpCode,
  Inject,
  NotFoundException,
  Put,
  Req,
  Res,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { PasswordsStore } from '../../store/access/passwords.store.js';
import { Arrival } from '../auth/arrival.js';
import { PasswordHashing } from '../auth/password-hashing.js';
import { faultOfPassword } from '../auth/password-rules.js';
import { Asking, type Principal } from '../auth/principal.js';
import { SignIn } from '../auth/sign-in.js';
import { visitorOf } from '../auth/visitor.js';
import { found } from '../found.js';
import { AskedWithSecret } from '../http/idempotency.interceptor.js';
import { Invalid } from '../http/invalid.js';
import { Answers } from '../http/openapi.js';
import { PasswordChange, type View } from '../views.js';
import { refuseUnlessRecent } from './recent.js';

@ApiTags('me')
@Controller('api/v1/me/password')
export class PasswordController {
  constructor(
    private readonly passwords: PasswordsStore,
    private readonly hashing: PasswordHashing,
    private readonly signIn: SignIn,
    private readonly arrival: Arrival,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Changes your password. Your other sessions end; this one goes on under a new secret. */
  @Put()
  @AskedWithSecret()
  @HttpCode(204)
  @Answers(204, 'changed')
  async change(
    @Body({ schema: PasswordChange }) given: View<typeof PasswordChange>,
    @Asking() asking: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    if (!this.settings.access.passwords.offered)
      throw new NotFoundException('Passwords are not used here.');
    const { user, proof } = asking;
    const account = found(await this.passwords.byId(user.id), 'account');
    if (account.hash === null) refuseUnlessRecent(asking);
    else if (given.old === undefined)
      throw new Invalid([{ path: 'old', message: 'is needed: your password until now' }]);
    else if (!(await this.signIn.confirm(user.id, { password: given.old }, visitorOf(request))))
      throw new ForbiddenException('This is not your password until now.');
    const fault = await faultOfPassword(given.new, user);
    if (fault !== null) throw new Invalid([{ path: 'new', message: fault }]);
    await this.passwords.set(user.id, await this.hashing.hash(given.new), proof.secret);
    if (proof.expiresAt) await this.arrival.renew(request, response, proof.expiresAt);
  }
}
