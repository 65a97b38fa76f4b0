import type { NotificationKind, Severity } from '../domain/notification.js';

/** The languages that messages are written in. */
export type Language = 'en' | 'de';

/** Something that a person is told, as a message tells it. Texts of places are hostile. */
export interface Told {
  readonly kind: NotificationKind;
  readonly severity: Severity | null;
  /** 0..100; null: none yet, or not about a mention. */
  readonly priority: number | null;
  /** Who did it, of what people did. */
  readonly by: string | null;
  readonly title: string | null;
  readonly excerpt: string | null;
  readonly sourceName: string;
  /** What became of a source, in words. */
  readonly detail: string | null;
  /** Address of it in Earshot, absolute. */
  readonly link: string;
}

const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g;

/** On one line, without what cannot be seen: nothing in it may look like a part of the message. */
export function oneLine(text: string, most: number): string {
  const line = text.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
  const letters = Array.from(line);
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : line;
}

/** The headline of a thing: its title, else how its text begins. */
export function headline({ title, excerpt, sourceName }: Told, most: number): string {
  return oneLine(title ?? '', most) || oneLine(excerpt ?? '', most) || oneLine(sourceName, most);
}
