import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/domain/reading.js';
import { packageRoot } from '../../src/classify/package-root.js';
import { loadReader, loadTaxonomy } from '../../src/classify/shipped-reader.js';
import { readPart } from '../../src/classify/training/dataset.js';
import { readWritten } from '../../src/classify/training/own-labels.js';

// Real texts lie beside the repository; without them the same holds for the written ones.
const SETS = join(packageRoot(), '..', 'shared', 'data', 'classification');
const present = existsSync(SETS);
const written = readWritten(join(packageRoot(), 'config', 'labels'))
  .filter((_, at) => at % 5 === 0)
  .map(({ text }) => text);
const examples = loadTaxonomy().topics.flatMap((topic) => topic.examples);

function sample(set: string, every: number): string[] {
  return readPart(join(SETS, set), 'dev')
    .filter((_, i) => i % every === 0)
    .map(({ text }) => text);
}

const reader = loadReader();

const isFinding = (label: string | undefined): boolean =>
  label !== undefined && label !== 'none' && label !== 'unsure';

function holds(text: string, reading: Reading): void {
  const quoted = new Set(reading.evidence.map((one) => one.for));
  for (const { quote } of reading.evidence) {
    expect(quote.length).toBeGreaterThan(0);
    expect(text).toContain(quote);
  }
  const decided = (['complaint', 'sentiment'] as const).filter((name) => {
    const label = reading[name]?.label ?? 'unsure';
    return label !== 'unsure';
  });
  for (const name of decided) expect(quoted, text).toContain(name);
  for (const { quote, probability } of reading.effort ?? []) {
    expect(quote.length).toBeGreaterThan(0);
    expect(text).toContain(quote);
    expect(probability).toBeGreaterThanOrEqual(0.5);
  }
  const { leaving, urgency } = reading;
  const found = [
    ...(isFinding(leaving?.stage) ? ['leaving'] : []),
    ...(isFinding(urgency?.level) ? ['urgency'] : []),
  ];
  expect([...quoted], text).toEqual(expect.arrayContaining(found));
  expect(isFinding(leaving?.stage) && leaving?.direction === null, text).toBe(false);
  const sum = Object.values(reading.sentiment?.probabilities ?? { all: 1 }).reduce(
    (a, b) => a + b,
    0,
  );
  expect(sum).toBeCloseTo(1, 3);
}

describe.each([
  ['texts of this repository', true, (): string[] => [...written, ...examples]],
  [
    `real texts${present ? '' : ' (NOT RUN: ../shared/data/classification is not here)'}`,
    present,
    (): string[] => [
      ...sample('airline', 4),
      ...sample('complaints_acl19', 2),
      ...sample('vader_amazon', 2),
      ...sample('goemotions', 20),
      ...sample('umsab_fr', 5),
      ...sample('cfpb_1k', 4),
    ],
  ],
])('%s', (_, here, texts) => {
  it.runIf(here)('are quoted exactly, and every label is quoted', async () => {
    const all = texts();
    expect(all.length).toBeGreaterThan(300);
    const reads = await reader.read(all.map((text) => ({ text })));
    expect(reads).toHaveLength(all.length);
    for (const [at, { reading }] of reads.entries()) holds(all[at] ?? '', reading);
  });

  it.runIf(here)('are read alone as in a page, in any order', async () => {
    const page = texts().slice(0, 200);
    const together = await reader.read(page.map((text) => ({ text })));
    for (const [i, text] of [...page.entries()].reverse()) {
      expect(await reader.read([{ text }])).toEqual([together[i]]);
    }
    const alone = loadReader();
    expect(await alone.read([{ text: page[150] ?? '' }])).toEqual([together[150]]);
  });
});
