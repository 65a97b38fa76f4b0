import type { Notification, NotificationRulesWrite } from '../app/wire.js';
import { say } from '../language/say.js';

export type Rules = NotificationRulesWrite['rules'];
export type Channel = Rules['every']['low'][number];
export type Severity = keyof Rules['every'];
export type PersonalEvent = keyof Rules['events'];

export const SEVERITIES: readonly Severity[] = ['low', 'middle', 'high', 'urgent'];
export const CHANNELS: readonly Channel[] = ['app', 'digest', 'mail', 'push'];
export const EVENTS: readonly PersonalEvent[] = [
  'assigned',
  'called',
  'taken-over',
  'came-back',
  'source',
];

export const severityWords: Readonly<Record<Severity, string>> = {
  low: say('Low'),
  middle: say('Middle'),
  high: say('High'),
  urgent: say('Urgent'),
};

/** What each of them means, in a few words. */
export const severityMeaning: Readonly<Record<Severity, string>> = {
  low: say('priority below 40'),
  middle: say('priority 40 to 69'),
  high: say('priority 70 and above'),
  urgent: say('harm within a day'),
};

export const channelWords: Readonly<Record<Channel, string>> = {
  app: say('In Earshot'),
  digest: say('Daily e-mail'),
  mail: say('E-mail at once'),
  push: say('Push message'),
};

export const eventWords: Readonly<Record<PersonalEvent, string>> = {
  assigned: say('A mention is given to me'),
  called: say('Somebody calls me by @name in a note'),
  'taken-over': say('Somebody takes over what I work on'),
  'came-back': say('A waiting mention of mine comes back'),
  source: say('A source fails (for those who operate Earshot)'),
};

/** Why a notification is there, in a sentence. */
export function whyWords({ kind, by, severity }: Notification): string {
  const name = by?.name ?? say('Somebody');
  switch (kind) {
    case 'assigned':
      return say('{name} gave you this', { name });
    case 'called':
      return say('{name} called you in a note', { name });
    case 'taken-over':
      return say('{name} took this over from you', { name });
    case 'came-back':
      return say('What you had waiting is back');
    case 'source':
      return say('A source needs a look');
    case 'mention':
      return severityWords[severity ?? 'low'];
  }
}
