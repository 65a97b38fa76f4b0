import type { UrgencyLevel } from './reading.js';

/** How pressing a mention is, in the words that people choose by. */
export const SEVERITIES = ['low', 'middle', 'high', 'urgent'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Ways by which a person can be told: in the page, a daily e-mail, an e-mail at once, a push message. */
export const CHANNELS = ['app', 'digest', 'mail', 'push'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What can happen to a person besides new mentions. */
export const PERSONAL_EVENTS = ['assigned', 'called', 'taken-over', 'came-back', 'source'] as const;
export type PersonalEvent = (typeof PERSONAL_EVENTS)[number];

export const NOTIFICATION_KINDS = ['mention', ...PERSONAL_EVENTS] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** Channels of one row of the table: for each severity those that are wanted, maybe none. */
export type SeverityRow = Readonly<Record<Severity, readonly Channel[]>>;

/** What one person wants to be told of, and how. */
export interface NotificationRules {
  /** Mentions of every topic that has no row of its own, and those without a topic. */
  readonly every: SeverityRow;
  /** By the topic's key. A row without any channel mutes the topic. */
  readonly topics: Readonly<Record<string, SeverityRow>>;
  readonly events: Readonly<Record<PersonalEvent, readonly Channel[]>>;
  /** Only complaints, and what may be one; else every mention. */
  readonly onlyComplaints: boolean;
  /** The monitors they are about; empty: all. */
  readonly monitors: readonly string[];
}

/** What somebody gets who has chosen nothing: little, and nothing outside the page. */
export const USUAL_RULES: NotificationRules = {
  every: { low: [], middle: [], high: [], urgent: ['app'] },
  topics: {},
  events: {
    assigned: ['app'],
    called: ['app'],
    'taken-over': ['app'],
    'came-back': ['app'],
    source: ['app'],
  },
  onlyComplaints: true,
  monitors: [],
};

/** The priorities (0..100) from which a mention is of middle and of high severity, as the inbox shows them. */
const MIDDLE_FROM = 40;
const HIGH_FROM = 70;

/**
 * @param priority 0..100, of triage
 * @param urgency in force: `now` is harm within about a day if nobody acts
 */
export function severityOf(priority: number, urgency: UrgencyLevel | null): Severity {
  if (urgency === 'now') return 'urgent';
  if (priority >= HIGH_FROM) return 'high';
  return priority >= MIDDLE_FROM ? 'middle' : 'low';
}

/** A mention, as far as it matters for who is told of it. */
export interface Tellable {
  readonly topics: readonly string[];
  readonly severity: Severity;
  readonly complaint: 'complaint' | 'other' | 'unsure' | null;
  readonly monitorIds: readonly string[];
}

/**
 * The ways by which a person wants to hear of a mention. Where it has several topics, each has its
 * say, so that a muted one silences only what is about nothing else.
 *
 * @returns in the order of `CHANNELS`; empty when the person does not want to hear of it
 */
export function channelsFor(rules: NotificationRules, mention: Tellable): Channel[] {
  if (rules.onlyComplaints && mention.complaint === 'other') return [];
  const { monitors } = rules;
  if (monitors.length > 0 && !mention.monitorIds.some((id) => monitors.includes(id))) return [];
  const rows =
    mention.topics.length === 0
      ? [rules.every]
      : mention.topics.map((topic) => rules.topics[topic] ?? rules.every);
  const wanted = new Set(rows.flatMap((row) => row[mention.severity]));
  return CHANNELS.filter((channel) => wanted.has(channel));
}

/** Whether any rule asks for this way. */
export function wants({ every, topics, events }: NotificationRules, channel: Channel): boolean {
  const rows = [every, ...Object.values(topics)].flatMap((row) => Object.values(row));
  return [...rows, ...Object.values(events)].some((channels) => channels.includes(channel));
}

/** The same rules without these ways. */
export function without(rules: NotificationRules, channels: readonly Channel[]): NotificationRules {
  const kept = (wanted: readonly Channel[]): Channel[] =>
    wanted.filter((channel) => !channels.includes(channel));
  const { events } = rules;
  return {
    ...rules,
    every: rowOf((severity) => kept(rules.every[severity])),
    topics: Object.fromEntries(
      Object.entries(rules.topics).map(([topic, row]) => [
        topic,
        rowOf((severity) => kept(row[severity])),
      ]),
    ),
    events: {
      assigned: kept(events.assigned),
      called: kept(events.called),
      'taken-over': kept(events['taken-over']),
      'came-back': kept(events['came-back']),
      source: kept(events.source),
    },
  };
}

const rowOf = (channels: (severity: Severity) => readonly Channel[]): SeverityRow => ({
  low: channels('low'),
  middle: channels('middle'),
  high: channels('high'),
  urgent: channels('urgent'),
});
