import { describe, expect, it } from 'vitest';
import { carried, standing, turned } from '../../src/web/inbox/pickers/label-changes.js';
import { matches } from '../../src/web/inbox/pickers/matches.js';
import { REASON_KEYS, REASON_WORDS } from '../../src/web/inbox/dismiss-words.js';
import { aMention } from './a-mention.js';

const NONE = { add: [], remove: [] };
const both = [aMention({ ownLabels: ['vip', 'old'] }), aMention({ id: '2', ownLabels: ['vip'] })];

describe('labels of several mentions', () => {
  it('are on all of them, on some or on none', () => {
    expect(['vip', 'old', 'new'].map((label) => carried(both, label))).toEqual([
      true,
      'mixed',
      false,
    ]);
  });

  it('go on where they are not on all, and off where they are', () => {
    expect(turned(NONE, 'old', 'mixed')).toEqual({ add: ['old'], remove: [] });
    expect(turned(NONE, 'vip', true)).toEqual({ add: [], remove: ['vip'] });
  });

  it('are as they were when turned twice', () => {
    for (const now of [true, false, 'mixed'] as const)
      expect(turned(turned(NONE, 'x', now), 'x', now)).toEqual(NONE);
  });

  it('show how they will be', () => {
    expect(standing({ add: ['old'], remove: [] }, 'old', 'mixed')).toBe(true);
    expect(standing({ add: [], remove: ['vip'] }, 'vip', true)).toBe(false);
    expect(standing(NONE, 'old', 'mixed')).toBe('mixed');
  });
});

describe('finding by typing', () => {
  it('takes beginnings of words in any order, without case and accents', () => {
    expect(matches('Ana María Ruiz', 'rui mar')).toBe(true);
    expect(matches('Ana María Ruiz', 'MARIA')).toBe(true);
    expect(matches('Ana María Ruiz', 'bob')).toBe(false);
    expect(matches('Ana María Ruiz', '')).toBe(true);
  });
});

describe('the keys of the reasons', () => {
  it('are one each, and none is the key that takes the usual one', () => {
    const keys = Object.values(REASON_KEYS);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).not.toContain('i');
    expect(Object.keys(REASON_KEYS).toSorted()).toEqual(Object.keys(REASON_WORDS).toSorted());
  });
});
