import { credential } from './load.js';
import type { Settings } from './schema.js';

/** Where e-mails are handed over, and whom they come from. */
export interface MailSettings {
  /** smtp: or smtps:, with user name and password where they are needed. */
  readonly url: string;
  readonly from: string;
  readonly timeoutMs: number;
}

/** What is missing for e-mails: a sender, the mail server, or a usable address of it. */
export type MailMissing = 'from' | 'server' | 'bad-server';

const URL_VARIABLE = 'EARSHOT_SMTP_URL';

/**
 * How e-mails are sent. The address of the mail server holds a password, so it stands in the
 * environment or in a file named there, never among the settings.
 *
 * @returns what is missing, when e-mails cannot be sent
 */
export function mailSettings(
  { mail }: Pick<Settings, 'mail'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): MailSettings | MailMissing {
  const url = credential(URL_VARIABLE, environment);
  if (mail.from === null) return 'from';
  if (url === null) return 'server';
  return isMailServer(url) ? { url, from: mail.from, timeoutMs: mail.timeoutMs } : 'bad-server';
}

function isMailServer(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (protocol === 'smtp:' || protocol === 'smtps:') && hostname !== '';
}
