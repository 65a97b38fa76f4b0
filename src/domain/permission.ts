import type { Role } from './work.js';

/** What a person or a token may be allowed; every route of the API asks for one of them. */
export const PERMISSIONS = [
  'account',
  'read',
  'work',
  'topics',
  'operate',
  'configure',
  'tokens',
  'people',
  'audit',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const EVERY_ROLE: readonly Role[] = [
  'admin',
  'manager',
  'community-manager',
  'product-owner',
  'on-call',
  'read-only',
];
const WHO_WORKS = EVERY_ROLE.filter((role) => role !== 'read-only');

interface Granted {
  /** For people, as the page of permissions shows it. */
  readonly words: string;
  readonly roles: readonly Role[];
  /** A token can have it. What changes how a person signs in takes the person. */
  readonly forTokens: boolean;
}

/** Each permission in words, and the roles that have it: the one place that says so. */
export const GRANTED: Readonly<Record<Permission, Granted>> = {
  account: {
    words: 'Change your own account: name, language, password, second step, sessions',
    roles: EVERY_ROLE,
    forTokens: false,
  },
  read: {
    words: 'See mentions, tasks, topics, sources and the people who work here',
    roles: EVERY_ROLE,
    forTokens: true,
  },
  work: {
    words: 'Triage mentions, take and resolve tasks, correct readings, write notes',
    roles: WHO_WORKS,
    forTokens: true,
  },
  topics: {
    words: 'Change the topics and who owns them',
    roles: ['admin', 'manager', 'product-owner'],
    forTokens: true,
  },
  operate: {
    words: 'Retry failed work and dismiss notices about sources',
    roles: ['admin', 'manager', 'on-call'],
    forTokens: true,
  },
  configure: {
    words: 'Add and change sources and monitors, teach the reading',
    roles: ['admin', 'manager'],
    forTokens: true,
  },
  tokens: {
    words: 'Make and revoke tokens for programs of your own',
    roles: WHO_WORKS,
    forTokens: true,
  },
  people: {
    words: 'Add and deactivate people, change roles and teams, end sessions, revoke any token',
    roles: ['admin'],
    forTokens: true,
  },
  audit: {
    words: 'Read and export the audit log',
    roles: ['admin'],
    forTokens: true,
  },
};

/** What somebody of this role may do. */
export const permissionsOf = (role: Role): Permission[] =>
  PERMISSIONS.filter((permission) => GRANTED[permission].roles.includes(role));

/** What a token can be given at most. */
export const TOKEN_SCOPES = PERMISSIONS.filter((permission) => GRANTED[permission].forTokens);

/**
 * What a token may do: what its scopes allow and its person may, the smaller of both.
 *
 * @param scopes null: made before there were scopes, so all that a token can be given
 */
export function permissionsOfToken(role: Role, scopes: readonly Permission[] | null): Permission[] {
  const given = scopes ?? TOKEN_SCOPES;
  return permissionsOf(role).filter((it) => TOKEN_SCOPES.includes(it) && given.includes(it));
}
