import type { Role } from '../domain/work.js';

/** Anyone, signed in or not. */
const EVERYONE = 'everyone';
const READ: readonly Role[] = [
  'admin',
  'manager',
  'community-manager',
  'product-owner',
  'on-call',
  'read-only',
];
/** Whoever may do more than look. */
const WORK = READ.filter((role) => role !== 'read-only');
const CONFIGURE: readonly Role[] = ['admin', 'manager'];
const OPERATE: readonly Role[] = ['admin', 'manager', 'on-call'];
/** Whoever answers for what customers complain about. */
const TOPICS: readonly Role[] = ['admin', 'manager', 'product-owner'];
const ADMIN: readonly Role[] = ['admin'];

/**
 * Who may do what: every route of the API stands here. One that does not is refused to all.
 * A test compares this table with the routes that there are.
 */
export const PERMISSIONS: Readonly<Record<string, readonly Role[] | typeof EVERYONE>> = {
  'GET /health/live': EVERYONE,
  'GET /health/ready': EVERYONE,
  'GET /metrics': EVERYONE,

  'POST /api/v1/session': EVERYONE,
  'GET /api/v1/session': READ,
  'DELETE /api/v1/session': READ,

  'GET /api/v1/mentions': READ,
  'GET /api/v1/mentions/counts': READ,
  'GET /api/v1/mentions/:id': READ,
  'PATCH /api/v1/mentions/:id': WORK,
  'PUT /api/v1/mentions/:id/correction': WORK,
  'DELETE /api/v1/mentions/:id/correction': WORK,

  'GET /api/v1/tasks': READ,
  'GET /api/v1/tasks/:id': READ,
  'POST /api/v1/tasks/:id/claim': WORK,
  'POST /api/v1/tasks/:id/release': WORK,
  'POST /api/v1/tasks/:id/resolve': WORK,
  'POST /api/v1/tasks/:id/reopen': WORK,

  'GET /api/v1/reading/card': READ,
  'GET /api/v1/reading/deeper': READ,
  'POST /api/v1/reading/teach': CONFIGURE,
  'POST /api/v1/reading/serve': CONFIGURE,
  'GET /api/v1/reading/ten': WORK,
  'PUT /api/v1/reading/ten/:position': WORK,
  'DELETE /api/v1/reading/ten/:position': WORK,

  'GET /api/v1/topics': READ,
  'GET /api/v1/topics/:key/quotes': READ,
  'GET /api/v1/taxonomy': READ,
  'GET /api/v1/taxonomy/full': READ,
  'GET /api/v1/taxonomy/versions': READ,
  'GET /api/v1/taxonomy/versions/:id': READ,
  'PUT /api/v1/taxonomy': TOPICS,
  'POST /api/v1/taxonomy/preview': TOPICS,
  'GET /api/v1/taxonomy/previews/:id': READ,
  'GET /api/v1/topic-proposals': READ,
  'POST /api/v1/topic-proposals/search': TOPICS,
  'POST /api/v1/topic-proposals/:id/reject': TOPICS,
  'POST /api/v1/topic-proposals/:id/reopen': TOPICS,
  'GET /api/v1/events': READ,

  'GET /api/v1/sources': READ,
  'POST /api/v1/sources': CONFIGURE,
  'POST /api/v1/sources/test': CONFIGURE,
  'GET /api/v1/sources/:id': READ,
  'PATCH /api/v1/sources/:id': CONFIGURE,
  'DELETE /api/v1/sources/:id': CONFIGURE,
  'POST /api/v1/sources/:id/poll': WORK,
  'POST /api/v1/sources/:id/backfill': CONFIGURE,
  'DELETE /api/v1/sources/:id/backfill': CONFIGURE,
  'GET /api/v1/sources/:id/intake': CONFIGURE,
  'GET /api/v1/source-kinds': READ,

  // Whoever sends proves by a signature who it is.
  'POST /api/v1/intake/:sourceId': EVERYONE,
  'GET /api/v1/intake/websub/:sourceId': EVERYONE,
  'POST /api/v1/intake/websub/:sourceId': EVERYONE,

  'GET /api/v1/notices': READ,
  'POST /api/v1/notices/dismiss': OPERATE,
  'POST /api/v1/notices/:id/dismiss': OPERATE,

  'GET /api/v1/monitors': READ,
  'POST /api/v1/monitors': CONFIGURE,
  'PATCH /api/v1/monitors/:id': CONFIGURE,
  'DELETE /api/v1/monitors/:id': CONFIGURE,

  'GET /api/v1/users': READ,
  'POST /api/v1/users': ADMIN,
  'GET /api/v1/tokens': READ,
  'POST /api/v1/tokens': WORK,
  'DELETE /api/v1/tokens/:id': WORK,

  'GET /api/v1/operation': READ,
  'POST /api/v1/operation/dead/:queue/:id/retry': OPERATE,
};

/** Reading with HEAD is reading. */
const named = (method: string): string => (method === 'HEAD' ? 'GET' : method);

/** @param path with its parameters by name: `/api/v1/mentions/:id` */
export function isPublic(method: string, path: string): boolean {
  return PERMISSIONS[`${named(method)} ${path}`] === EVERYONE;
}

export function mayDo(role: Role, method: string, path: string): boolean {
  const allowed = PERMISSIONS[`${named(method)} ${path}`];
  return allowed === EVERYONE || (allowed?.includes(role) ?? false);
}
