import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Extractor } from '../../src/classify/features/extractor.js';
import { readModel, type Model } from '../../src/classify/linear/model-file.js';
import { Meanings } from '../../src/classify/meaning.js';
import { packageRoot } from '../../src/classify/package-root.js';
import { loadReader, loadTaxonomy } from '../../src/classify/shipped-reader.js';
import { indexSeeds, matchSeeds } from '../../src/classify/topics/seeds.js';
import { readPart, type Part } from '../../src/classify/training/dataset.js';
import { evaluate, type Evaluation } from '../../src/classify/training/evaluate.js';
import { heldBack, type HeldResult } from '../../src/classify/training/held.js';
import { mapRow } from '../../src/classify/training/mapping.js';

// The figures of docs/reading.md, held from below. Texts that were labelled by others lie beside
// the repository; without them nothing here can run.
const SETS = join(packageRoot(), '..', 'shared', 'data', 'classification');
const LABELS = join(packageRoot(), 'config', 'labels');
const present = existsSync(SETS);
const shipped = (task: string): Model =>
  readModel(join(packageRoot(), 'config', 'models', `${task}.bin`));
const meanings = new Meanings();
afterAll(() => meanings.close());

const measured = (task: string, set: string, parts: readonly Part[]): Promise<Evaluation> =>
  evaluate(shipped(task), meanings, { dir: join(SETS, set), parts, resamples: 20 });

interface Row {
  readonly text: string;
  readonly topics: readonly string[];
  /** Topics that the labels can affirm or deny. */
  readonly judged: readonly string[];
}

/** Topics that the labels of those sets can name: of the others they say nothing. */
const LABELLED = [
  'account-access',
  'billing-charges',
  'cancellation',
  'card-payment',
  'credit-report',
  'debt-collection',
  'delivery',
  'fees',
  'mortgage-loan',
  'refund',
];

/** Rows of the sets whose labels name topics. */
function topicRows(parts: readonly Part[]): Row[] {
  const sets = ['banking77', 'nlupp_banking', 'nlupp_hotels', 'cfpb_1k'];
  return sets.flatMap((set) =>
    parts.flatMap((part) =>
      readPart(join(SETS, set), part).flatMap((row) => {
        const { topics, topicsUnknown } = mapRow(set, row);
        if (topics === null) return [];
        const judged = LABELLED.filter(
          (key) => topics.includes(key) || !topicsUnknown.includes(key),
        );
        return [{ text: row.text, topics, judged }];
      }),
    ),
  );
}

describe(`shipped models${present ? '' : ' (NOT RUN: ../shared/data/classification is not here)'}`, () => {
  it.runIf(present)('know complaints in tweets that they were never trained on', async () => {
    const found = await measured('complaint', 'complaints_acl19', ['train', 'dev']);
    expect(found.macroF1).toBeGreaterThan(0.78);
    expect(found.auc).toBeGreaterThan(0.85);
    expect(found.ece).toBeLessThan(0.08);
    expect(found.coverage.find(({ share }) => share === 0.8)?.accuracy).toBeGreaterThan(0.85);
    const words = await evaluate(shipped('complaint'), null, {
      dir: join(SETS, 'complaints_acl19'),
      parts: ['train', 'dev'],
      resamples: 20,
    });
    expect(found.macroF1).toBeGreaterThan(words.macroF1);
  });

  it.runIf(present)('know feelings in tweets that they were never trained on', async () => {
    const { macroF1, auc, ece } = await measured('sentiment', 'airline', ['dev']);
    expect(macroF1).toBeGreaterThan(0.65);
    expect(auc).toBeGreaterThan(0.84);
    expect(ece).toBeLessThan(0.08);
  });

  it.runIf(present)('name the taught topics', async () => {
    const reader = loadReader();
    const counts = { hit: 0, said: 0, actual: 0 };
    const rows = topicRows(['dev']);
    const reads = await reader.read(rows.map(({ text }) => ({ text })));
    for (const [at, { topics, judged }] of rows.entries()) {
      const named = reads[at]?.reading.topics?.map(({ key }) => key) ?? [];
      for (const key of judged) {
        if (named.includes(key)) counts.said++;
        if (topics.includes(key)) counts.actual++;
        if (named.includes(key) && topics.includes(key)) counts.hit++;
      }
    }
    expect(counts.hit / counts.said).toBeGreaterThan(0.7);
    expect(counts.hit / counts.actual).toBeGreaterThan(0.77);
  });

  it.runIf(present)('have seed phrases that are right about as often as they say', () => {
    const index = indexSeeds(loadTaxonomy());
    const extractor = new Extractor();
    const right = new Map<number, { rows: number; right: number }>();
    for (const { text, topics, judged } of topicRows(['train', 'dev'])) {
      for (const { key, probability } of matchSeeds(index, extractor.extract([text]).tokens)) {
        if (!judged.includes(key)) continue;
        const count = right.get(probability) ?? { rows: 0, right: 0 };
        count.rows++;
        if (topics.includes(key)) count.right++;
        right.set(probability, count);
      }
    }
    const share = (probability: number): number => {
      const { rows, right: hits } = right.get(probability) ?? { rows: 0, right: 0 };
      return hits / rows;
    };
    expect(share(0.85)).toBeGreaterThan(0.75);
    expect(share(0.6)).toBeGreaterThan(0.6);
    expect(share(0.25)).toBeGreaterThan(0.2);
  });
});

describe('the shipped models on the labels that were held back', () => {
  it('are right about as often as docs/reading.md says', async () => {
    const heads = ['complaint', 'sentiment', 'urgency'].map(shipped);
    const found = new Map<string, HeldResult>();
    for await (const result of heldBack(LABELS, heads, meanings, {}))
      found.set(result.task, result);
    expect(found.get('complaint')?.rows).toBeGreaterThan(1200);
    expect(found.get('complaint')?.macroF1).toBeGreaterThan(0.77);
    expect(found.get('complaint')?.ece).toBeLessThan(0.04);
    expect(found.get('sentiment')?.macroF1).toBeGreaterThan(0.69);
    expect(found.get('urgency')?.auc).toBeGreaterThan(0.95);
  });
});
