import { describe, expect, it } from 'vitest';
import { lasting, roughly } from '../../src/web/app/times.js';

const now = Date.parse('2026-03-18T12:00:00Z');
const after = (seconds: number): string =>
  roughly(new Date(now + seconds * 1000).toISOString(), now);

describe('a moment, roughly', () => {
  it.each([
    [0, 'now'],
    [-59, 'now'],
    [-60, '1 min'],
    [-3599, '59 min'],
    [-3600, '1 h'],
    [-86_399, '23 h'],
    [-86_400, '1 d'],
    [-13 * 86_400, '13 d'],
    [3, 'now'],
    [30, 'in < 1 min'],
    [540, 'in 9 min'],
    [7200, 'in 2 h'],
  ])('%i s from now is "%s"', (seconds, words) => {
    expect(after(seconds)).toBe(words);
  });

  it('is a date when it is long ago, with its year when that is another', () => {
    expect(after(-20 * 86_400)).toMatch(/26/);
    expect(after(-20 * 86_400)).not.toMatch(/2026/);
    expect(after(-400 * 86_400)).toMatch(/2025/);
  });
});

describe('a length of time', () => {
  it.each([
    [0.64, '0.6 s'],
    [89, '89 s'],
    [914, '15 min'],
    [5400, '1.5 h'],
    [7200, '2 h'],
    [3 * 86_400, '3 d'],
  ])('%d s is "%s"', (seconds, words) => {
    expect(lasting(seconds)).toBe(words);
  });
});
