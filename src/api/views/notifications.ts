import { z } from 'zod';
import { CHANNELS, NOTIFICATION_KINDS, SEVERITIES } from '../../domain/notification.js';
import { PersonView } from './mentions.js';
import { id, page, time } from './scalars.js';

export const NotificationView = z.object({
  id,
  kind: z.enum(NOTIFICATION_KINDS),
  at: time,
  readAt: time.nullable(),
  /** Of a mention: how pressing it was when it was told. */
  severity: z.enum(SEVERITIES).nullable(),
  /** Who did it, of what people did. */
  by: PersonView.nullable(),
  /** What it is about; null when it is about a source. */
  mention: z
    .object({
      id,
      title: z.string().nullable(),
      /** First 140 characters of its text. */
      excerpt: z.string(),
      sourceName: z.string(),
      topics: z.array(z.string()),
      priority: z.number().nullable(),
    })
    .nullable(),
  source: z.object({ id, name: z.string() }).nullable(),
  /** Of a source: its new state and why, in words. */
  detail: z.string().nullable(),
});
export const NotificationQuery = z.object({
  ...page,
  unread: z.enum(['true', 'false']).default('false').describe('only those that are unread'),
});
export const NotificationPage = z.object({
  items: z.array(NotificationView),
  next: z.string().nullable(),
  /** All that are unread, on this page or not; counted up to 1,000. */
  unread: z.number().int(),
});
/** These, or all up to one that was seen. */
export const NotificationsRead = z.union([
  z.strictObject({ ids: z.array(id).min(1).max(200), read: z.boolean().default(true) }),
  z.strictObject({ upTo: id }),
]);

const Channels = z.array(z.enum(CHANNELS)).max(CHANNELS.length);
const SeverityRow = z.strictObject({
  low: Channels,
  middle: Channels,
  high: Channels,
  urgent: Channels,
});
const isZone = (zone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
};

/** When the daily e-mail is sent. */
export const DigestTimes = z.strictObject({
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 08:00'),
  zone: z.string().min(1).max(60).refine(isZone, 'must be a time zone such as Europe/Berlin'),
  /** 1 is Monday, 7 is Sunday. */
  days: z.array(z.int().min(1).max(7)).min(1).max(7),
});

export const NotificationRulesWrite = z.strictObject({
  rules: z.strictObject({
    /** Mentions of every topic without a row of its own. */
    every: SeverityRow,
    /** By the topic's key; a row without any channel mutes it. */
    topics: z.record(z.string().min(1).max(100), SeverityRow),
    events: z.strictObject({
      assigned: Channels,
      called: Channels,
      'taken-over': Channels,
      'came-back': Channels,
      source: Channels,
    }),
    /** Only complaints, and what may be one. */
    onlyComplaints: z.boolean(),
    /** Ids of the monitors they are about; empty: all. */
    monitors: z.array(id).max(200),
  }),
  digest: DigestTimes,
  /** The language of e-mails and push messages. */
  language: z.enum(['en', 'de']),
});

export const NotificationRulesView = NotificationRulesWrite.extend({
  /** false: nothing was chosen yet, these are the usual ones. */
  chosen: z.boolean(),
  mail: z.object({
    /** null: e-mails are sent; else what whoever runs Earshot has to set: the sender, the mail server, or a usable address of it. */
    missing: z.enum(['from', 'server', 'bad-server']).nullable(),
    /** Where they go. */
    to: z.string(),
    /** When the next daily one is due; null when there is none to come. */
    nextDigestAt: time.nullable(),
    /** What went wrong with the last one, until one succeeds. */
    failure: z.string().nullable(),
  }),
  push: z.object({
    /** Browsers of this person that get push messages. */
    browsers: z.array(z.object({ id, name: z.string(), since: time })),
  }),
});

export const PushKey = z.object({
  key: z.string().describe('VAPID public key (RFC 8292), base64url'),
});
const base64url = (least: number, most: number) =>
  z
    .string()
    .regex(/^[\w-]+=*$/)
    .min(least)
    .max(most);
/** As `PushSubscription.toJSON()` of a browser gives it. */
export const PushSubscribe = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/ }).max(2_000),
  keys: z.strictObject({ p256dh: base64url(80, 100), auth: base64url(16, 32) }),
  /** Names the browser for its owner, "Firefox on Linux". */
  name: z.string().trim().min(1).max(100).default('Browser'),
});
export const PushUnsubscribe = z.strictObject({ endpoint: z.url().max(2_000) });
/** Stands in e-mails; whoever has it may end them. */
export const UnsubscribeToken = z.string().regex(/^[\w-]{20,64}$/, 'is no such token');
