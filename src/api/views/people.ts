import { z } from 'zod';
import { PERMISSIONS } from '../../domain/permission.js';
import { ROLES } from '../../domain/work.js';
import { LANGUAGES, MOST_PASSWORD, isTimeZone } from '../../domain/account.js';
import { id, time } from './scalars.js';

const name = z.string().trim().min(1).max(100);
const email = z.email().max(200).toLowerCase();
const role = z.enum(ROLES);
const permission = z.enum(PERMISSIONS);
const language = z.enum(LANGUAGES);
const timeZone = z.string().max(100).refine(isTimeZone, 'is no time zone, as Europe/Berlin is');
/** Longer ones are refused unread; how short one may be is said where it is set. */
const password = z
  .string()
  .min(1)
  .max(MOST_PASSWORD * 4);
const code = z.string().trim().min(6).max(60).describe('of the app, or a recovery code');

export const UserView = z.object({ id, name: z.string(), email: z.string(), role });

const InTeam = z.object({ id, name: z.string() });
export const UserListed = UserView.extend({
  deactivatedAt: time.nullable(),
  teams: z.array(InTeam),
  account: z
    .object({
      createdAt: time,
      lastSeenAt: time.nullable().describe('to a few minutes; null: never signed in, or long ago'),
      sessions: z.number().int().describe('that are open now'),
      password: z.boolean(),
      totp: z.boolean(),
      oidc: z.boolean(),
    })
    .nullable()
    .describe('null unless you have the permission "people"'),
});
export const UserQuery = z.object({
  deactivated: z.enum(['with', 'without']).default('without'),
});
export const UserList = z.object({ items: z.array(UserListed) });
export const UserCreate = z.strictObject({ name, email, role });
export const UserCreated = UserView.extend({
  signInLink: z.string().describe('works once; shown once'),
});
export const UserPatch = z
  .strictObject({ name, role, deactivated: z.boolean() })
  .partial()
  .refine((given) => Object.keys(given).length > 0, 'says nothing to change');
export const LinkCreated = z.object({
  signInLink: z.string().describe('works once; shown once'),
  expiresAt: time,
});
export const SessionsEnded = z.object({ ended: z.number().int() });

export const SignIn = z.union([
  z.strictObject({
    token: z.string().min(20).max(200).describe('of a sign-in link'),
    code: code.optional().describe('asked for when a second step is on; the link still works then'),
  }),
  z.strictObject({
    email: z.string().trim().max(200).toLowerCase(),
    password,
    code: code.optional().describe('asked for after the password was right'),
  }),
]);
/** `type` of the 401 that says: the password was right, now the code. */
export const CODE_NEEDED = 'urn:earshot:problem:code-needed';
/** `type` of the 401 that says: the code was wrong or used already. */
export const CODE_WRONG = 'urn:earshot:problem:code-wrong';

/** `type` of the 403 that says: sign in again, or give your password, then try this again. */
export const SIGN_IN_AGAIN = 'urn:earshot:problem:sign-in-again';
/** `type` of the 403 that says: turn on the second step first; it is required here. */
export const SECOND_STEP_NEEDED = 'urn:earshot:problem:second-step-needed';
/** What went wrong with single sign-on: `problem` in the query of /sign-in, where it leads back to. */
export const OIDC_PROBLEMS = [
  'oidc-off',
  'oidc-unreachable',
  'oidc-expired',
  'oidc-refused',
  'oidc-failed',
  'oidc-unverified',
  'oidc-domain',
  'oidc-unknown-person',
  'oidc-deactivated',
] as const;

export const OidcStartQuery = z.object({
  to: z.string().max(2000).optional().describe('page of ours to show afterwards'),
});

export const SessionView = z.object({
  user: UserView.extend({ language: language.nullable(), timeZone: z.string().nullable() }),
  permissions: z.array(permission).describe('what whoever asks may do here'),
  secondStepNeeded: z
    .boolean()
    .describe('it is required here and not on: until then there is only the own account'),
  firstRun: z.boolean().describe('came by the link of the first start: set up with POST /set-up'),
  expiresAt: time.nullable().describe('of the session; null: a token that lasts'),
  version: z.string(),
});
export const SessionWays = z.object({
  password: z.boolean(),
  passwordLength: z.object({ least: z.number().int(), most: z.number().int() }),
  oidc: z.object({ name: z.string() }).nullable().describe('go to GET /session/oidc/start'),
  firstRun: z.boolean().describe('nobody has set this Earshot up yet'),
});
export const SetUp = z.strictObject({ name, email, password, team: name });

const Way = z.enum(['link', 'password', 'oidc']);
export const MeView = UserView.extend({
  language: language.nullable(),
  timeZone: z.string().nullable(),
  createdAt: time,
  password: z.object({ setAt: time }).nullable(),
  totp: z.object({ since: time, recoveryCodesLeft: z.number().int() }).nullable(),
  oidc: z.array(z.object({ issuer: z.string(), linkedAt: time, lastUsedAt: time.nullable() })),
  teams: z.array(InTeam),
});
export const MePatch = z
  .strictObject({ name, language: language.nullable(), timeZone: timeZone.nullable() })
  .partial()
  .refine((given) => Object.keys(given).length > 0, 'says nothing to change');
export const PasswordChange = z.strictObject({
  old: password.optional().describe('needed unless there is none yet'),
  new: password,
});
export const TotpBegin = z
  .strictObject({ password: password.optional() })
  .optional()
  .describe('the password is asked for unless you signed in just now');
export const TotpBegun = z.object({
  secret: z.string().describe('base32, for those who type it'),
  uri: z.string().describe('otpauth://, for a QR code'),
});
export const TotpConfirm = z.strictObject({ code });
export const RecoveryCodes = z.object({
  codes: z.array(z.string()).describe('each works once; shown once'),
});
export const TotpEnd = z.strictObject({ password: password.optional(), code: code.optional() });

export const MySession = z.object({
  id,
  device: z.string().describe('in words, from what the browser says: "Firefox on Linux"'),
  by: Way,
  createdAt: time,
  lastSeenAt: time.describe('to a minute'),
  expiresAt: time.describe('at the latest; earlier when it lies idle'),
  current: z.boolean(),
});
export const MySessionList = z.object({ items: z.array(MySession) });

export const TeamView = z.object({ id, name: z.string(), members: z.array(UserView) });
export const TeamList = z.object({ items: z.array(TeamView) });
export const TeamWrite = z.strictObject({ name });
export const TeamMembers = z.strictObject({ userIds: z.array(id).max(500) });

export const PermissionList = z.object({
  roles: z.array(role),
  items: z.array(
    z.object({
      permission,
      words: z.string(),
      roles: z.array(role),
      forTokens: z.boolean().describe('a token can have it'),
      routes: z.array(z.object({ method: z.string(), path: z.string() })),
    }),
  ),
  signedIn: z
    .array(z.object({ method: z.string(), path: z.string() }))
    .describe('routes for whoever is signed in, and any token'),
  open: z
    .array(z.object({ method: z.string(), path: z.string() }))
    .describe('routes for anyone, signed in or not'),
});

export const TokenView = z.object({
  id,
  name: z.string(),
  scopes: z.array(permission).nullable().describe('null: all that its person may do'),
  createdAt: time,
  lastUsedAt: time.nullable(),
  expiresAt: time.nullable(),
  user: z.object({ id, name: z.string() }),
});
export const TokenQuery = z.object({
  of: z.enum(['me', 'everyone']).default('me').describe('everyone: takes the permission "people"'),
});
export const TokenList = z.object({ items: z.array(TokenView) });
export const TokenCreate = z.strictObject({
  name,
  scopes: z
    .array(permission)
    .min(1)
    .optional()
    .describe('what it may do at most; without, all that you may'),
  expiresAt: time.optional(),
});
export const TokenCreated = TokenView.extend({ token: z.string().describe('shown once') });
