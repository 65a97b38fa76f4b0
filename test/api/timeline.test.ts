import { describe, expect, it } from 'vitest';
import { timelineOf, type Watch } from '../../src/api/listening/timeline.js';
import type { CoveredHour, Past, Pause } from '../../src/store/source-timelines.store.js';

const at = (time: string): Date => new Date(`2026-03-01T${time}:00Z`);
const NOW = at('12:30');
const ALWAYS: Watch = { since: at('00:00'), until: NOW };
const hour = (time: string, given: Partial<CoveredHour> = {}): CoveredHour => ({
  hour: at(time),
  observedSeconds: 0,
  recoveredSeconds: 0,
  polls: 4,
  failedPolls: 0,
  ...given,
});
const past = (hours: CoveredHour[], pauses: Pause[] = []): Past => ({
  begins: null,
  hours,
  pauses,
});
const states = (given: Past, watch = ALWAYS, count = 3) =>
  timelineOf(given, watch, count, NOW).hours.map(({ state }) => state);

describe('a timeline', () => {
  it('ends with the present hour, of which only what has passed is due', () => {
    const line = timelineOf(past([hour('12:00', { observedSeconds: 1800 })]), ALWAYS, 3, NOW);
    expect(line.from).toBe('2026-03-01T10:00:00.000Z');
    expect(line.hours.map(({ state }) => state)).toEqual(['missed', 'missed', 'observed']);
    expect(line.hours[2]).toMatchObject({ observed: 1, recovered: 0, polls: 4 });
    expect(line.heard).toBeCloseTo(0.2);
  });

  it('tells what was covered afterwards from what was covered in time', () => {
    const mixed = [
      hour('10:00', { observedSeconds: 900, recoveredSeconds: 2700 }),
      hour('11:00', { observedSeconds: 1700, failedPolls: 2 }),
    ];
    expect(states(past(mixed))).toEqual(['recovered', 'missed', 'missed']);
    expect(timelineOf(past(mixed), ALWAYS, 3, NOW).hours[1]).toMatchObject({
      observed: 1700 / 3600,
      failed: 2,
    });
  });

  it('asks nothing of the time before the source, and of what the next poll will tell', () => {
    const watch = { since: at('11:20'), until: at('11:50') };
    const line = timelineOf(past([hour('11:00', { observedSeconds: 1800 })]), watch, 3, NOW);
    expect(line.hours.map(({ state }) => state)).toEqual(['before', 'observed', 'awaited']);
    expect(line.heard).toBe(1);
  });

  it('leaves pauses out of the sum', () => {
    const pauses = [
      { from: at('10:00'), to: at('11:10') },
      { from: at('12:10'), to: null },
    ];
    const line = timelineOf(
      past([hour('11:00', { observedSeconds: 3000 })], pauses),
      ALWAYS,
      3,
      NOW,
    );
    expect(line.hours.map(({ state }) => state)).toEqual(['paused', 'observed', 'paused']);
    expect(line.heard).toBeCloseTo(3000 / 3600);
  });

  it('of a source that was only just added says nothing', () => {
    const watch = { since: NOW, until: NOW };
    expect(timelineOf(past([]), watch, 2, NOW)).toMatchObject({
      heard: null,
      hours: [{ state: 'before' }, { state: 'awaited' }],
    });
  });

  it('of a source that never answered was not heard, however young it is', () => {
    const watch = { since: new Date(NOW.getTime() - 20_000), until: NOW };
    expect(timelineOf(past([]), watch, 2, NOW)).toMatchObject({
      heard: 0,
      hours: [{ state: 'before' }, { state: 'missed' }],
    });
  });
});
