import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Extractor } from '../../src/classify/features/extractor.js';
import { readModel, type Model } from '../../src/classify/linear/model-file.js';
import { packageRoot } from '../../src/classify/package-root.js';
import { loadReader, loadTaxonomy } from '../../src/classify/reader.js';
import { indexSeeds, matchSeeds } from '../../src/classify/topics/seeds.js';
import { readPart, type Part } from '../../src/classify/training/dataset.js';
import { evaluate, type Evaluation } from '../../src/classify/training/evaluate.js';
import { mapRow } from '../../src/classify/training/mapping.js';
import { TAUGHT_TOPICS } from '../../src/classify/training/shipped.js';

// The figures of docs/reading.md, held from below. Texts that were labelled by others lie beside
// the repository; without them nothing here can run.
const SETS = join(packageRoot(), '..', 'shared', 'data', 'classification');
const present = existsSync(SETS);
const shipped = (task: string): Model =>
  readModel(join(packageRoot(), 'config', 'models', `${task}.bin`));

function measured(task: string, set: string): Evaluation {
  const found = evaluate(shipped(task), { dir: join(SETS, set), parts: ['train', 'dev'] });
  if (!('ece' in found)) throw new Error('one class holds for each text');
  return found;
}

interface Row {
  readonly text: string;
  readonly topics: readonly string[];
  /** Topics that the labels can affirm or deny. */
  readonly judged: readonly string[];
}

/** Rows of the sets whose labels name topics. */
function topicRows(parts: readonly Part[]): Row[] {
  const sets = ['banking77', 'nlupp_banking', 'nlupp_hotels', 'cfpb_1k'];
  return sets.flatMap((set) =>
    parts.flatMap((part) =>
      readPart(join(SETS, set), part).flatMap((row) => {
        const { topics, topicsUnknown } = mapRow(set, row);
        if (topics === null) return [];
        const judged = TAUGHT_TOPICS.filter(
          (key) => topics.includes(key) || !topicsUnknown.includes(key),
        );
        return [{ text: row.text, topics, judged }];
      }),
    ),
  );
}

describe(`shipped models${present ? '' : ' (NOT RUN: ../shared/data/classification is not here)'}`, () => {
  it.runIf(present)('know complaints in tweets that they were never trained on', () => {
    const { macroF1, auc, ece } = measured('complaint', 'complaints_acl19');
    expect(macroF1).toBeGreaterThan(0.72);
    expect(auc).toBeGreaterThan(0.8);
    expect(ece).toBeLessThan(0.06);
  });

  it.runIf(present)('know feelings in tweets that they were never trained on', () => {
    const { macroF1, auc, ece } = measured('sentiment', 'airline');
    expect(macroF1).toBeGreaterThan(0.59);
    expect(auc).toBeGreaterThan(0.82);
    expect(ece).toBeLessThan(0.06);
  });

  it.runIf(present)('name the taught topics', () => {
    const reader = loadReader();
    const counts = { hit: 0, said: 0, actual: 0 };
    for (const { text, topics, judged } of topicRows(['dev'])) {
      const named = reader.read({ text }).topics?.map(({ key }) => key) ?? [];
      for (const key of judged) {
        if (named.includes(key)) counts.said++;
        if (topics.includes(key)) counts.actual++;
        if (named.includes(key) && topics.includes(key)) counts.hit++;
      }
    }
    expect(counts.hit / counts.said).toBeGreaterThan(0.7);
    expect(counts.hit / counts.actual).toBeGreaterThan(0.85);
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
