import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/settings/package-root.js';

const document = readFileSync(join(PACKAGE_ROOT, 'docs', 'security.md'), 'utf8');

/** How many requirements of levels 1 and 2 ASVS 5.0.0 has by section; those of level 3 come last there. */
const LEVEL_2: Readonly<Record<string, number>> = {
  '1.1': 2,
  '1.2': 9,
  '1.3': 11,
  '1.4': 3,
  '1.5': 2,
  '2.1': 3,
  '2.2': 3,
  '2.3': 4,
  '2.4': 1,
  '6.1': 3,
  '6.2': 12,
  '6.3': 4,
  '6.4': 4,
  '6.5': 5,
  '6.6': 3,
  '6.8': 4,
  '7.1': 3,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 2,
  '7.6': 2,
  '8.1': 2,
  '8.2': 3,
  '8.3': 1,
  '8.4': 1,
};

interface Row {
  readonly number: string;
  readonly met: string;
  readonly held: string;
}

const rows: Row[] = [...document.matchAll(/^\| (\d+\.\d+\.\d+) .*$/gm)].map(
  ([line, number = '']) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return { number, met: cells[3] ?? '', held: cells[4] ?? '' };
  },
);
const cited = [...document.matchAll(/`(test\/[\w./-]+)`: "([^"]+)"/g)].map(
  ([, file = '', name = '']) => ({ file, name }),
);

describe('docs/security.md', () => {
  it('goes through every requirement of its chapters, in order', () => {
    const wanted = Object.entries(LEVEL_2).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, n) => `${section}.${n + 1}`),
    );
    const chapters = rows.filter(({ number }) => /^(1|2|6|7|8)\./.test(number));
    expect(chapters.map(({ number }) => number)).toEqual(wanted);
  });

  it.each(rows)('names a test for $number, or says why there is none', ({ met, held }) => {
    expect(met.length).toBeGreaterThan(0);
    const isOpen = met.startsWith('n/a') || held.startsWith('not tested');
    expect(isOpen || held.includes('`test/')).toBe(true);
  });

  it.each(cited)('cites a test that is there: $file: $name', ({ file, name }) => {
    const path = join(PACKAGE_ROOT, file);
    expect(existsSync(path), file).toBe(true);
    const titles = readFileSync(path, 'utf8').matchAll(
      /\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")\s*,\s*(?:async\s*)?(?:\(|\w+\s*=>|function)/g,
    );
    const there = [...titles].map(([, single, double]) => single ?? double);
    expect(there).toContain(name);
  });

  it('hides nothing: what is not met is found by that word', () => {
    const open = rows.filter(({ met }) => /^(not|partly) met/.test(met));
    expect(open.map(({ number }) => number)).toEqual([
      '2.1.2',
      '2.4.1',
      '6.2.12',
      '7.5.2',
      '7.6.2',
      '16.3.2',
    ]);
  });
});
