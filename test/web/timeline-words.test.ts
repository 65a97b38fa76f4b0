import { describe, expect, it } from 'vitest';
import type { Hour, Timeline } from '../../src/web/app/wire.js';
import { reached } from '../../src/web/sources/reached.js';
import {
  daysOf,
  sayHeard,
  sayHour,
  sayShare,
  sayTimeline,
} from '../../src/web/sources/timeline-words.js';

const hour = (given: Partial<Hour> = {}): Hour => ({
  state: 'observed',
  observed: 1,
  recovered: 0,
  polls: 4,
  failed: 0,
  ...given,
});
const line = (hours: Hour[], heard: number | null): Timeline => ({
  from: new Date(2026, 2, 1, 22).toISOString(),
  hours,
  heard,
});

describe('a timeline in words', () => {
  it('says what was heard, and what was not', () => {
    const hours = [hour(), hour({ state: 'missed' }), hour({ state: 'recovered' }), hour()];
    expect(sayTimeline(line(hours, 0.75))).toBe(
      'Of the last 4 hours 75 % was heard, 1 h recovered later, 1 h not heard',
    );
    expect(sayTimeline(line([hour({ state: 'before' })], null))).toContain(
      'nothing was to be heard',
    );
    expect(sayHeard(line([hour({ state: 'paused' })], null))).toBe('paused');
    expect(sayHeard(line([hour({ state: 'awaited' })], null))).toBe('nothing yet');
  });

  it('never rounds a gap away', () => {
    expect(sayShare(0.9999)).toBe('99 %');
    expect(sayShare(1)).toBe('100 %');
    expect(sayShare(0.29)).toBe('29 %');
  });

  it('says of an hour how it was heard, and what failed', () => {
    const at = new Date(2026, 2, 1, 14);
    expect(sayHour(hour({ state: 'missed', observed: 0.2, failed: 2 }), at)).toMatch(
      /not heard \(20 %\), 4 polls, 2 of them failed$/,
    );
    expect(sayHour(hour({ polls: 1 }), at)).toMatch(/: heard, one poll$/);
  });

  it('is cut at midnight', () => {
    const days = daysOf(line([hour(), hour(), hour({ state: 'missed' })], 0.6));
    expect(days.map(({ hours }) => hours.length)).toEqual([2, 1]);
    expect(days[1]?.from.getHours()).toBe(0);
  });
});

describe('how far the past is read', () => {
  const backfill = { createdAt: '2026-03-31T00:00:00Z', since: '2026-03-01T00:00:00Z' };

  it('is told by the oldest post that was reached', () => {
    expect(reached({ ...backfill, oldestAt: '2026-03-16T00:00:00Z' })).toBeCloseTo(0.5);
    expect(reached({ ...backfill, oldestAt: '2026-02-01T00:00:00Z' })).toBe(1);
    expect(reached({ ...backfill, oldestAt: '2026-04-02T00:00:00Z' })).toBe(0);
    expect(reached({ ...backfill, oldestAt: null })).toBeNull();
  });
});
