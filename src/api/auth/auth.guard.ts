import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  type HttpException,
  Inject,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import type { Request } from 'express';
import { permissionsOf, permissionsOfToken } from '../../domain/permission.js';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { SessionsStore } from '../../store/access/sessions.store.js';
import { TokensStore } from '../../store/access/tokens.store.js';
import { Typed } from '../http/typed.js';
import { SECOND_STEP_NEEDED } from '../views.js';
import { accessOf, isPublic, mayDoWith } from '../permissions.js';
import { admit, principalOf, type Principal } from './principal.js';
import { provenanceOf } from './same-origin.js';
import { readCookie } from './session-cookie.js';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Every route is closed unless the table in `permissions.ts` opens it. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly sessions: SessionsStore,
    private readonly tokens: TokensStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const path = routeOf(request);
    if (isPublic(request.method, path)) {
      this.refuseForeign(request, false);
      return true;
    }
    const principal = await this.identify(request);
    if (!principal) throw new UnauthorizedException('Sign in, or send an API token.');
    // A browser sends a cookie by itself, whoever asked for it; a token only who knows it.
    if (principal.proof.kind === 'session') this.refuseForeign(request, true);
    if (!mayDoWith(principal.permissions, request.method, path)) throw refusal(principal, request);
    admit(request, principal);
    return true;
  }

  /** Whether the proof that was given still holds: sessions end, tokens are revoked. */
  async stillHolds(request: Request): Promise<boolean> {
    const principal = principalOf(request);
    if (principal === null) return false;
    const { kind, secret } = principal.proof;
    const found =
      kind === 'token' ? await this.byToken(secret) : await this.bySession(secret, false);
    return found !== null && mayDoWith(found.permissions, request.method, routeOf(request));
  }

  /** A token wins over a cookie: whoever sends one means it. */
  private identify({ headers }: Request): Promise<Principal | null> {
    const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (token !== undefined) return this.byToken(token);
    const session = readCookie('session', headers.cookie, this.settings);
    return session === null ? Promise.resolve(null) : this.bySession(session, true);
  }

  private async byToken(secret: string): Promise<Principal | null> {
    const holder = await this.tokens.holderOf(secret);
    if (!holder) return null;
    const { user, scopes, expiresAt } = holder;
    return {
      user,
      permissions: permissionsOfToken(user.role, scopes),
      secondStepNeeded: false,
      proof: { kind: 'token', secret, sessionId: null, since: null, expiresAt },
    };
  }

  private async bySession(secret: string, seen: boolean): Promise<Principal | null> {
    const { idleHours, secondStep } = this.settings.access;
    const session = await this.sessions.of(secret, idleHours, seen);
    if (!session) return null;
    const { id, user, createdAt, expiresAt, secured } = session;
    const secondStepNeeded = secondStep === 'required' && !secured;
    return {
      user,
      permissions: secondStepNeeded ? ['account'] : permissionsOf(user.role),
      secondStepNeeded,
      proof: { kind: 'session', secret, sessionId: id, since: createdAt, expiresAt },
    };
  }

  private refuseForeign(request: Request, mustBeKnown: boolean): void {
    if (READING.has(request.method)) return;
    const provenance = provenanceOf(request.headers, this.settings.server.publicUrl);
    if (provenance === 'foreign' || (mustBeKnown && provenance === 'unknown'))
      throw new ForbiddenException(
        'With a session, only pages of this Earshot may write. Programs send an API token.',
      );
  }
}

/** Says what is missing: the permission, or that a program cannot have it. */
function refusal({ user, proof, secondStepNeeded }: Principal, request: Request): HttpException {
  if (secondStepNeeded)
    return new Typed(
      SECOND_STEP_NEEDED,
      403,
      'A second step is required here. Turn it on in your account first.',
    );
  const access = accessOf(request.method, routeOf(request));
  const isHeld = permissionsOf(user.role).some((it) => it === access);
  return new ForbiddenException(
    proof.kind === 'token' && isHeld
      ? `This token does not have the permission "${access}".`
      : `This is not for the role "${user.role}".`,
  );
}

/** The path of the route, parameters by name. */
function routeOf(request: Request): string {
  const { route } = request as { route?: { path?: unknown } };
  return typeof route?.path === 'string' ? route.path : '';
}
