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

  it('scales words and letter groups to length one each, style to half of that', () => {
    const values = [...features(extractor, 'Never again will I buy from this shop').values()];
    const squares = values.reduce((sum, value) => sum + value * value, 0);
    expect(squares).toBeCloseTo(1 + 1 + 0.25, 5);
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

  it('traces every use of a feature to its tokens, but for style and blanks', () => {
    const found = extractor.extract(['The player broke and the player smoked']);
    const times = new Float64Array(found.count);
    let traced = 0;
    for (let use = 0; use < found.uses; use++) {
      const at = found.useOf[use] ?? -1;
      times[at] = (times[at] ?? 0) + 1;
      const token = found.usedBy[use] ?? -1;
      if (token < 0) continue;
      expect(found.tokens[token]).toBeDefined();
      traced++;
    }
    expect(times).toEqual(Float64Array.from(found.timesUsed.subarray(0, found.count)));
    expect(traced / found.uses).toBeGreaterThan(0.9);
  });

  it('sees letter groups across words, and shares a use between the two', () => {
    const { useOf, usedBy, usedByToo, uses, tokens } = extractor.extract(['late delivery']);
    expect(tokens.map(({ form }) => form)).toEqual(['late', 'delivery']);
    const between = Array.from(useOf.subarray(0, uses).keys()).filter(
      (use) => usedBy[use] === 0 && usedByToo[use] === 1,
    );
    // "te d", "e de", ... of each length that reaches from one word into the other.
    expect(between.length).toBeGreaterThan(5);
  });

  it('tells shouting from speaking', () => {
    const spoken = features(extractor, 'please answer me');
    const shouted = features(extractor, 'PLEASE ANSWER ME');
    const spokenAgain = features(extractor, 'please answer him');
    expect(shared(spoken, shouted)).toBeLessThan(shared(spoken, spokenAgain));
    expect(shared(spoken, shouted)).toBeGreaterThan(0);
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
