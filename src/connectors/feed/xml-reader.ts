import { decodeEntities, DeclaredEntities } from '../text/entities.js';

/** Receives a document in order. Every `open` is followed by its `close`, save at the very end. */
export interface XmlHandler {
  /** @param attributes the source text between the name and the end of the tag */
  open(name: string, attributes: string): void;
  close(): void;
  /** @param isCdata whether references in it stand for themselves */
  text(raw: string, isCdata: boolean): void;
}

/** Elements deeper than this are passed over; their text still counts. */
const MAX_DEPTH = 128;

const SPACE = 32;
const QUOTE = 34;
const APOSTROPHE = 39;
const SLASH = 47;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;

/**
 * Reads XML as it is found in the wild: in one pass, in time linear in its length, whatever it
 * holds. Not well-formed parts never stop it: a `<` or `&` that starts nothing is text, a closing
 * tag that fits nothing is dropped, one that skips open elements closes them, what is not closed
 * at the end stays open. DTDs are not fetched; of an internal one only short plain entities count.
 */
export class XmlReader {
  readonly entities = new DeclaredEntities();
  private readonly openNames: string[] = [];
  private readonly openCounts = new Map<string, number>();
  /** Elements open beyond the greatest depth. */
  private tooDeep = 0;
  /** Terminators known to be nowhere ahead, so that looking for them stays linear. */
  private readonly missing = new Set<string>();
  private at = 0;

  constructor(
    private readonly source: string,
    private readonly handler: XmlHandler,
  ) {}

  read(): void {
    const { source } = this;
    while (this.at < source.length) {
      const tag = source.indexOf('<', this.at);
      const textEnd = tag < 0 ? source.length : tag;
      if (textEnd > this.at) this.handler.text(source.slice(this.at, textEnd), false);
      this.at = textEnd;
      if (tag >= 0) this.markup(tag);
    }
  }

  private markup(tag: number): void {
    const code = this.source.charCodeAt(tag + 1);
    if (code === SLASH) this.closingTag(tag);
    else if (isNameStart(code)) this.openingTag(tag);
    else if (code === 63 /* ? */) this.skipTo('?>', tag);
    else if (code === 33 /* ! */) this.declaration(tag);
    else this.literal(tag, 1);
  }

  private literal(from: number, length: number): void {
    this.handler.text(this.source.slice(from, from + length), false);
    this.at = from + length;
  }

  private openingTag(tag: number): void {
    const { source } = this;
    let nameEnd = tag + 2;
    while (nameEnd < source.length && !endsName(source.charCodeAt(nameEnd))) nameEnd++;
    const end = this.tagEnd(nameEnd);
    if (end < 0) return this.literal(tag, 1);
    this.at = end + 1;
    const selfClosing = source.charCodeAt(end - 1) === SLASH && end - 1 >= nameEnd;
    if (this.openNames.length >= MAX_DEPTH) {
      if (!selfClosing) this.tooDeep++;
      return;
    }
    const name = source.slice(tag + 1, nameEnd);
    this.handler.open(name, source.slice(nameEnd, selfClosing ? end - 1 : end));
    if (selfClosing) return this.handler.close();
    this.openNames.push(name);
    this.openCounts.set(name, (this.openCounts.get(name) ?? 0) + 1);
  }

  /** The `>` of a tag, not one within a quoted value; -1 when another tag starts first. */
  private tagEnd(from: number): number {
    const { source } = this;
    let before = SPACE;
    for (let at = from; at < source.length; at++) {
      const code = source.charCodeAt(at);
      if (code === GREATER) return at;
      if (code === LESS) return -1;
      if ((code === QUOTE || code === APOSTROPHE) && before === EQUALS) {
        const quoteEnd = source.indexOf(source.charAt(at), at + 1);
        if (quoteEnd > 0) at = quoteEnd;
      }
      if (code > SPACE) before = code;
    }
    return -1;
  }

  private closingTag(tag: number): void {
    const { source } = this;
    let end = tag + 2;
    while (end < source.length && !endsTag(source.charCodeAt(end))) end++;
    this.at = source.charCodeAt(end) === GREATER ? end + 1 : end;
    if (this.tooDeep > 0) {
      this.tooDeep--;
      return;
    }
    this.closeUpTo(source.slice(tag + 2, end).trim());
  }

  private closeUpTo(name: string): void {
    if ((this.openCounts.get(name) ?? 0) === 0) return;
    let closed: string | undefined;
    do {
      closed = this.openNames.pop();
      if (closed === undefined) return;
      this.openCounts.set(closed, (this.openCounts.get(closed) ?? 1) - 1);
      this.handler.close();
    } while (closed !== name);
  }

  private declaration(tag: number): void {
    const { source } = this;
    if (source.startsWith('<!--', tag)) return this.skipTo('-->', tag + 2);
    if (source.startsWith('<![CDATA[', tag)) return this.cdata(tag + 9);
    if (/^<!doctype\b/i.test(source.slice(tag, tag + 10))) return this.doctype(tag);
    if (isNameStart(source.charCodeAt(tag + 2))) return this.skipTo('>', tag);
    this.literal(tag, 2);
  }

  private cdata(from: number): void {
    const end = this.find(']]>', from);
    this.handler.text(this.source.slice(from, end < 0 ? undefined : end), true);
    this.at = end < 0 ? this.source.length : end + 3;
  }

  private doctype(tag: number): void {
    const end = this.find('>', tag);
    const subset = this.find('[', tag);
    if (subset < 0 || end < 0 || subset > end) return this.skipTo('>', tag);
    const subsetEnd = this.find(']', subset);
    if (subsetEnd < 0) return this.skipTo('>', tag);
    const declarations = this.source.slice(subset + 1, Math.min(subsetEnd, subset + 65_536));
    const entity = /<!ENTITY\s{1,20}([\w.-]{1,38})\s{1,20}(?:"([^"<]*)"|'([^'<]*)')/g;
    for (const [, name = '', double, single] of declarations.matchAll(entity)) {
      this.entities.declare(name, decodeEntities(double ?? single ?? ''));
    }
    this.at = subsetEnd;
    this.skipTo('>', subsetEnd);
  }

  /** Goes on behind the terminator; without one, what seemed markup is text. */
  private skipTo(terminator: string, from: number): void {
    const end = this.find(terminator, from);
    if (end < 0) this.literal(from, Math.min(2, this.source.length - from));
    else this.at = end + terminator.length;
  }

  private find(terminator: string, from: number): number {
    if (this.missing.has(terminator)) return -1;
    const found = this.source.indexOf(terminator, from);
    if (found < 0) this.missing.add(terminator);
    return found;
  }
}

function isNameStart(code: number): boolean {
  const lower = code | 32;
  return (lower >= 97 && lower <= 122) || code === 95 || code === 58 || code > 127;
}

function endsName(code: number): boolean {
  return code <= SPACE || code === GREATER || code === SLASH || code === LESS || code === EQUALS;
}

function endsTag(code: number): boolean {
  return code === GREATER || code === LESS;
}
