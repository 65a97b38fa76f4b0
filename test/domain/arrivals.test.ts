import { describe, expect, it } from 'vitest';
import { arrivalsOf, isUndated, type Before } from '../../src/domain/arrivals.js';

const now = new Date('2026-03-10T12:00:00.000Z');
const at = (day: number, hour = 0): string => new Date(Date.UTC(2026, 2, day, hour)).toISOString();

const before = (given: Partial<Before> = {}): Before => ({
  lastItemAt: new Date(at(5)),
  lastAnsweredAt: new Date(at(9)),
  undated: null,
  ...given,
});
const dated = (...publishedAt: string[]) => ({ publishedAt, undated: null });

describe('posts with a date', () => {
  it('are new when they are newer than the newest before', () => {
    expect(arrivalsOf(dated(at(4), at(5), at(6), at(8)), before(), now)).toEqual({
      newItems: 2,
      allNew: false,
      lastItemAt: new Date(at(8)),
      gapHours: 48,
    });
  });

  it('are all new at the first answer, which tells nothing of posts missed or of silence', () => {
    const first = before({ lastItemAt: null, lastAnsweredAt: null });
    expect(arrivalsOf(dated(at(1), at(9)), first, now)).toEqual({
      newItems: 2,
      allNew: false,
      lastItemAt: new Date(at(9)),
      gapHours: null,
    });
  });

  it('show a silence from post to post, so that a pause of our own is none of the place', () => {
    const busy = [at(4), ...[5, 6, 7, 8, 9].flatMap((day) => [at(day, 6), at(day, 18)])];
    expect(arrivalsOf(dated(...busy), before(), now).gapHours).toBe(12);
  });

  it('show no silence before the first of them when some may have been missed', () => {
    const missed = arrivalsOf(dated(at(9), at(9, 5)), before(), now);
    expect(missed).toMatchObject({ allNew: true, gapHours: 5 });
    expect(arrivalsOf(dated(at(9)), before(), now)).toMatchObject({ allNew: true, gapHours: null });
  });

  it('show nothing when none is new', () => {
    const nothing = { newItems: 0, allNew: false, lastItemAt: null, gapHours: null };
    expect(arrivalsOf(dated(at(3), at(5)), before(), now)).toEqual(nothing);
    expect(arrivalsOf(dated(), before(), now)).toEqual(nothing);
  });
});

describe('posts without a date to go by', () => {
  it.each([
    ['none', null, true],
    ['one that nobody understands', 'yesterday', true],
    ['one in the future', '2026-03-10T12:00:00.001Z', true],
    ['one in the year 275760', '+275760-09-13T00:00:00.000Z', true],
    ['now', now.toISOString(), false],
    ['one in the past', at(1), false],
  ])('%s', (_case, publishedAt, undated) => {
    expect(isUndated(publishedAt, now)).toBe(undated);
  });

  it('count as one new post, now, when they changed', () => {
    const answer = { publishedAt: [null, '2099-01-01T00:00:00.000Z'], undated: 'b' };
    expect(arrivalsOf(answer, before({ undated: 'a' }), now)).toMatchObject({
      newItems: 1,
      allNew: false,
      lastItemAt: now,
    });
  });

  it('bring nothing while they stay the same, so that such a place can fall silent', () => {
    const answer = { publishedAt: [null, '2099-01-01T00:00:00.000Z'], undated: 'a' };
    expect(arrivalsOf(answer, before({ undated: 'a' }), now)).toEqual({
      newItems: 0,
      allNew: false,
      lastItemAt: null,
      gapHours: null,
    });
  });

  it('show a silence only up to the last answer without them', () => {
    const answer = { publishedAt: [null], undated: 'b' };
    const known = before({ lastAnsweredAt: new Date(at(6)), undated: 'a' });
    expect(arrivalsOf(answer, known, now).gapHours).toBe(24);
  });
});
