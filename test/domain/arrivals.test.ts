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
    expect(arrivalsOf(dated(at(8), at(6), at(5), at(4)), before(), now)).toEqual({
      newItems: 2,
      allNew: false,
      lastItemAt: new Date(at(8)),
      oldestAt: new Date(at(4)),
      gapsHours: [24, 48],
      silencesHours: [96, 60],
    });
  });

  it('are all new at the first answer, which tells nothing of posts missed', () => {
    const first = before({ lastItemAt: null, lastAnsweredAt: null });
    expect(arrivalsOf(dated(at(1), at(9)), first, now)).toEqual({
      newItems: 2,
      allNew: false,
      lastItemAt: new Date(at(9)),
      oldestAt: new Date(at(1)),
      gapsHours: [192],
      silencesHours: [0, 36],
    });
  });

  it('tell of its rhythm at the first answer, without the oldest quarter, which may be pinned', () => {
    const first = before({ lastItemAt: null, lastAnsweredAt: null });
    const dates = dated(
      '2009-01-01T00:00:00Z',
      at(2),
      at(4),
      at(7),
      at(8),
      at(9),
      at(9, 6),
      at(9, 9),
    );
    expect(arrivalsOf(dates, first, now).gapsHours).toEqual([72, 24, 24, 6, 3]);
  });

  it('show a silence from post to post, so that a pause of our own is none of the place', () => {
    const busy = [at(4), ...[6, 7, 8, 9].flatMap((day) => [at(day, 6), at(day, 18)])];
    expect(Math.max(...arrivalsOf(dated(...busy), before(), now).gapsHours)).toBe(30);
  });

  it('show no silence before the first of them when some may have been missed', () => {
    const missed = arrivalsOf(dated(at(9), at(9, 5)), before(), now);
    expect(missed).toMatchObject({ allNew: true, gapsHours: [5] });
    expect(arrivalsOf(dated(at(9)), before(), now)).toMatchObject({ allNew: true, gapsHours: [] });
  });

  it('show nothing when none is new', () => {
    const nothing = {
      newItems: 0,
      allNew: false,
      lastItemAt: null,
      gapsHours: [],
      silencesHours: [],
    };
    const known = arrivalsOf(dated(at(3), at(5)), before(), now);
    expect(known).toEqual({ ...nothing, oldestAt: new Date(at(3)) });
    expect(arrivalsOf(dated(), before(), now)).toEqual({ ...nothing, oldestAt: null });
  });

  it('were not missed when the place shows that its answer reaches back', () => {
    const all = dated(at(9), at(9, 5));
    expect(arrivalsOf({ ...all, complete: true }, before(), now)).toMatchObject({
      allNew: false,
      gapsHours: [96, 5],
    });
    expect(arrivalsOf({ ...dated(at(5), at(9)), complete: false }, before(), now)).toMatchObject({
      allNew: true,
    });
  });

  it('that only passed by count, and show that the place is alive', () => {
    const passed = { count: 500, newestAt: at(10) };
    expect(arrivalsOf({ ...dated(at(9)), complete: true, passed }, before(), now)).toMatchObject({
      newItems: 500,
      lastItemAt: new Date(at(10)),
      gapsHours: [],
    });
    const none = { count: 0, newestAt: null };
    expect(arrivalsOf({ ...dated(), passed: none }, before(), now)).toMatchObject({
      newItems: 0,
      lastItemAt: null,
    });
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
      oldestAt: null,
      gapsHours: [],
      silencesHours: [],
    });
  });

  it('show a silence only up to the last answer without them', () => {
    const answer = { publishedAt: [null], undated: 'b' };
    const known = before({ lastAnsweredAt: new Date(at(6)), undated: 'a' });
    expect(arrivalsOf(answer, known, now).gapsHours).toEqual([24]);
  });
});
