import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildWeb } from './browser.js';

const folder = buildWeb();
const read = (path: string): Buffer => readFileSync(join(folder, path));
const LIMIT = 300_000;

/** Files of the folder of code that a text names, in whatever way. */
const namedIn = (text: string): string[] =>
  [...text.matchAll(/["'`](?:\.\/|\/?assets\/)([\w.-]+\.(?:js|css))["'`]/g)].map(
    ([, name]) => `assets/${name}`,
  );
/** Those that must be there before it runs. */
const importedBy = (code: string): string[] =>
  [...code.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)].map(
    ([, name]) => `assets/${name}`,
  );

/** What the browser fetches before the inbox is drawn. */
function firstFiles(): ReadonlySet<string> {
  const entries = namedIn(read('index.html').toString()).filter((name) => name.endsWith('.js'));
  // The entry fetches the application itself as soon as the language is known.
  const later = entries.flatMap((name) => namedIn(read(name).toString()));
  const waiting = [
    ...namedIn(read('index.html').toString()),
    ...later.filter((name) => !/\/german-/.test(name)),
  ];
  const files = new Set<string>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (files.has(next)) continue;
    files.add(next);
    if (next.endsWith('.js')) waiting.push(...importedBy(read(next).toString()));
  }
  return files;
}

describe('the code of the first page', () => {
  const files = [...firstFiles()];

  it(`is no more than ${LIMIT / 1000} kB, packed`, () => {
    const bytes = files.reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0);
    process.stdout.write(
      `first page: ${(bytes / 1000).toFixed(1)} kB gzip, ${files.length} files\n`,
    );
    expect(files.some((name) => /\/app-.*\.js$/.test(name))).toBe(true);
    expect(bytes).toBeGreaterThan(150_000);
    expect(bytes).toBeLessThanOrEqual(LIMIT);
  });

  it('holds no language but the one that it is written in', () => {
    expect(files.filter((name) => read(name).includes('Erwähnung'))).toEqual([]);
  });
});
