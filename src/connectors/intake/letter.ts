import { createHash } from 'node:crypto';
import iconv from 'iconv-lite';
import PostalMime, { type Email } from 'postal-mime';
import type { Item } from '../../domain/mention.js';
import { Unreadable } from '../errors.js';
import { readDate } from '../text/dates.js';
import { htmlToText, tidyLine } from '../text/plain-text.js';
import { ownWords } from './own-words.js';

/** What only the mailbox knows of a message. */
export interface Kept {
  /** Names it when it has no Message-ID of its own. */
  readonly id: string;
  /** When it came; what it says itself may be anything. */
  readonly at: string | null;
}

/**
 * Reads a message of a mailbox, as far as it was fetched: attachments come last and are not read.
 *
 * @throws Unreadable when its parts are nested beyond reason
 */
export async function readLetter(bytes: Uint8Array, kept: Kept): Promise<Item> {
  return itemOf(await understand(bytes), kept);
}

/**
 * Reads a message on its own, as an .eml file has it.
 *
 * @throws Unreadable when it is no message
 */
export async function readLetterFile(bytes: Uint8Array): Promise<Item> {
  const email = await understand(bytes);
  const has = (key: string): boolean => email.headers.some((header) => header.key === key);
  const isMessage = has('from') && ['date', 'message-id', 'received', 'subject'].some(has);
  const whole = /\r?\n\r?\n/.test(Buffer.from(bytes).toString('latin1'));
  if (!isMessage || (messageId(email.messageId) === null && !whole))
    throw new Unreadable('This is no e-mail message, or it was cut off within its header.');
  const { date, subject, text, html, from } = email;
  const parts = [from?.address ?? null, date ?? null, subject ?? null, text ?? html ?? null];
  const digest = createHash('sha1').update(JSON.stringify(parts)).digest('base64url');
  return itemOf(email, { id: `sha1:${digest}`, at: sentAt(email) });
}

async function understand(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, { forceRfc822Attachments: true, maxNestingDepth: 50 });
  } catch (cause) {
    throw new Unreadable('The message is not built as e-mail is.', { cause });
  }
}

function itemOf(email: Email, { id, at }: Kept): Item {
  const [text, html, subject] = [email.text, email.html, email.subject].map((part) =>
    withoutControls(part ?? ''),
  ) as [string, string, string];
  const { from } = email;
  const address = from?.address?.toLowerCase() ?? '';
  const name = tidyLine(withoutControls(from?.name ?? ''));
  return {
    externalId: messageId(email.messageId) ?? id,
    url: archivedAt(email),
    title: tidyLine(subject) || null,
    text: ownWords(text.trim() === '' ? htmlToText(html) : text),
    author: name || address ? { name: name || address, handle: address || null, url: null } : null,
    publishedAt: at,
    updatedAt: null,
    rating: null,
    tags: [],
    parentId: messageId(email.inReplyTo),
    language: null,
  };
}

/** `TextDecoder` of Node 20 leaves 0x80–0x9F of windows-1252 as control characters, which no text has. */
function withoutControls(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (control) =>
    iconv.decode(Buffer.from(control, 'latin1'), 'windows-1252'),
  );
}

/** Without its brackets; null when it is none, or was cut off. */
function messageId(header: string | undefined): string | null {
  return /^\s*<([^<>\s]{1,998})>/.exec(header ?? '')?.[1] ?? null;
}

/** The sender's own date, or when the last server had it. */
function sentAt({ date = '', headers }: Email): string | null {
  const received = headers.find(({ key }) => key === 'received')?.value ?? '';
  return readHeaderDate(date) ?? readHeaderDate(received.slice(received.lastIndexOf(';') + 1));
}

/** What stands in brackets is for people: the zone in letters, which names several. */
function readHeaderDate(date: string): string | null {
  return readDate(date.replace(/\([^()]*\)/g, ' ').trim());
}

/** Where a mailing list keeps it (RFC 5064). */
function archivedAt({ headers }: Email): string | null {
  const value = headers.find(({ key }) => key === 'archived-at')?.value ?? '';
  const url = value.replace(/^\s*<|>\s*$/g, '').trim();
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null;
}
