import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { agreementOf, cohensKappa, readTwice } from '../../src/classify/training/agreement.js';
import { PERMISSIVE_SETS } from '../../src/classify/training/examples.js';
import { readOwn, readWritten, type OwnRow } from '../../src/classify/training/own-labels.js';

const LABELS = 'config/labels';
const README = readFileSync(`${LABELS}/README.md`, 'utf8');
const PARTS = ['train', 'dev', 'held'] as const;

const train = readOwn(LABELS, 'train');
const dev = readOwn(LABELS, 'dev');
const held = readOwn(LABELS, 'held');
const real = [...train, ...dev, ...held];
const written = readWritten(LABELS);

/** What is left of a text when case, links, handles, punctuation and white space are not looked at. */
const normal = ({ text }: OwnRow): string =>
  text
    .toLowerCase()
    .replace(/@\w+|https?:\S*/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
/** Texts of nothing but handles, links and smileys are alike only because nothing is left. */
const normals = (rows: readonly OwnRow[]): Set<string> =>
  new Set(rows.map(normal).filter((text) => text !== ''));
const common = (one: readonly OwnRow[], other: readonly OwnRow[]): string[] => {
  const others = normals(other);
  return [...normals(one)].filter((text) => others.has(text));
};
/** Cells of the rows of the README's tables, without the marks of the text. */
const cells = README.split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').slice(1, -1))
  .map((row) => row.map((cell) => cell.replace(/`|\*\*/g, '').trim()));
const documented = (first: string): string[] | undefined => cells.find(([cell]) => cell === first);

describe('the labels of this project', () => {
  it('are at least 6,000 real texts, a tenth of them read twice, each row once', () => {
    expect(real.length).toBeGreaterThanOrEqual(6000);
    const ids = new Set(real.map(({ id }) => id));
    expect(ids.size).toBe(real.length);
    expect(new Set(written.map(({ id }) => id)).size).toBe(written.length);

    const twice = readTwice(LABELS).map(({ id }) => id);
    expect(twice.length).toBeGreaterThanOrEqual(real.length / 10);
    expect(new Set(twice).size).toBe(twice.length);
    expect(twice.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('are of texts whose licence permits to pass them on, named in NOTICE', () => {
    const notice = readFileSync('NOTICE', 'utf8');
    const sources = new Set(real.map(({ source }) => source));
    for (const source of sources) {
      expect(PERMISSIVE_SETS).toHaveProperty(source);
      expect(notice).toContain(source);
    }
    expect(real.filter(({ id, source }) => !id.startsWith(`${source}:`))).toEqual([]);
  });

  it('say which texts were written for them, in blocks that keep siblings together', () => {
    expect(
      written.filter(({ source, id }) => source !== 'written' || !id.startsWith('written:')),
    ).toEqual([]);
    expect(written.filter(({ block }) => block === undefined)).toEqual([]);
    const blocks = new Map<string, Set<string | undefined>>();
    for (const row of written.filter(({ lang }) => lang === 'en')) {
      blocks.set(row.text, (blocks.get(row.text) ?? new Set()).add(row.block));
    }
    expect([...blocks].filter(([, its]) => its.size > 1)).toEqual([]);
    expect(common(written, real)).toEqual([]);
  });

  it('hold no text in two parts, so that what is held back stays unseen', () => {
    expect(common(held, [...train, ...dev, ...written])).toEqual([]);
    expect(common(train, dev)).toEqual([]);
  });

  it('hold no address of e-mail of a private person, no telephone number and no handle', () => {
    const theirs =
      /(?<!\w)@(?!anonymous\b)\w{2,}|\b\d{3}[- .]\d{3}[- .]\d{4}\b|\b[\w.]+@(gmail|yahoo|hotmail|aol)\b/i;
    expect(real.map(({ text }) => text).filter((text) => theirs.test(text))).toEqual([]);
  });

  it('come without the texts where these are not ours to pass on', () => {
    const files = readdirSync(`${LABELS}/measured`).filter((name) => name.endsWith('.jsonl'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const lines = readFileSync(`${LABELS}/measured/${file}`, 'utf8').trim().split('\n');
      const rows = lines.map((line): unknown => JSON.parse(line));
      for (const row of rows) {
        expect(row).toStrictEqual({
          set: expect.stringMatching(/^(umsab_..|germeval17_bahn)$/),
          id: expect.stringMatching(/^(val|dev|train)-\d+$/),
          complaint: expect.stringMatching(/^(complaint|other)$/),
        });
      }
      expect(new Set(lines).size).toBe(lines.length);
    }
  });
});

describe('the datasheet', () => {
  it('counts what is there', () => {
    const count = (file: string): number => Number(documented(file)?.[1]?.replace(',', ''));
    expect(PARTS.map((part) => count(`${part}.jsonl`))).toEqual([
      train.length,
      dev.length,
      held.length,
    ]);
    expect(count('written/*.jsonl')).toBe(written.length);
    for (const source of new Set(real.map((row) => row.source))) {
      const [, , ...counts] = documented(source) ?? [];
      const of = (rows: readonly OwnRow[]): number =>
        rows.filter((row) => row.source === source).length;
      const complaints = real.filter(
        (row) => row.source === source && row.complaint === 'complaint',
      );
      expect(counts.slice(0, 4).map((cell) => Number(cell.replace(',', '')))).toEqual([
        of(train),
        of(dev),
        of(held),
        complaints.length,
      ]);
    }
  });

  it('tells the agreement that the readings have', () => {
    const computed = agreementOf(readTwice(LABELS), 1);
    expect(computed).toHaveLength(9);
    for (const { key, n, shown, same, kappa, interval } of computed) {
      const [low, high] = interval.map((bound) => bound.toFixed(2));
      expect(documented(key)).toEqual([
        key,
        String(n),
        String(shown),
        (100 * same).toFixed(1),
        kappa.toFixed(2),
        `${low} to ${high}`,
      ]);
    }
  });

  it('names files that exist', () => {
    const links = [...README.matchAll(/\]\(([^)#h][^)#]*)/g)].map(([, path]) => path);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((path) => !existsSync(`${LABELS}/${path}`))).toEqual([]);
  });
});

describe("Cohen's kappa", () => {
  const pairs = (count: number, a: string, b: string): [string, string][] =>
    Array.from({ length: count }, () => [a, b]);

  it('is what agreement leaves above chance', () => {
    // 35 of 50 alike (0.7); by chance 0.5 · 0.6 + 0.5 · 0.4 = 0.5; (0.7 - 0.5) / (1 - 0.5)
    const some = [
      ...pairs(20, 'yes', 'yes'),
      ...pairs(5, 'yes', 'no'),
      ...pairs(10, 'no', 'yes'),
      ...pairs(15, 'no', 'no'),
    ];
    expect(cohensKappa(some)).toBeCloseTo(0.4, 10);
  });

  it('is 1 for full agreement, 0 for chance, below for worse', () => {
    expect(cohensKappa([...pairs(3, 'a', 'a'), ...pairs(2, 'b', 'b')])).toBeCloseTo(1, 10);
    const chance = [
      ['a', 'a'],
      ['a', 'b'],
      ['b', 'a'],
      ['b', 'b'],
    ] as const;
    expect(cohensKappa(chance)).toBeCloseTo(0, 10);
    expect(cohensKappa([...pairs(1, 'a', 'b'), ...pairs(1, 'b', 'a')])).toBeCloseTo(-1, 10);
  });

  it('cannot be told when there is nothing to agree on', () => {
    expect(cohensKappa([])).toBeNaN();
    expect(cohensKappa(pairs(9, 'a', 'a'))).toBeNaN();
  });
});
