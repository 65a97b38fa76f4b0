import { Controller, Get, Inject, Logger, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import * as oidc from 'openid-client';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { OidcStore } from '../../store/access/oidc.store.js';
import { type Counted, SignInTriesStore } from '../../store/access/sign-in-tries.store.js';
import { AuditStore } from '../../store/audit.store.js';
import { Answers } from '../http/openapi.js';
import { Slow } from '../http/slow.js';
import { OidcStartQuery, type View } from '../views.js';
import { Arrival } from './arrival.js';
import { IdentityProvider } from './identity-provider.js';
import { ownPath } from './own-path.js';
import { readCookie, takeBack, writeCookie } from './session-cookie.js';
import { type OidcProblem, SignOnRefused, SingleSignOn } from './single-sign-on.js';
import { visitorOf } from './visitor.js';

const WAY_BACK_MS = 10 * 60_000;

/** Single sign-on by OpenID Connect. Browsers come here as to a page, so each answer leads to one. */
@ApiTags('session')
@Controller('api/v1/session/oidc')
export class OidcController {
  private readonly logger = new Logger('oidc');

  constructor(
    private readonly provider: IdentityProvider,
    private readonly signOn: SingleSignOn,
    private readonly attempts: OidcStore,
    private readonly tries: SignInTriesStore,
    private readonly arrival: Arrival,
    private readonly audit: AuditStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Sends somebody to the identity provider. */
  @Get('start')
  @Answers(302, 'to the identity provider; to /sign-in?problem=… when that cannot be')
  async start(
    @Query({ schema: OidcStartQuery }) { to }: View<typeof OidcStartQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (!this.provider.isOffered) return this.back(response, 'oidc-off');
    const taken = await this.tries.take(startsFrom(request));
    if (!taken.may) throw new Slow(taken.waitSeconds);
    try {
      const { address, attempt } = await this.provider.begin(ownPath(to));
      const secret = await this.attempts.begin(attempt);
      const until = new Date(Date.now() + WAY_BACK_MS);
      response.append('Set-Cookie', writeCookie('oidc', secret, until, this.settings));
      response.redirect(302, address.href);
    } catch (error) {
      this.logger.error(`the identity provider cannot be asked: ${wordsOf(error)}`);
      this.back(response, 'oidc-unreachable');
    }
  }

  /** Takes somebody back from the identity provider. */
  @Get('callback')
  @Answers(302, 'signed in, to where they wanted; to /sign-in?problem=… when not')
  async callback(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (!this.provider.isOffered) return this.back(response, 'oidc-off');
    const secret = readCookie('oidc', request.headers.cookie, this.settings);
    response.append('Set-Cookie', takeBack('oidc', this.settings));
    const attempt = secret === null ? null : await this.attempts.finish(secret);
    if (!attempt) return this.back(response, 'oidc-expired');
    const visitor = visitorOf(request);
    try {
      const claims = await this.provider.finish(request.originalUrl, attempt);
      const session = await this.signOn.enter(claims, visitor);
      await this.tries.giveBack(startsFrom(request));
      await this.arrival.welcome(session, request, response);
      response.redirect(302, attempt.target);
    } catch (error) {
      const problem = problemOf(error);
      if (problem === 'oidc-failed') this.logger.warn(`a sign-in was refused: ${wordsOf(error)}`);
      await this.audit.record({
        userId: null,
        action: `refused a sign-in: single sign-on (${problem.replace('oidc-', '')})`,
        subjectKind: 'session',
        subjectId: 'unknown',
        detail: { address: visitor.address, device: visitor.device },
      });
      this.back(response, problem);
    }
  }

  private back(response: Response, problem: OidcProblem): void {
    response.redirect(302, `/sign-in?problem=${problem}`);
  }
}

/** Ways that were begun and led nowhere are counted apart from passwords. */
const startsFrom = (request: Request): Counted => ({
  kind: 'address',
  name: `single sign-on ${visitorOf(request).network}`,
});

function problemOf(error: unknown): OidcProblem {
  if (error instanceof SignOnRefused) return error.problem;
  return error instanceof oidc.AuthorizationResponseError ? 'oidc-refused' : 'oidc-failed';
}

/** For the log: what kind of error, and its cause; nothing that was sent. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? ` (${String(error.code)})` : '';
  return `${error.message}${code}`;
}
