import { Parser } from 'htmlparser2';
import { Unreadable } from '../../errors.js';
import { absoluteUrl } from '../../text/absolute-url.js';
import { decodeEntities } from '../../text/entities.js';
import { tidyLine } from '../../text/plain-text.js';
import { readJsonLd } from './json-ld.js';
import { MICRODATA, RDFA, Scopes } from './scopes.js';
import type { Thing } from './thing.js';

/** Deeper than real pages are, even careless ones: what is deeper only costs time. */
const MAX_DEPTH = 1000;

/** What a web page says of itself and of things. */
export interface MarkedUpPage {
  /** JSON-LD first, then microdata, then RDFa. */
  readonly things: readonly Thing[];
  readonly title: string | null;
  /** Its lasting address, as it states it. */
  readonly canonical: string | null;
  /** The following page, as its links say. */
  readonly next: string | null;
  /** ISO 639-1 code. */
  readonly language: string | null;
}

/** @throws Unreadable when the page is nested beyond all reason */
export function readPage(html: string, url: string | null): MarkedUpPage {
  const reader = new PageReader(html);
  reader.read();
  return {
    things: [...reader.jsonLd, ...reader.microdata.things, ...reader.rdfa.things],
    title: tidyLine(decodeEntities(reader.title)) || null,
    canonical: absoluteUrl(reader.canonical, url),
    next: absoluteUrl(reader.next, url),
    language: /^([a-z]{2})(?:[-_]|$)/i.exec(reader.language)?.[1]?.toLowerCase() ?? null,
  };
}

type Attributes = Readonly<Record<string, string>>;

class PageReader {
  readonly jsonLd: Thing[] = [];
  readonly microdata: Scopes;
  readonly rdfa: Scopes;
  title = '';
  canonical = '';
  next = '';
  language = '';
  private depth = 0;
  /** Where the content of the script or title that is open begins. */
  private contentFrom: number | null = null;
  private hasEnded = false;

  constructor(private readonly html: string) {
    this.microdata = new Scopes(MICRODATA, html);
    this.rdfa = new Scopes(RDFA, html);
  }

  read(): void {
    const parser: Parser = new Parser({
      onopentag: (name, attributes) => this.open(name, attributes, parser.endIndex + 1),
      onclosetag: (name) => this.close(name, parser.startIndex),
    });
    parser.write(this.html);
    this.hasEnded = true;
    parser.end();
  }

  private open(name: string, attributes: Attributes, contentFrom: number): void {
    if (++this.depth > MAX_DEPTH) {
      throw new Unreadable('The page is nested deeper than any real page; Earshot stops reading.');
    }
    this.microdata.open(name, attributes, contentFrom);
    this.rdfa.open(name, attributes, contentFrom);
    if (name === 'html') this.language = attributes['lang'] ?? attributes['xml:lang'] ?? '';
    if (name === 'link' || name === 'a') this.link(attributes);
    const isJsonLd = name === 'script' && /\bld\+json\b/i.test(attributes['type'] ?? '');
    if (isJsonLd || (name === 'title' && this.title === '')) this.contentFrom = contentFrom;
  }

  private link({ rel = '', href = '' }: Attributes): void {
    const relations = rel.toLowerCase().split(/\s+/);
    if (relations.includes('canonical')) this.canonical ||= href;
    if (relations.includes('next')) this.next ||= href;
  }

  private close(name: string, contentTo: number): void {
    this.depth--;
    const to = this.hasEnded ? null : contentTo;
    this.microdata.close(to);
    this.rdfa.close(to);
    if (this.contentFrom === null || (name !== 'script' && name !== 'title')) return;
    const content = this.html.slice(this.contentFrom, contentTo);
    this.contentFrom = null;
    if (name === 'title') this.title = content;
    else if (!this.hasEnded) this.jsonLd.push(...readJsonLd(content));
  }
}
