import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayAndTime, daysBetween } from '../../src/web/inbox/day-and-time.js';
import {
  asLocalInput,
  ofLocalInput,
  snoozeTimes,
} from '../../src/web/inbox/pickers/snooze-times.js';

const zone = process.env['TZ'];
beforeAll(() => {
  process.env['TZ'] = 'Europe/Berlin';
});
afterAll(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const times = (now: string): string[] =>
  snoozeTimes(new Date(now)).map(({ at }) => asLocalInput(at));

describe('snoozing', () => {
  it('offers later today, tomorrow morning and next Monday by the reader’s clock', () => {
    // A Wednesday, 10:20 in Berlin.
    expect(times('2026-11-18T09:20:00Z')).toEqual([
      '2026-11-18T14:00',
      '2026-11-19T09:00',
      '2026-11-23T09:00',
    ]);
  });

  it('means a Monday that is neither today nor tomorrow', () => {
    expect(times('2026-11-21T09:00:00Z')[2]).toBe('2026-11-23T09:00');
    expect(times('2026-11-22T09:00:00Z')[2]).toBe('2026-11-30T09:00');
    expect(times('2026-11-23T09:00:00Z')[2]).toBe('2026-11-30T09:00');
  });

  it('says "in three hours" where that is no longer today', () => {
    const [later] = snoozeTimes(new Date('2026-11-18T21:30:00Z'));
    expect(later?.name).toBe('In three hours');
    expect(asLocalInput(later?.at ?? new Date(0))).toBe('2026-11-19T02:00');
  });

  it('stays at nine over a change of the clocks', () => {
    // Clocks go back in Berlin on 25 October 2026.
    const [, tomorrow] = snoozeTimes(new Date('2026-10-24T10:00:00Z'));
    expect(tomorrow?.at.toISOString()).toBe('2026-10-25T08:00:00.000Z');
  });

  it('takes a wall clock of the reader’s zone, and no time that is over', () => {
    const now = new Date('2026-11-18T09:20:00Z');
    expect(ofLocalInput('2026-11-18T12:00', now)?.toISOString()).toBe('2026-11-18T11:00:00.000Z');
    expect(ofLocalInput('2026-11-18T10:20', now)).toBeNull();
    expect(ofLocalInput('', now)).toBeNull();
  });
});

describe('a time to come', () => {
  const now = new Date('2026-11-18T22:30:00Z');
  const words = (at: string): string => dayAndTime(new Date(at), now);

  it('is told by days of the calendar, not by hours', () => {
    expect(daysBetween(now, new Date('2026-11-18T23:30:00Z'))).toBe(1);
    expect(daysBetween(now, new Date('2026-11-18T22:59:00Z'))).toBe(0);
  });

  it('is today, tomorrow, a day of the week, then a date', () => {
    expect(words('2026-11-18T22:45:00Z')).toMatch(/^today 23:45|^today 11:45/);
    expect(words('2026-11-19T08:00:00Z')).toMatch(/^tomorrow 0?9:00/);
    expect(words('2026-11-23T08:00:00Z')).toMatch(/^Mon 0?9:00/);
    expect(words('2026-12-07T08:00:00Z')).toMatch(/Dec/);
    expect(words('2027-01-04T08:00:00Z')).toMatch(/2027/);
  });
});
