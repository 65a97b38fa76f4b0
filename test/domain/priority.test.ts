import { describe, expect, it } from 'vitest';
import { priorityOf, type Case } from '../../src/domain/priority.js';
import { Dice } from '../support/makers.js';

const given = (part: Partial<Case> = {}): Case => ({
  complaint: null,
  complaintProbability: null,
  sentiment: null,
  effort: null,
  leaving: null,
  urgency: null,
  rating: null,
  earlierComplaints: 0,
  ours: false,
  ...part,
});

const words = (part: Partial<Case>): string[] =>
  priorityOf(given(part)).reasons.map(({ text }) => text);
const score = (part: Partial<Case>): number => priorityOf(given(part)).score;

const complaint = { complaint: 'complaint', complaintProbability: 0.9 } as const;
const waited = { kind: 'wait', quote: 'three weeks', probability: 0.9 } as const;

describe('the priority of a mention', () => {
  it('is nothing when nothing was read: what is null gives no points', () => {
    expect(priorityOf(given())).toEqual({ score: 0, reasons: [] });
    expect(
      priorityOf(
        given({ complaint: 'other', complaintProbability: 0.1, sentiment: 'positive', rating: 1 }),
      ),
    ).toEqual({ score: 0, reasons: [] });
  });

  it('is nothing for our own accounts, whatever they wrote', () => {
    expect(priorityOf(given({ ...complaint, sentiment: 'negative', ours: true }))).toEqual({
      score: 0,
      reasons: [{ text: 'written by one of our own accounts', points: 0 }],
    });
  });

  it.each<[string, Partial<Case>, number, string[]]>([
    ['a complaint', complaint, 49, ['a complaint (90 % sure)']],
    [
      'a sure complaint',
      { complaint: 'complaint', complaintProbability: 1 },
      50,
      ['a complaint (100 % sure)'],
    ],
    [
      'perhaps a complaint',
      { complaint: 'unsure', complaintProbability: 0.5 },
      25,
      ['may be a complaint (50 %); a person should look'],
    ],
    ['negative feeling', { sentiment: 'negative' }, 10, ['negative feeling']],
    [
      'one star',
      { rating: 1, complaint: 'unsure' },
      30,
      ['may be a complaint (0 %); a person should look', 'rated 1'],
    ],
    ['one star before it was read', { rating: 1 }, 5, ['rated 1']],
    ['three stars', { rating: 3 }, 0, []],
    [
      'once before',
      { ...complaint, earlierComplaints: 1 },
      64,
      ['a complaint (90 % sure)', 'complained about this once before'],
    ],
    [
      'often before',
      { ...complaint, earlierComplaints: 9 },
      69,
      ['a complaint (90 % sure)', 'complained about this 9 times before'],
    ],
    [
      'two efforts',
      { effort: [waited, { kind: 'transfer', quote: '', probability: 0.9 }] },
      10,
      ['had to make an effort: wait, transfer'],
    ],
    [
      'efforts without an end',
      { effort: Array.from({ length: 9 }, () => waited) },
      15,
      [`had to make an effort: ${Array(9).fill('wait').join(', ')}`],
    ],
    [
      'decided to leave',
      { leaving: { stage: 'decided', best: 'decided', direction: 'from-us', probability: 1 } },
      20,
      ['signs of leaving: decided'],
    ],
    [
      'leaving in an unknown direction',
      { leaving: { stage: 'searching', best: 'searching', direction: null, probability: 1 } },
      15,
      ['signs of leaving: searching'],
    ],
    [
      'coming to us',
      { leaving: { stage: 'decided', best: 'decided', direction: 'to-us', probability: 1 } },
      0,
      [],
    ],
    [
      'not leaving',
      { leaving: { stage: 'none', best: 'none', direction: null, probability: 1 } },
      0,
      [],
    ],
    [
      'harm today',
      { urgency: { level: 'now', best: 'now', reason: null, probability: 1 } },
      20,
      ['harm within about a day if nobody acts'],
    ],
    [
      'harm this week',
      { urgency: { level: 'soon', best: 'soon', reason: null, probability: 1 } },
      10,
      ['harm within about a week if nobody acts'],
    ],
    ['no hurry', { urgency: { level: 'none', best: 'none', reason: null, probability: 1 } }, 0, []],
  ])('%s', (_case, part, points, reasons) => {
    expect(score(part)).toBe(points);
    expect(words(part)).toEqual(reasons);
  });

  it('is cut at 100', () => {
    const all = {
      ...complaint,
      sentiment: 'negative',
      rating: 1,
      earlierComplaints: 3,
      effort: [waited, waited, waited],
      urgency: { level: 'now', best: 'now', reason: null, probability: 1 },
    } as const;
    expect(score(all)).toBe(100);
  });

  it('is the sum of its reasons, largest first, for any reading', () => {
    const dice = new Dice(3);
    for (let round = 0; round < 3_000; round++) {
      const { score: total, reasons } = priorityOf({
        complaint: dice.pick(['complaint', 'other', 'unsure', null]),
        complaintProbability: dice.pick([null, dice.next()]),
        sentiment: dice.pick(['negative', 'neutral', 'positive', 'unsure', null]),
        rating: dice.pick([null, 0, 1, 2, 5]),
        earlierComplaints: dice.below(6),
        effort: dice.pick([null, [], [waited], [waited, waited]]),
        leaving: dice.pick([
          null,
          {
            stage: dice.pick(['none', 'wavering', 'left', '?']),
            best: 'none',
            direction: dice.pick(['from-us', 'to-us', null]),
            probability: 1,
          },
        ]),
        urgency: dice.pick([
          null,
          {
            level: dice.pick(['now', 'soon', 'none', 'unsure']),
            best: 'soon',
            reason: null,
            probability: 1,
          },
        ]),
        ours: dice.next() < 0.1,
      });
      const points = reasons.map((reason) => reason.points);
      expect(total).toBe(
        Math.min(
          100,
          points.reduce((sum, each) => sum + each, 0),
        ),
      );
      expect(points).toEqual([...points].sort((a, b) => b - a));
      expect(Number.isInteger(total) && total >= 0).toBe(true);
    }
  });
});
