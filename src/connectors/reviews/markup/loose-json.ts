import { decodeEntities } from '../../text/entities.js';

/**
 * Reads JSON as careless pages write it: line breaks and tabs within texts, comments, `<!--` or
 * CDATA around it, commas too many, quotes as character references.
 *
 * @returns undefined when it cannot be read even so
 */
export function readLooseJson(text: string): unknown {
  const bare = text
    .replace(/^\s*(?:\/\*\s*)?(?:<!--|(?:\/\/)?\s*<!\[CDATA\[)(?:\s*\*\/)?/, '')
    .replace(/(?:\/\*\s*|\/\/\s*)?(?:-->|\]\]>)(?:\s*\*\/)?\s*$/, '')
    .replace(/^\uFEFF/, '')
    .replace(/;\s*$/, '');
  for (const attempt of [() => bare, () => mended(bare), () => mended(decodeEntities(bare))]) {
    try {
      return JSON.parse(attempt()) as unknown;
    } catch {
      // The next attempt mends more.
    }
  }
  return undefined;
}

/** One piece after the other; each alternative ends, so that reading stays linear in the length. */
const PIECES =
  /"[^"\\]*(?:\\[^]?[^"\\]*)*"?|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|<!--|-->|\s+|[^"/<\-\s,[\]{}]+|[^]/g;

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function mended(json: string): string {
  const kept: string[] = [];
  for (const [piece] of json.matchAll(PIECES)) {
    if (/^(?:\s|\/\/|\/\*|<!--|-->)/.test(piece)) continue;
    if ((piece === ']' || piece === '}') && kept.at(-1) === ',') kept.pop();
    const isText = piece.startsWith('"');
    kept.push(isText ? piece.replace(/[\0-\x1f]/g, (c) => ESCAPES[c] ?? ' ') : piece);
  }
  return kept.join('');
}
