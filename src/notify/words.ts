import type { PersonalEvent, Severity } from '../domain/notification.js';
import type { Language } from './told.js';

/** What messages say, in one language. */
export interface Words {
  /** How dates are written. */
  readonly locale: string;
  readonly severity: Readonly<Record<Severity, string>>;
  /** What happened to the reader, by whom. */
  readonly happened: Readonly<Record<PersonalEvent, (by: string) => string>>;
  readonly somebody: string;
  readonly digest: (count: number, day: string) => string;
  readonly many: (count: number) => string;
  readonly more: (count: number) => string;
  readonly open: string;
  readonly openAll: string;
  readonly why: string;
  readonly change: string;
  readonly stop: string;
  readonly from: (source: string) => string;
}

const ENGLISH: Words = {
  locale: 'en-GB',
  severity: { urgent: 'Urgent', high: 'High', middle: 'Middle', low: 'Low' },
  happened: {
    assigned: (by) => `${by} gave you this`,
    called: (by) => `${by} called you in a note`,
    'taken-over': (by) => `${by} took this over from you`,
    'came-back': () => 'What you had waiting is back',
    source: () => 'A source needs a look',
  },
  somebody: 'Somebody',
  digest: (count, day) =>
    count === 1 ? `One thing to look at, ${day}` : `${count} things to look at, ${day}`,
  many: (count) => `${count} new in Earshot`,
  more: (count) => (count === 1 ? 'and one more' : `and ${count} more`),
  open: 'Open',
  openAll: 'Open the inbox',
  why: 'You get this because of what you chose under Settings → Notifications.',
  change: 'Change what you get',
  stop: 'No more e-mails',
  from: (source) => `from ${source}`,
};

const GERMAN: Words = {
  locale: 'de',
  severity: { urgent: 'Dringend', high: 'Hoch', middle: 'Mittel', low: 'Niedrig' },
  happened: {
    assigned: (by) => `${by} hat Ihnen dies zugewiesen`,
    called: (by) => `${by} hat Sie in einer Notiz gerufen`,
    'taken-over': (by) => `${by} hat dies von Ihnen übernommen`,
    'came-back': () => 'Ihre zurückgestellte Erwähnung ist wieder da',
    source: () => 'Eine Quelle braucht einen Blick',
  },
  somebody: 'Jemand',
  digest: (count, day) =>
    count === 1 ? `Eine Meldung für Sie, ${day}` : `${count} Meldungen für Sie, ${day}`,
  many: (count) => `${count} neue Meldungen in Earshot`,
  more: (count) => (count === 1 ? 'und eine weitere' : `und ${count} weitere`),
  open: 'Öffnen',
  openAll: 'Posteingang öffnen',
  why: 'Sie erhalten dies, weil Sie es unter Einstellungen → Benachrichtigungen so gewählt haben.',
  change: 'Auswahl ändern',
  stop: 'Keine E-Mails mehr',
  from: (source) => `von ${source}`,
};

export const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, de: GERMAN };
