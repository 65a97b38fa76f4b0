import { describe, expect, it } from 'vitest';
import { Extractor } from '../../src/classify/features/extractor.js';
import { featureFingerprint } from '../../src/classify/features/fingerprint.js';

/** Features as a plain map, free of the extractor's scratch space. */
function features(extractor: Extractor, ...parts: string[]): Map<number, number> {
  const { count, bucket, value } = extractor.extract(parts);
  return new Map(Array.from({ length: count }, (_, i) => [bucket[i] ?? -1, value[i] ?? NaN]));
}

const shared = (a: Map<number, number>, b: Map<number, number>): number =>
  [...a.keys()].filter((bucket) => b.has(bucket)).length;

describe('Extractor', () => {
  const extractor = new Extractor();

  it('gives the same features whatever was read before', () => {
    const alone = features(new Extractor(), 'The tray is stuck.');
    features(extractor, 'Something else altogether, and much longer than the tray.');
    expect(features(extractor, 'The tray is stuck.')).toEqual(alone);
  });

  it('scales words and letter groups to length one each', () => {
    const values = [...features(extractor, 'Never again will I buy from this shop').values()];
    const squares = values.reduce((sum, value) => sum + value * value, 0);
    expect(squares).toBeCloseTo(2, 5);
  });

  it('tells negated words apart', () => {
    const plain = features(extractor, 'works');
    const negated = features(extractor, 'not works');
    const other = features(extractor, 'now works');
    expect(shared(plain, negated)).toBeLessThan(shared(plain, other));
  });

  it('sees word families by their stem', () => {
    const wordsOnly = (text: string): number =>
      shared(features(extractor, text), features(extractor, 'refunded'));
    expect(wordsOnly('refunding')).toBeGreaterThan(wordsOnly('amending'));
  });

  it('does not pair words across title and text', () => {
    const apart = features(extractor, 'late', 'delivery');
    const together = features(extractor, 'late delivery');
    expect(apart).not.toEqual(together);
  });

  it('traces every use of a feature to its tokens', () => {
    const found = extractor.extract(['The player broke and the player smoked']);
    const times = new Float64Array(found.count);
    for (let use = 0; use < found.uses; use++) {
      const at = found.useOf[use] ?? -1;
      times[at] = (times[at] ?? 0) + 1;
      expect(found.tokens[found.usedBy[use] ?? -1]).toBeDefined();
    }
    expect(times).toEqual(Float64Array.from(found.timesUsed.subarray(0, found.count)));
  });

  it('reads long texts only to its limit', () => {
    const long = 'word '.repeat(100_000);
    expect(extractor.extract([long]).tokens.length).toBe(4000);
  });

  it('has a fingerprint that is the same in each run', () => {
    expect(featureFingerprint()).toMatch(/^[0-9a-f]{16}$/);
    expect(featureFingerprint()).toBe(featureFingerprint());
  });
});
