import type { AuditEntry } from '../../app/wire.js';
import { locale, say } from '../../language/say.js';

type Kind = AuditEntry['subject']['kind'];

const KINDS: Record<Kind, string> = {
  mention: say('Mention'),
  task: say('Task'),
  source: say('Source'),
  monitor: say('Monitor'),
  user: say('Person'),
  team: say('Team'),
  token: say('Token'),
  queue: say('Queue'),
  session: say('Session'),
  reading: say('Reading'),
  taxonomy: say('Topics'),
  proposal: say('Proposed topic'),
  macro: say('Macro'),
  view: say('Saved view'),
};

export const kindName = (kind: Kind): string => KINDS[kind];

/** What the log can be narrowed to: sign-ins first, for they are looked for most. */
export const KIND_CHOICES = [
  { value: 'sign-in', name: say('Sign-ins') },
  ...Object.entries(KINDS).map(([value, name]) => ({ value, name })),
];

/** Where what a line is about is shown; null when nowhere. */
export function placeOf({ kind, id }: AuditEntry['subject']): string | null {
  if (kind === 'mention') return `/inbox/${id}`;
  if (kind === 'task') return `/tasks/${id}`;
  if (kind === 'source') return `/sources/${id}`;
  if (kind === 'monitor') return '/monitors';
  if (kind === 'user') return '/settings/people';
  if (kind === 'team') return '/settings/teams';
  if (kind === 'macro') return '/settings/macros';
  if (kind === 'taxonomy') return '/topics/history';
  return null;
}

const days = new Intl.DateTimeFormat(locale(), {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const times = new Intl.DateTimeFormat(locale(), {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

export const dayOf = (iso: string): string => days.format(new Date(iso));
export const timeOf = (iso: string): string => times.format(new Date(iso));

/** Lines by the day they fall on in the reader's zone, in the order in which they come. */
export function byDay(entries: readonly AuditEntry[]): [string, AuditEntry[]][] {
  const found = new Map<string, AuditEntry[]>();
  for (const entry of entries) {
    const day = dayOf(entry.at);
    const lines = found.get(day);
    if (lines === undefined) found.set(day, [entry]);
    else lines.push(entry);
  }
  return [...found];
}
