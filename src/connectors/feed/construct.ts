import { isUtf8 } from 'node:buffer';
import { htmlToText, looksLikeHtml, tidy, tidyLine } from '../text/plain-text.js';

/** How the text of an element is to be understood. */
export type TextKind =
  /** Exactly as it stands. */
  | 'text'
  | 'html'
  /** RSS does not say: HTML when it looks like it. */
  | 'unstated'
  /** Markup is elements of the feed itself; they were written out again as HTML. */
  | 'inline'
  | 'base64';

/**
 * The kind that an Atom text construct declares (RFC 4287, sections 3.1 and 4.1.3; for Atom 0.3
 * the `mode` attribute).
 *
 * @param type the `type` attribute; null when there is none
 * @param mode the `mode` attribute of Atom 0.3; null when there is none
 */
export function atomKind(type: string | null, mode: string | null): TextKind {
  const media = (type ?? '').toLowerCase().split(';', 1)[0]?.trim() ?? '';
  if (mode === 'base64') return 'base64';
  if (mode === 'escaped') return media === 'text/plain' || media === 'text' ? 'text' : 'html';
  if (media === '' || media === 'text' || media === 'text/plain') return 'text';
  if (media === 'html' || media === 'text/html') return mode === 'xml' ? 'inline' : 'html';
  if (media === 'xhtml' || /[+/]xml$/.test(media)) return 'inline';
  return media.startsWith('text/') || !media.includes('/') ? 'text' : 'base64';
}

/** What was found between the tags of an element. */
export interface Captured {
  /** Its text, with the tags of elements within it written out again. */
  readonly content: string;
  readonly hasElements: boolean;
  readonly kind: TextKind;
}

/** Plain text with its paragraphs. */
export function toText({ content, hasElements, kind }: Captured): string {
  switch (kind) {
    case 'text':
      return hasElements ? htmlToText(content) : tidy(content);
    case 'html':
    case 'inline':
      return htmlToText(content);
    case 'unstated':
      return hasElements || looksLikeHtml(content) ? htmlToText(content) : tidy(content);
    case 'base64':
      return toText({ content: fromBase64(content) ?? content, hasElements, kind: 'unstated' });
  }
}

/** Plain text on one line, as for titles. */
export function toLine(captured: Captured): string {
  return tidyLine(toText(captured));
}

/** The decoded text; null when it is none, since unknown media types are often plain text after all. */
function fromBase64(content: string): string | null {
  if (!/^[\w+/\s-]+={0,2}$/.test(content.trimEnd())) return null;
  const bytes = Buffer.from(content, 'base64');
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}
