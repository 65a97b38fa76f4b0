/** Languages of the pages. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * Length of a password in characters (code points). At least 12, and long ones are welcome: OWASP
 * ASVS 5.0, 6.2.1 (15 are recommended) and 6.2.9 (64 or more must be possible).
 */
export const LEAST_PASSWORD = 12;
export const MOST_PASSWORD = 128;

/** Whether it is one that dates can be written in, `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
