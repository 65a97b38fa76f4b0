import { isUtf8 } from 'node:buffer';
import { detect } from 'chardet';
import iconv from 'iconv-lite';

/**
 * Turns the bytes of a document into text, whoever may be lying about the encoding.
 *
 * Order: byte order mark; UTF-16 or UTF-32 by the look of the first tag; bytes that are valid
 * UTF-8 are UTF-8, whatever the labels say, since text in another encoding hardly ever is; the
 * HTTP header; the document's own declaration; a statistical guess.
 *
 * Legacy encodings go through iconv-lite: `TextDecoder` of Node 20 leaves 0x80–0x9F of
 * windows-1252 as control characters.
 *
 * @param contentType the HTTP header, when there was one
 */
export function decodeText(bytes: Uint8Array, contentType?: string): string {
  return withoutC1(decodeBytes(bytes, contentType));
}

function decodeBytes(bytes: Uint8Array, contentType: string | undefined): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = wideEncoding(buffer);
  if (wide !== null) return wellFormed(iconv.decode(buffer, wide));
  const labels = statedEncodings(buffer, contentType);
  if (isUtf8(buffer)) {
    const escaped = labels.find((label) => label === 'iso-2022-jp');
    return escaped !== undefined && buffer.includes(0x1b)
      ? new TextDecoder(escaped).decode(buffer)
      : withoutMark(buffer.toString('utf8'));
  }
  const stated = labels.find((label) => label !== 'utf-8' && iconv.encodingExists(label));
  if (stated !== undefined) return iconv.decode(buffer, stated);
  if (isDamagedUtf8(buffer)) return withoutMark(buffer.toString('utf8'));
  return iconv.decode(buffer, guess(buffer));
}

function wideEncoding(bytes: Buffer): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0)
    return (c === 0xfe && d === 0xff) || (c === 0 && d === 0x3c) ? 'utf-32be' : null;
  if (a === 0x3c && b === 0) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0 && b === 0x3c) return 'utf-16be';
  return null;
}

/** What header and declaration say, the more trustworthy first. */
function statedEncodings(bytes: Buffer, contentType: string | undefined): string[] {
  const header = label(/charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1]);
  const start = bytes.toString('latin1', 0, 1024);
  const declared = label(/<\?xml[^>]{0,200}?\bencoding\s*=\s*["']\s*([\w.:-]+)/i.exec(start)?.[1]);
  // Latin-1 and ASCII are what servers say of files that they know nothing about.
  const stated = header === 'windows-1252' ? [declared, header] : [header, declared];
  return stated.filter((name) => name !== null);
}

/** Names that mean a larger encoding on the web than they say (WHATWG Encoding Standard). */
const MEANT: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'us-ascii': 'windows-1252',
  ascii: 'windows-1252',
  'iso-8859-9': 'windows-1254',
  'iso-8859-11': 'windows-874',
  'tis-620': 'windows-874',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'shift-jis': 'shift_jis',
  'x-sjis': 'shift_jis',
  'x-mac-cyrillic': 'maccyrillic',
};

function label(name: string | undefined): string | null {
  if (name === undefined) return null;
  const lower = name.toLowerCase();
  if (lower === 'utf-7') return null;
  return MEANT[lower] ?? lower;
}

/** UTF-8 with a few broken bytes, as cut-off texts and careless scripts leave them. */
function isDamagedUtf8(bytes: Buffer): boolean {
  let broken = 0;
  let whole = 0;
  for (const character of bytes.toString('utf8')) {
    if (character === '\ufffd') broken++;
    else if (character > '\x7f') whole++;
  }
  return whole > broken;
}

const SAMPLE_BYTES = 32_768;

function guess(bytes: Buffer): string {
  const firstHigh = bytes.findIndex((byte) => byte > 0x7f);
  const from = Math.max(0, firstHigh - 1024);
  const name = detect(bytes.subarray(from, from + SAMPLE_BYTES)) ?? 'windows-1252';
  const meant = label(name) ?? 'windows-1252';
  return meant !== 'utf-8' && iconv.encodingExists(meant) ? meant : 'windows-1252';
}

/** Windows characters that were taken for Latin-1 on their way: nobody writes C1 controls. */
function withoutC1(text: string): string {
  return text.replace(/[\x80-\x9f]/g, (control) =>
    iconv.decode(Buffer.from(control, 'latin1'), 'windows-1252'),
  );
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Halves of surrogate pairs on their own cannot be stored as UTF-8. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
