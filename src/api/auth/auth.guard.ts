import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Inject,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import type { Request } from 'express';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { SignInStore } from '../../store/access/sign-in.store.js';
import { TokensStore } from '../../store/access/tokens.store.js';
import { isPublic, mayDo } from '../permissions.js';
import { admit, principalOf, type Principal } from './principal.js';
import { provenanceOf } from './same-origin.js';
import { readSession } from './session-cookie.js';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Every route is closed unless the table in `permissions.ts` opens it. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly sessions: SignInStore,
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
    if (!mayDo(principal.user.role, request.method, path))
      throw new ForbiddenException(`This is not for the role "${principal.user.role}".`);
    admit(request, principal);
    return true;
  }

  /** Whether the proof that was given still holds: sessions end, tokens are revoked. */
  async stillHolds(request: Request): Promise<boolean> {
    const principal = principalOf(request);
    return principal !== null && (await this.userOf(principal.proof)) !== null;
  }

  private async identify(request: Request): Promise<Principal | null> {
    const proof = proofOf(request);
    const user = proof && (await this.userOf(proof));
    return proof && user ? { user, proof } : null;
  }

  private userOf({ kind, secret }: Principal['proof']): Promise<Principal['user'] | null> {
    return kind === 'token' ? this.tokens.userOf(secret) : this.sessions.userOf(secret);
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

/** A token wins over a cookie: whoever sends one means it. */
function proofOf({ headers }: Request): Principal['proof'] | null {
  const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (token !== undefined) return { kind: 'token', secret: token };
  const session = readSession(headers.cookie);
  return session === null ? null : { kind: 'session', secret: session };
}

/** The path of the route, parameters by name. */
function routeOf(request: Request): string {
  const { route } = request as { route?: { path?: unknown } };
  return typeof route?.path === 'string' ? route.path : '';
}
