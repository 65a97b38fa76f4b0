import { describe, expect, it } from 'vitest';
import {
  CAUTIOUS,
  decidedBy,
  latencyCounts,
  latencyQuantile,
  trustIn,
} from '../../src/domain/deeper.js';
import { underTaxonomy } from '../../src/domain/taxonomy.js';

describe('what the deeper model’s word counts for', () => {
  it('is a cautious value until thirty of its labels were judged', () => {
    expect(trustIn({ n: 0, hits: 0 })).toBe(CAUTIOUS);
    expect(trustIn({ n: 29, hits: 0 })).toBe(CAUTIOUS);
    expect(trustIn({ n: 30, hits: 30 })).toBe(31 / 32);
  });

  it('is nothing when it is wrong as often as right', () => {
    expect(trustIn({ n: 30, hits: 15 })).toBeNull();
    expect(trustIn({ n: 30, hits: 16 })).toBe(17 / 32);
  });
});

describe('the name of a reading that it decided', () => {
  it('keeps the taxonomy as its last part', () => {
    const name = decidedBy('linear-2+ab12+t7', ['complaint', 'sentiment'], 'org/qwen3:8b +x');
    expect(name).toBe('linear-2+ab12+complaint:org/qwen3:8b--x+sentiment:org/qwen3:8b--x+t7');
    expect(underTaxonomy(name, '8')).toBe(name.replace(/7$/, '8'));
    expect(decidedBy('words-1', ['complaint'], 'tiny')).toBe('words-1+complaint:tiny');
  });
});

describe('times', () => {
  it('are told to a quarter', () => {
    expect(latencyQuantile(latencyCounts([]), 0.5)).toBeNull();
    const counts = latencyCounts([
      ...Array<number>(90).fill(100),
      ...Array<number>(10).fill(2_000),
    ]);
    for (const [share, truth] of [
      [0.5, 100],
      [0.95, 2_000],
    ] as const) {
      const told = latencyQuantile(counts, share) ?? 0;
      expect(told).toBeGreaterThanOrEqual(truth);
      expect(told).toBeLessThanOrEqual(truth * 1.25);
    }
  });

  it('beyond two minutes are two minutes', () => {
    const told = latencyQuantile(latencyCounts([1e9]), 1) ?? 0;
    expect(told).toBeGreaterThan(100_000);
    expect(told).toBeLessThan(125_000);
  });
});
