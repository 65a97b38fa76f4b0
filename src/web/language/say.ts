/** What Earshot says, in the reader's language. English is the source; other languages are catalogues. */
import { createIntl, createIntlCache, type IntlShape } from 'react-intl';
import type { ReactNode } from 'react';

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const STORED = 'earshot-language';
const cache = createIntlCache();
const inEnglish = createIntl({ locale: 'en', messages: {}, onError: () => undefined }, cache);

let intl: IntlShape = inEnglish;
let language: Language = 'en';
let server: Readonly<Record<string, string>> | null = null;

/** A part of a message between tags, `<b>…</b>`. */
type Part = (inner: ReactNode[]) => ReactNode;
type Value = string | number | Date;

/**
 * A message in the reader's language.
 *
 * @param message in English, which is also its key in the catalogues. ICU MessageFormat: `{count,
 *   plural, one {# mention} other {# mentions}}`; `<b>…</b>` is drawn by the value `b`
 * @param values of its places
 */
export function say(message: string, values?: Readonly<Record<string, Value>>): string;
export function say(
  message: string,
  values: Readonly<Record<string, Value | ReactNode | Part>>,
): ReactNode;
export function say(message: string, values?: Readonly<Record<string, unknown>>): unknown {
  return intl.formatMessage(
    { id: message, defaultMessage: message },
    values as Parameters<IntlShape['formatMessage']>[1],
  );
}

/** For `Intl` and for the `lang` of what we say: dates and numbers are written as the reader does. */
export function locale(): string {
  const tags = typeof navigator === 'undefined' ? [] : navigator.languages;
  return tags.find((tag) => tag.split('-')[0] === language && isTag(tag)) ?? language;
}

/** Some systems name languages that `Intl` refuses: `en-US@posix`. */
function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

export const languageNow = (): Language => language;

/** What the server says, in the reader's language; null where that is English. */
export const serverSentences = (): Readonly<Record<string, string>> | null => server;

/** Which language to open in: what was chosen here, else what the browser asks for. */
export function wantedLanguage(): Language {
  const wanted = [localStorage.getItem(STORED), ...navigator.languages];
  for (const tag of wanted) {
    const known = tag?.split('-')[0];
    if (known !== undefined && known in LANGUAGES) return known as Language;
  }
  return 'en';
}

/** Opens the page again in this language. */
export function chooseLanguage(next: Language): void {
  localStorage.setItem(STORED, next);
  window.location.reload();
}

/** To be called before anything is said, once. */
export async function openLanguage(next: Language): Promise<void> {
  language = next;
  document.documentElement.lang = next;
  // None of ours is written from the right yet; the pages are ready for one, and a test holds them to it.
  document.documentElement.dir ||= 'ltr';
  if (next === 'en') return;
  const { messages, sentences } = await import('./german.js');
  // A message that is missing is said in English; a test sees to it that none is.
  intl = createIntl({ locale: locale(), messages, onError: () => undefined }, cache);
  server = sentences;
}
