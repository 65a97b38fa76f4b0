import { describe, expect, it } from 'vitest';
import { creditOf, hoursOf, type Reach } from '../../src/domain/coverage.js';
import { Dice } from '../support/makers.js';

const at = (time: string): Date => new Date(`2026-03-10T${time}Z`);
const reach = (given: Partial<Reach> = {}): Reach => ({
  coveredUntil: at('11:50:00'),
  at: at('12:05:00'),
  declaredSeconds: 900,
  onlyBackTo: null,
  ...given,
});

describe('the hours of a stretch', () => {
  it('are cut at the full hours of UTC', () => {
    expect(hoursOf({ from: at('09:59:30'), to: at('12:00:00') })).toEqual([
      { hour: at('09:00:00'), seconds: 30 },
      { hour: at('10:00:00'), seconds: 3_600 },
      { hour: at('11:00:00'), seconds: 3_600 },
    ]);
  });

  it('are none when it is empty, or ends before it begins', () => {
    expect(hoursOf({ from: at('09:00:00'), to: at('09:00:00') })).toEqual([]);
    expect(hoursOf({ from: at('10:00:00'), to: at('09:00:00') })).toEqual([]);
  });

  it('hold all of it and never more than an hour each', () => {
    const dice = new Dice(8);
    for (let round = 0; round < 300; round++) {
      const from = at('00:00:00').getTime() + dice.below(1e7);
      const to = from + dice.below(1e8);
      const hours = hoursOf({ from: new Date(from), to: new Date(to) });
      expect(hours.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo((to - from) / 1000);
      for (const { seconds } of hours) expect(seconds).toBeLessThanOrEqual(3_600);
      expect(new Set(hours.map(({ hour }) => hour.getTime())).size).toBe(hours.length);
    }
  });
});

describe('an answer covers', () => {
  const seconds = (given: Partial<Reach>): [string, number] => {
    const { kind, hours } = creditOf(reach(given));
    return [kind, hours.reduce((sum, hour) => sum + hour.seconds, 0)];
  };

  it.each<[string, Partial<Reach>, string, number]>([
    ['the time since the last one', {}, 'observed', 900],
    ['it also when it came a little late', { at: at('12:20:00') }, 'observed', 1_800],
    ['it afterwards when it came too late', { at: at('12:20:01') }, 'recovered', 1_801],
    ['only what it reaches', { onlyBackTo: at('12:00:00') }, 'observed', 300],
    [
      'only that, too, when it came too late',
      { at: at('15:00:00'), onlyBackTo: at('14:30:00') },
      'recovered',
      1_800,
    ],
    ['no more than was missing', { onlyBackTo: at('03:00:00') }, 'observed', 900],
    ['nothing twice when it reaches nothing new', { onlyBackTo: at('12:05:00') }, 'observed', 0],
    ['nothing when the clock was set back', { at: at('03:00:00') }, 'observed', 0],
  ])('%s', (_case, given, kind, covered) => {
    expect(seconds(given)).toEqual([kind, covered]);
  });

  it('at most three months of the past', () => {
    const { hours } = creditOf(reach({ coveredUntil: new Date(0) }));
    expect(hours.length).toBeGreaterThan(90 * 24);
    expect(hours.length).toBeLessThan(93 * 24);
  });
});
