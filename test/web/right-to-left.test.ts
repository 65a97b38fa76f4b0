import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { webFiles } from './messages.js';

/** Four sides of which the right one is not as the left one. */
const LOPSIDED = /(?:padding|margin|inset):\s*\S+\s+(\S+)\s+\S+\s+(?!\1;)[^\s;]+;/;
const IN_CSS = [
  /(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b/,
  /border-(?:top|bottom)-(?:left|right)-radius/,
  /(?:^|[\s;{])(?:left|right)\s*:/,
  /text-align:\s*(?:left|right)/,
  /(?:float|clear):\s*(?:left|right)/,
  LOPSIDED,
];
const IN_CODE = [
  /\b(?:margin|padding|border)(?:Left|Right)\b/,
  /\btextAlign:\s*'(?:left|right)'/,
  /\s(?:ml|mr|pl|pr)=[{"]/,
  /style=.*\b(?:left|right):/,
];

/** Where a side is meant, whatever the direction of the language. */
const MEANT: Readonly<Record<string, RegExp>> = {
  // Placed by where the pointer or the row is, in coordinates of the window.
  'src/web/inbox/row-hint.tsx': /left/,
};

function sidesIn(path: string, patterns: readonly RegExp[]): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line, at) => ({ line: line.trim(), where: `${path}:${at + 1}` }))
    .filter(({ line }) => !line.startsWith('*') && !line.startsWith('/'))
    .filter(({ line }) => patterns.some((pattern) => pattern.test(line)))
    .filter(({ line }) => !(MEANT[path]?.test(line) ?? false))
    .map(({ line, where }) => `${where} ${line}`);
}

describe('for languages that are written from the right', () => {
  it('styles name the start and the end of a line, not its left and right', () => {
    expect(webFiles(/\.css$/).flatMap((path) => sidesIn(path, IN_CSS))).toEqual([]);
  });

  it('so do components', () => {
    expect(webFiles(/\.tsx?$/).flatMap((path) => sidesIn(path, IN_CODE))).toEqual([]);
  });

  it.each([
    ['  margin-left: 8px;', true],
    ['  left: 0;', true],
    ['a { right: 0; }', true],
    ['  padding: 6px 12px 6px 0;', true],
    ['  padding: 6px 12px 8px 12px;', false],
    ['  margin-inline-start: 8px;', false],
    ['  grid-template-columns: 1fr 2fr;', false],
  ])('the search takes "%s" for %s', (line, expected) => {
    expect(IN_CSS.some((pattern) => pattern.test(line))).toBe(expected);
  });
});
