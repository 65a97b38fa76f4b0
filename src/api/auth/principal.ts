import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Permission } from '../../domain/permission.js';
import type { StoredUser } from '../../store/people.store.js';

/** Who asks, and how we know. */
export interface Principal {
  readonly user: StoredUser;
  readonly permissions: readonly Permission[];
  /** They can only turn it on, and nothing else before. */
  readonly secondStepNeeded: boolean;
  readonly proof: {
    readonly kind: 'session' | 'token';
    readonly secret: string;
    /** Of the session. */
    readonly sessionId: string | null;
    /** When they signed in; null: a token. */
    readonly since: Date | null;
    /** null: never. */
    readonly expiresAt: Date | null;
  };
}

const principals = new WeakMap<Request, Principal>();

export function admit(request: Request, principal: Principal): void {
  principals.set(request, principal);
}

/** @returns null on a public route that was asked by nobody known */
export const principalOf = (request: Request): Principal | null => principals.get(request) ?? null;

function known(context: ExecutionContext): Principal {
  const principal = principalOf(context.switchToHttp().getRequest<Request>());
  if (!principal) throw new Error('a route that needs to know who asks was made public');
  return principal;
}

/** The person who asks. Only for routes that are not public. */
export const Me = createParamDecorator(
  (_data: unknown, context: ExecutionContext): StoredUser => known(context).user,
);

/** The person, what they may do here and how we know. Only for routes that are not public. */
export const Asking = createParamDecorator((_data: unknown, context: ExecutionContext): Principal =>
  known(context),
);
