import { decodeHTMLStrict, fromCodePoint, replaceCodePoint } from 'entities/decode';

/** Longest reference that is looked at, `&` and `;` included. */
const MAX_REFERENCE = 40;
const SEMICOLON = 59;

/**
 * Entities that a document declares for itself, as plain replacement texts. References in the
 * replacements are not followed and the total size is bounded, so no expansion attack works.
 */
export class DeclaredEntities {
  private static readonly MAX_COUNT = 100;
  private static readonly MAX_LENGTH = 256;
  private readonly texts = new Map<string, string>();
  private leftToExpand = 100_000;

  declare(name: string, text: string): void {
    if (this.texts.size >= DeclaredEntities.MAX_COUNT) return;
    if (text.length > DeclaredEntities.MAX_LENGTH || this.texts.has(name)) return;
    this.texts.set(name, text);
  }

  expand(name: string): string | null {
    const text = this.texts.get(name) ?? null;
    if (text === null || text.length > this.leftToExpand) return null;
    this.leftToExpand -= text.length;
    return text;
  }
}

/**
 * Resolves character references of XML, HTML's named ones and those that the document declares.
 * What is no known reference stays as it is, so a bare `&` survives. Linear in the length.
 */
export function decodeEntities(text: string, declared?: DeclaredEntities): string {
  let ampersand = text.indexOf('&');
  if (ampersand < 0) return text;
  let result = '';
  let from = 0;
  while (ampersand >= 0) {
    const end = referenceEnd(text, ampersand);
    const resolved = end < 0 ? null : resolve(text.slice(ampersand + 1, end), declared);
    if (resolved !== null) {
      result += text.slice(from, ampersand) + resolved;
      from = end + 1;
    }
    ampersand = text.indexOf('&', resolved === null ? ampersand + 1 : from);
  }
  return result + text.slice(from);
}

/** Index of the semicolon that ends the reference, or -1 when it is none. */
function referenceEnd(text: string, ampersand: number): number {
  const limit = Math.min(text.length, ampersand + MAX_REFERENCE);
  for (let at = ampersand + 1; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === SEMICOLON) return at > ampersand + 1 ? at : -1;
    if (!isNameCode(code)) return -1;
  }
  return -1;
}

function isNameCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 35 || // #
    code === 95 || // _
    code === 45 || // -
    code === 46 // .
  );
}

const FREQUENT = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
]);

function resolve(name: string, declared: DeclaredEntities | undefined): string | null {
  const frequent = FREQUENT.get(name);
  if (frequent !== undefined) return frequent;
  if (name.startsWith('#')) return fromNumber(name);
  const own = declared?.expand(name) ?? null;
  if (own !== null) return own;
  const reference = `&${name};`;
  const text = decodeHTMLStrict(reference);
  return text === reference ? null : text;
}

function fromNumber(name: string): string | null {
  const isHex = name[1] === 'x' || name[1] === 'X';
  const digits = name.slice(isHex ? 2 : 1);
  if (!(isHex ? /^[0-9a-f]{1,8}$/i : /^\d{1,10}$/).test(digits)) return null;
  return fromCodePoint(replaceCodePoint(Number.parseInt(digits, isHex ? 16 : 10)));
}
