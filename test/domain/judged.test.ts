import { describe, expect, it } from 'vitest';
import { judge } from '../../src/domain/judged.js';

describe('a person’s word beside the reading', () => {
  it('of a complaint goes by the most likely class, and by its probability', () => {
    const read = { label: 'unsure', best: 'other', probability: 0.4 };
    expect(judge('complaint', { value: 'other', read })).toEqual({
      right: true,
      probability: 0.6,
      unsure: true,
    });
    const sure = { label: 'complaint', best: 'complaint', probability: 0.9 };
    expect(judge('complaint', { value: 'other', read: sure })).toEqual({
      right: false,
      probability: 0.9,
      unsure: false,
    });
  });

  it('of a feeling goes by the probability of the best class', () => {
    const probabilities = { negative: 0.2, neutral: 0.7, positive: 0.1 };
    const read = { label: 'neutral', best: 'neutral', probabilities };
    expect(judge('sentiment', { value: 'neutral', read })).toMatchObject({
      right: true,
      probability: 0.7,
    });
  });

  it('of leaving and urgency goes by stage and level', () => {
    const leaving = { stage: 'unsure', best: 'none', direction: null, probability: 0.45 };
    expect(judge('leaving', { value: 'decided', read: leaving })).toEqual({
      right: false,
      probability: 0.45,
      unsure: true,
    });
    const urgency = { level: 'now', best: 'now', reason: 'safety', probability: 0.8 };
    expect(judge('urgency', { value: 'now', read: urgency })?.right).toBe(true);
  });

  it.each([
    [['late', 'broken'], [{ key: 'broken', probability: 0.8 }], true],
    [['late'], [{ key: 'broken', probability: 0.8 }], false],
    [[], [{ key: 'broken', probability: 0.8 }], false],
    [[], [], true],
    [['late'], [], false],
  ])('of topics %j, where %j was read, is right: %s', (value, read, right) => {
    expect(judge('topic', { value, read })?.right).toBe(right);
  });

  it('says nothing of what was not read', () => {
    expect(judge('complaint', { value: 'other', read: null })).toBeNull();
    expect(judge('topic', { value: [], read: null })).toBeNull();
  });
});
