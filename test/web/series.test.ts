import { describe, expect, it } from 'vitest';
import type { TopicList, View } from '../../src/api/views.js';
import { heard, largestFirst, shadeOf, weekPoints } from '../../src/web/topics/series.js';

const list: View<typeof TopicList> = {
  items: [
    {
      key: 'late',
      name: 'Comes late',
      touchpoint: 'delivery',
      group: 'order',
      mentions: 9,
      people: 3,
      weeks: [
        { week: '2026-03-02', mentions: 4, people: 2 },
        { week: '2026-03-16', mentions: 5, people: 1 },
      ],
    },
    {
      key: 'breakdown',
      name: 'Breaks down',
      touchpoint: null,
      group: null,
      mentions: 6,
      people: 5,
      weeks: [{ week: '2026-03-02', mentions: 6, people: 5 }],
    },
  ],
  complaints: 20,
  untaggedWeeks: [],
  untagged: 5,
  coverage: [
    { week: '2026-03-16', share: 0.999 },
    { week: '2026-03-02', share: 1 },
    { week: '2026-03-09', share: null },
  ],
};
const wednesday = Date.parse('2026-03-18T12:00:00Z');

describe('the weeks of the chart', () => {
  it('run from old to new, and do not take silence for zero', () => {
    const points = weekPoints(list, 'mentions', wednesday);
    expect(points.map(({ week }) => week)).toEqual(['2026-03-02', '2026-03-09', '2026-03-16']);
    expect(points.map(({ counts }) => counts['late'])).toEqual([4, null, 5]);
    expect(points.map(({ counts }) => counts['breakdown'])).toEqual([6, null, 0]);
  });

  it('show what was found later of a week in which nothing was polled', () => {
    const unheard = { ...list, coverage: [{ week: '2026-03-02', share: null }] };
    expect(weekPoints(unheard, 'people', wednesday)[0]?.counts).toEqual({ late: 2, breakdown: 5 });
  });

  it('mark what was not wholly heard, and the week that is not over', () => {
    const points = weekPoints(list, 'people', wednesday);
    expect(points.map(({ gap }) => gap)).toEqual([null, 1, 1]);
    expect(points.map(({ unfinished }) => unfinished)).toEqual([false, false, true]);
    expect(points.map(({ counts }) => counts['late'])).toEqual([2, null, 1]);
  });

  it('never round a gap away', () => {
    expect(heard(0.999)).toBe('99 % heard');
    expect(heard(1)).toBeNull();
    expect(heard(null)).toBe('not heard');
    expect(shadeOf(0.999)).toBeGreaterThan(0.3);
    expect(shadeOf(0.2)).toBeGreaterThan(shadeOf(0.9));
    expect(shadeOf(null)).toBe(1);
  });
});

describe('topics', () => {
  it('stand by the measure that is shown', () => {
    expect(largestFirst(list.items, 'mentions').map(({ key }) => key)).toEqual([
      'late',
      'breakdown',
    ]);
    expect(largestFirst(list.items, 'people').map(({ key }) => key)).toEqual(['breakdown', 'late']);
  });
});
