import { permissionsOf, type Permission } from '../domain/permission.js';
import type { Role } from '../domain/work.js';

/** Anyone, signed in or not. */
const EVERYONE = 'everyone';
/** Anyone who is signed in, and any token. */
const SIGNED_IN = 'signed-in';
// What each of these means, and which roles have it, stands in domain/permission.ts.
const ACCOUNT = 'account';
const READ = 'read';
const WORK = 'work';
const TOPICS = 'topics';
const OPERATE = 'operate';
const CONFIGURE = 'configure';
const TOKENS = 'tokens';
const PEOPLE = 'people';
const AUDIT = 'audit';

export type Access = Permission | typeof EVERYONE | typeof SIGNED_IN;

/**
 * Which permission each route of the API asks for. A route that does not stand here is refused to
 * all. A test compares this table with the routes that there are, and tries every role on each.
 */
export const PERMISSIONS: Readonly<Record<string, Access>> = {
  'GET /health/live': EVERYONE,
  'GET /health/ready': EVERYONE,
  'GET /metrics': EVERYONE,

  'POST /api/v1/session': EVERYONE,
  'GET /api/v1/session/ways': EVERYONE,
  'GET /api/v1/session/oidc/start': EVERYONE,
  'GET /api/v1/session/oidc/callback': EVERYONE,
  'GET /api/v1/session': SIGNED_IN,
  'DELETE /api/v1/session': SIGNED_IN,

  'POST /api/v1/set-up': ACCOUNT,
  'GET /api/v1/me': ACCOUNT,
  'PATCH /api/v1/me': ACCOUNT,
  'PUT /api/v1/me/password': ACCOUNT,
  'POST /api/v1/me/totp': ACCOUNT,
  'POST /api/v1/me/totp/confirm': ACCOUNT,
  'DELETE /api/v1/me/totp': ACCOUNT,
  'GET /api/v1/me/sessions': ACCOUNT,
  'DELETE /api/v1/me/sessions': ACCOUNT,
  'DELETE /api/v1/me/sessions/:id': ACCOUNT,

  'GET /api/v1/me/notification-rules': ACCOUNT,
  'PUT /api/v1/me/notification-rules': ACCOUNT,
  'GET /api/v1/push/key': READ,
  'POST /api/v1/me/push': ACCOUNT,
  'DELETE /api/v1/me/push': ACCOUNT,
  'DELETE /api/v1/me/push/:id': ACCOUNT,
  'GET /api/v1/notifications': READ,
  'POST /api/v1/notifications/read': READ,
  // Whoever was sent the e-mail may end them.
  'GET /api/v1/unsubscribe/:token': EVERYONE,
  'POST /api/v1/unsubscribe/:token': EVERYONE,
  'GET /api/v1/presence': READ,
  'PUT /api/v1/presence': READ,

  'GET /api/v1/mentions': READ,
  'GET /api/v1/mentions/counts': READ,
  'GET /api/v1/mentions/count': READ,
  'GET /api/v1/mentions/query': READ,
  'GET /api/v1/mentions/:id': READ,
  'PATCH /api/v1/mentions/:id': WORK,
  'POST /api/v1/mentions/:id/undo': WORK,
  'GET /api/v1/bulk': WORK,
  'POST /api/v1/bulk': WORK,
  'GET /api/v1/bulk/count': WORK,
  'GET /api/v1/bulk/:id': WORK,
  'POST /api/v1/bulk/:id/stop': WORK,
  'POST /api/v1/bulk/:id/undo': WORK,
  'GET /api/v1/views': READ,
  'POST /api/v1/views': WORK,
  'PATCH /api/v1/views/:id': WORK,
  'DELETE /api/v1/views/:id': WORK,
  'GET /api/v1/macros': READ,
  'POST /api/v1/macros': WORK,
  'PATCH /api/v1/macros/:id': WORK,
  'DELETE /api/v1/macros/:id': WORK,
  'POST /api/v1/mentions/:id/claim': WORK,
  'DELETE /api/v1/mentions/:id/claim': WORK,
  'PUT /api/v1/mentions/:id/correction': WORK,
  'DELETE /api/v1/mentions/:id/correction': WORK,
  'POST /api/v1/mentions/:id/check': WORK,
  'GET /api/v1/mentions/:id/thread': READ,
  'GET /api/v1/mentions/:id/copies': READ,
  'GET /api/v1/mentions/:id/customer': READ,
  'GET /api/v1/mentions/:id/notes': READ,
  'POST /api/v1/mentions/:id/notes': WORK,
  'PATCH /api/v1/notes/:id': WORK,
  'DELETE /api/v1/notes/:id': WORK,
  'GET /api/v1/filtered-out': READ,

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
  'POST /api/v1/users': PEOPLE,
  'PATCH /api/v1/users/:id': PEOPLE,
  'POST /api/v1/users/:id/link': PEOPLE,
  'DELETE /api/v1/users/:id/sessions': PEOPLE,
  'DELETE /api/v1/users/:id/totp': PEOPLE,
  'GET /api/v1/teams': READ,
  'POST /api/v1/teams': PEOPLE,
  'PATCH /api/v1/teams/:id': PEOPLE,
  'DELETE /api/v1/teams/:id': PEOPLE,
  'PUT /api/v1/teams/:id/members': PEOPLE,
  'GET /api/v1/permissions': READ,
  'GET /api/v1/tokens': TOKENS,
  'POST /api/v1/tokens': TOKENS,
  'DELETE /api/v1/tokens/:id': TOKENS,
  'GET /api/v1/audit': AUDIT,
  'GET /api/v1/audit/export': AUDIT,

  'GET /api/v1/operation': READ,
  'POST /api/v1/operation/dead/:queue/:id/retry': OPERATE,
};

/** Reading with HEAD is reading. */
const named = (method: string): string => (method === 'HEAD' ? 'GET' : method);

/**
 * @param path with its parameters by name: `/api/v1/mentions/:id`
 * @returns null when there is no such route
 */
export function accessOf(method: string, path: string): Access | null {
  const route = `${named(method)} ${path}`;
  return Object.hasOwn(PERMISSIONS, route) ? (PERMISSIONS[route] ?? null) : null;
}

export const isPublic = (method: string, path: string): boolean =>
  accessOf(method, path) === EVERYONE;

/** @param held permissions of whoever asks */
export function mayDoWith(held: readonly Permission[], method: string, path: string): boolean {
  const access = accessOf(method, path);
  if (access === EVERYONE || access === SIGNED_IN) return true;
  return access !== null && held.includes(access);
}

export const mayDo = (role: Role, method: string, path: string): boolean =>
  mayDoWith(permissionsOf(role), method, path);

/** Which routes ask for what, for the page that shows it. */
export function routesByAccess(): Map<Access, { method: string; path: string }[]> {
  const routes = new Map<Access, { method: string; path: string }[]>();
  for (const [route, access] of Object.entries(PERMISSIONS)) {
    const [method = '', path = ''] = route.split(' ');
    routes.set(access, [...(routes.get(access) ?? []), { method, path }]);
  }
  return routes;
}
