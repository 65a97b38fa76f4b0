import {
  Body,
  ConflictException,
  Controller,
  Delete,
  ForbiddenException,
  HttpCode,
  Post,
  Req,
  Res,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { SecondStepsStore } from '../../store/access/second-steps.store.js';
import { Arrival } from '../auth/arrival.js';
import { Asking, type Principal } from '../auth/principal.js';
import { SecondStep } from '../auth/second-step.js';
import { SignIn } from '../auth/sign-in.js';
import { visitorOf } from '../auth/visitor.js';
import { found } from '../found.js';
import { AskedWithSecret } from '../http/idempotency.interceptor.js';
import { Answers } from '../http/openapi.js';
import { Invalid } from '../http/invalid.js';
import { RecoveryCodes, TotpBegin, TotpBegun, TotpConfirm, TotpEnd, type View } from '../views.js';
import { isRecent, refuseUnlessRecent } from './recent.js';

@ApiTags('me')
@Controller('api/v1/me/totp')
export class TotpController {
  constructor(
    private readonly secondStep: SecondStep,
    private readonly steps: SecondStepsStore,
    private readonly signIn: SignIn,
    private readonly arrival: Arrival,
  ) {}

  /** Begins with a secret for your app. Nothing is asked of you before `confirm`. */
  @Post()
  @AskedWithSecret()
  @Answers(201, 'begun; shown once', TotpBegun)
  async begin(
    @Body({ schema: TotpBegin }) given: View<typeof TotpBegin>,
    @Asking() asking: Principal,
    @Req() request: Request,
  ): Promise<View<typeof TotpBegun>> {
    const { id, email } = asking.user;
    if (!isRecent(asking)) {
      if (given?.password === undefined) refuseUnlessRecent(asking);
      else if (!(await this.signIn.confirm(id, given, visitorOf(request))))
        throw new ForbiddenException('This is not your password.');
    }
    const begun = await this.secondStep.begin(id, email);
    if (!begun) throw new ConflictException('A second step is on already. Turn it off first.');
    return begun;
  }

  /** Turns it on by the first right code. Your other sessions end. */
  @Post('confirm')
  @HttpCode(200)
  @AskedWithSecret()
  @Answers(200, 'on; codes for when you lose the app', RecoveryCodes)
  async confirm(
    @Body({ schema: TotpConfirm }) { code }: View<typeof TotpConfirm>,
    @Asking() { user, proof }: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<View<typeof RecoveryCodes>> {
    const codes = await this.secondStep.confirm(user.id, code, proof.secret);
    if (!codes)
      throw new Invalid([
        { path: 'code', message: 'is not what the app shows now; begin again if it stays so' },
      ]);
    if (proof.expiresAt) await this.arrival.renew(request, response, proof.expiresAt);
    return { codes };
  }

  /** Turns it off, with your password or a code. */
  @Delete()
  @AskedWithSecret()
  @HttpCode(204)
  @Answers(204, 'off')
  async end(
    @Body({ schema: TotpEnd }) given: View<typeof TotpEnd>,
    @Asking() { user, proof }: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    if (given.password === undefined && given.code === undefined)
      throw new Invalid([{ path: '', message: 'your password or a code is needed' }]);
    if (!(await this.signIn.confirm(user.id, given, visitorOf(request))))
      throw new ForbiddenException('This is not right.');
    found(await this.steps.end(user.id, user.id, proof.secret), 'second step');
    if (proof.expiresAt) await this.arrival.renew(request, response, proof.expiresAt);
  }
}
