import { describe, expect, it } from 'vitest';
import { fromUnix, nextSecond } from '../../../src/connectors/forums/unix-time.js';

describe('times in seconds since 1970', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [1768046460, '2026-01-10T12:01:00.000Z'],
    [1768046460.25, '2026-01-10T12:01:00.250Z'],
    [-1, null],
    [Number.NaN, null],
    [1e300, null],
    [null, null],
    [undefined, null],
  ])('%s is %s', (seconds, time) => {
    expect(fromUnix(seconds)).toBe(time);
  });

  it.each([
    ['the oldest second again', 100, null, '100'],
    ['further down', 90, '100', '90'],
    ['never the same twice, when a page is all of one second', 100, '100', '99'],
  ])('walk on to %s', (_name, oldest, asked, next) => {
    expect(nextSecond(oldest, asked)).toBe(next);
  });
});
