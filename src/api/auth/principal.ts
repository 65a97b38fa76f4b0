import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { StoredUser } from '../../store/people.store.js';

/** Who asks, and how we know. */
export interface Principal {
  readonly user: StoredUser;
  readonly proof: { readonly kind: 'session' | 'token'; readonly secret: string };
}

const principals = new WeakMap<Request, Principal>();

export function admit(request: Request, principal: Principal): void {
  principals.set(request, principal);
}

/** @returns null on a public route that was asked by nobody known */
export const principalOf = (request: Request): Principal | null => principals.get(request) ?? null;

/** The person who asks. Only for routes that are not public. */
export const Me = createParamDecorator((_data: unknown, context: ExecutionContext): StoredUser => {
  const principal = principalOf(context.switchToHttp().getRequest<Request>());
  if (!principal) throw new Error('a route that needs to know who asks was made public');
  return principal.user;
});
