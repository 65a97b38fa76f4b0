import { z } from 'zod';
import { ROLES } from '../domain/work.js';

const seconds = (least: number, most: number) => z.number().int().min(least).max(most);
const milliseconds = seconds;
const count = (least: number, most: number) => z.number().int().min(least).max(most);

/**
 * Every setting there is. Defaults, units and comments for people stand in
 * `config/earshot.yaml`, which must name each of them; nothing has a second default here.
 */
export const SettingsSchema = z.strictObject({
  role: z.enum(['all', 'api', 'scheduler', 'worker']),
  dataDir: z.string().min(1),
  server: z.strictObject({
    host: z.string().min(1),
    port: count(0, 65_535),
    publicUrl: z.url({ protocol: /^https?$/ }).nullable(),
    trustedProxies: z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).max(50),
  }),
  database: z.strictObject({
    url: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
      .nullable(),
    poolSize: count(2, 200),
  }),
  queue: z.strictObject({
    redisUrl: z
      .string()
      .regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
      .nullable(),
    attempts: count(1, 50),
    backoffMs: milliseconds(10, 3_600_000),
    lockMs: milliseconds(1_000, 600_000),
    keepDead: count(0, 1_000_000),
    concurrency: z.strictObject({
      poll: count(1, 500),
      read: count(1, 64),
      triage: count(1, 64),
      recheck: count(1, 64),
      backfill: count(1, 64),
      relabel: count(1, 8),
      preview: count(1, 8),
      propose: count(1, 8),
      bulk: count(1, 8),
    }),
  }),
  schedule: z.strictObject({
    tickMs: milliseconds(50, 60_000),
    claimLimit: count(1, 10_000),
    perHost: count(1, 100),
    leaseSeconds: seconds(2, 3_600),
    stuckSeconds: seconds(1, 86_400),
  }),
  poll: z.strictObject({
    contact: z.string().min(3),
    intervalSeconds: seconds(1, 604_800),
    minIntervalSeconds: seconds(1, 604_800),
    maxIntervalSeconds: seconds(1, 2_592_000),
    timeoutMs: milliseconds(100, 300_000),
    maxBytes: count(1_024, 268_435_456),
    hostSpacingMs: milliseconds(0, 30_000),
    ownHostSpacingMs: milliseconds(0, 30_000),
    keepDays: count(1, 3_650),
  }),
  listening: z.strictObject({ allow: z.array(z.string().min(1)) }),
  reading: z.strictObject({ deep: z.boolean(), precision: z.enum(['f32', 'int8']) }),
  deeper: z.strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .regex(/^[^@?#]+$/, 'must hold no key and no query: the key goes into EARSHOT_DEEPER_KEY')
      .nullable(),
    model: z.string().min(1).max(200).nullable(),
    embeddings: z.string().min(1).max(200).nullable(),
    timeoutMs: milliseconds(100, 600_000),
    concurrency: count(1, 64),
    requestsPerDay: count(0, 10_000_000),
    tokensPerDay: count(0, 10_000_000_000),
    answerTokens: count(50, 32_000),
  }),
  triage: z.strictObject({
    pageSize: count(1, 5_000),
    taskAbove: count(0, 100),
  }),
  inbox: z.strictObject({
    claimMinutes: count(1, 1_440),
    undoMinutes: count(1, 43_200),
    bulkMost: count(1, 10_000_000),
    answerWithinHours: z.strictObject({
      now: count(1, 8_760),
      soon: count(1, 8_760),
      other: count(1, 8_760),
    }),
  }),
  mail: z.strictObject({
    from: z
      .string()
      .regex(
        /^(?:[^<>\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
        'must be an address: Earshot <earshot@example.org>',
      )
      .nullable(),
    timeoutMs: milliseconds(1_000, 90_000),
  }),
  push: z.strictObject({ allowPrivate: z.boolean() }),
  access: z.strictObject({
    sessionDays: count(1, 365),
    idleHours: count(1, 8_760),
    linkHours: count(1, 720),
    secondStep: z.enum(['offered', 'required']),
    passwords: z.strictObject({
      offered: z.boolean(),
      memoryKiB: count(8, 4_194_304),
      passes: count(1, 100),
      atOnce: count(1, 64),
    }),
    oidc: z.strictObject({
      issuer: z.url({ protocol: /^https?$/ }).nullable(),
      clientId: z.string().min(1).max(500).nullable(),
      name: z.string().min(1).max(60),
      scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)).max(20),
      linkByEmail: z.boolean(),
      createUsers: z.boolean(),
      allowedDomains: z.array(z.string().min(1).toLowerCase()),
      role: z.enum(ROLES),
      roleClaim: z.string().min(1).max(200).nullable(),
      roles: z.record(z.string().min(1), z.enum(ROLES)),
    }),
  }),
});

export type Settings = z.output<typeof SettingsSchema>;

/** Environment variables that win over the file, and where they go. Each may be given as NAME_FILE too. */
export const ENVIRONMENT: Readonly<
  Record<string, { path: readonly string[]; type: 'text' | 'number' }>
> = {
  EARSHOT_ROLE: { path: ['role'], type: 'text' },
  EARSHOT_DATA_DIR: { path: ['dataDir'], type: 'text' },
  EARSHOT_HOST: { path: ['server', 'host'], type: 'text' },
  EARSHOT_PORT: { path: ['server', 'port'], type: 'number' },
  EARSHOT_PUBLIC_URL: { path: ['server', 'publicUrl'], type: 'text' },
  DATABASE_URL: { path: ['database', 'url'], type: 'text' },
  REDIS_URL: { path: ['queue', 'redisUrl'], type: 'text' },
};
