import type { ItemAuthor } from '../../domain/mention.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { htmlToText, looksLikeHtml, tidyLine } from '../text/plain-text.js';

/** The parts of an author as formats give them; absent is empty. */
export interface AuthorParts {
  name: string;
  email: string;
  uri: string;
  /** Text of the element itself: RSS writes `mail (name)` and other mixtures there. */
  text: string;
}

const MAIL = /[^\s<>()"]{1,64}@[^\s<>()"]{1,255}/;

/**
 * Whom a post is by. The mail address is only used when there is no name.
 *
 * @param base what a relative address of the author is relative to
 * @returns null when nobody is named
 */
export function readAuthor(parts: AuthorParts, base: string | null): ItemAuthor | null {
  const stated = line(parts.name) || withoutMail(line(parts.text));
  const name = stated || line(parts.email) || line(parts.text);
  const url = absoluteUrl(parts.uri, base);
  if (name === '' && url === null) return null;
  return { name: name === '' ? null : name, handle: handleOf(name), url };
}

function line(text: string): string {
  return tidyLine(looksLikeHtml(text) ? htmlToText(text) : text).slice(0, 300);
}

/** `jo@example.com (Jo Doe)` and `Jo Doe <jo@example.com>` name Jo Doe. */
function withoutMail(text: string): string {
  if (!text.includes('@')) return text;
  const bare = text
    .replace(MAIL, ' ')
    .replace('mailto:', ' ')
    .replace(/[()<>"]/g, ' ');
  return bare.replace(/\s+/g, ' ').trim();
}

/** Reddit's feeds write `/u/name`; elsewhere a feed does not tell names from handles. */
function handleOf(name: string): string | null {
  return /^\/?u\/([\w-]{1,40})$/.exec(name)?.[1] ?? null;
}
