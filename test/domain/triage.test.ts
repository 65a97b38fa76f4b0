import { describe, expect, it } from 'vitest';
import { triage, type Candidate } from '../../src/domain/triage.js';
import { Dice, makeCandidate } from '../support/makers.js';

const LIMIT = 50;
const hour = (hours: number): Date => new Date(Date.UTC(2026, 2, 1, hours));
const openTask = {
  id: '90',
  monitorId: '1',
  subject: 'author:1:delivery',
  status: 'open',
} as const;
/** Too small for a task of its own (40 + 5 points). */
const small = { complaintProbability: 0.5 } as const;

describe('opening', () => {
  it('opens work for a complaint at the limit, and none below it', () => {
    const at = triage([makeCandidate()], LIMIT).problems;
    expect(at).toEqual([
      {
        monitorId: '1',
        subject: 'author:1:delivery',
        authorId: '1',
        topic: 'delivery',
        unattached: ['1'],
        priority: { score: 50, reasons: [{ text: 'a complaint (100 % sure)', points: 50 }] },
        opensTask: true,
      },
    ]);
    expect(triage([makeCandidate(small)], LIMIT).problems).toMatchObject([{ opensTask: false }]);
  });

  it.each<[string, Partial<Candidate>]>([
    ['our own accounts', { ours: true }],
    [
      'what is no complaint',
      {
        complaint: 'other',
        sentiment: 'negative',
        urgency: { level: 'now', best: 'now', reason: null, probability: 1 },
      },
    ],
    ['what a person should look at first', { complaint: 'unsure' }],
    ['what was not read', { complaint: null }],
  ])('opens none for %s', (_case, given) => {
    const decided = triage([makeCandidate(given)], 0);
    expect(decided.problems).toEqual([]);
    expect(decided.priorities.has('1')).toBe(true);
  });

  it('takes along a complaint that was too small, once a later one of the same problem opens work', () => {
    const [first, second] = [
      makeCandidate({ id: '1', ...small }),
      makeCandidate({ id: '2', ...small, occurredAt: hour(12) }),
    ];
    const { problems, priorities } = triage([first, second], LIMIT);
    expect(problems).toMatchObject([
      { unattached: ['1', '2'], opensTask: true, priority: { score: 60 } },
    ]);
    expect([...priorities].map(([id, { score }]) => [id, score])).toEqual([
      ['1', 45],
      ['2', 60],
    ]);
  });
});

describe('joining', () => {
  it('makes one problem of the complaints of one author on one topic', () => {
    const { problems } = triage(
      [
        makeCandidate({ id: '1' }),
        makeCandidate({ id: '2', occurredAt: hour(11) }),
        makeCandidate({ id: '3', topic: 'billing' }),
        makeCandidate({ id: '4', authorId: '2' }),
        makeCandidate({ id: '5', monitorId: '2' }),
        makeCandidate({ id: '6', topic: null }),
      ],
      LIMIT,
    );
    expect(
      problems.map(({ monitorId, subject, unattached }) => [monitorId, subject, unattached]),
    ).toEqual([
      ['1', 'author:1:delivery', ['1', '2']],
      ['1', 'author:1:billing', ['3']],
      ['1', 'author:2:delivery', ['4']],
      ['2', 'author:1:delivery', ['5']],
      ['1', 'author:1:', ['6']],
    ]);
  });

  it('makes a problem of its own of every complaint without an author', () => {
    const { problems, priorities } = triage(
      [makeCandidate({ id: '1', authorId: null }), makeCandidate({ id: '2', authorId: null })],
      LIMIT,
    );
    expect(problems.map(({ subject }) => subject)).toEqual(['mention:1', 'mention:2']);
    expect([...priorities.values()].map(({ score }) => score)).toEqual([50, 50]);
  });

  it('counts the complaints before, by the time of the post and then by id', () => {
    const { priorities } = triage(
      [
        makeCandidate({ id: '10', occurredAt: hour(9) }),
        makeCandidate({ id: '9', occurredAt: hour(9) }),
        makeCandidate({ id: '3', occurredAt: hour(20) }),
      ],
      LIMIT,
    );
    expect(['9', '10', '3'].map((id) => priorities.get(id)?.score)).toEqual([50, 65, 70]);
  });
});

describe('work that is there', () => {
  it('is joined and not opened again', () => {
    const { problems, detached } = triage(
      [makeCandidate({ task: openTask }), makeCandidate({ id: '2', occurredAt: hour(12) })],
      LIMIT,
    );
    expect(problems).toMatchObject([{ unattached: ['2'] }]);
    expect(detached).toEqual([]);
  });

  it.each(['claimed', 'resolved'] as const)(
    'stays where it is when it was %s, whatever its labels say now',
    (status) => {
      const task = { ...openTask, status };
      for (const given of [{ topic: 'billing' }, { complaint: 'other' }, { ours: true }] as const) {
        const { problems, detached } = triage([makeCandidate({ ...given, task })], LIMIT);
        expect(detached).toEqual([]);
        expect(problems.flatMap(({ unattached }) => unattached)).toEqual([]);
      }
    },
  );

  it.each<[string, Partial<Candidate>, string[]]>([
    ['is no complaint any more', { complaint: 'other' }, []],
    ['turned out to be our own', { ours: true }, []],
    ['is about something else', { topic: 'billing' }, ['1']],
  ])('is left by a mention that %s, while nobody has claimed it', (_case, given, unattached) => {
    const { problems, detached } = triage([makeCandidate({ ...given, task: openTask })], LIMIT);
    expect(detached).toEqual(['1']);
    expect(problems.flatMap((problem) => problem.unattached)).toEqual(unattached);
  });

  it('lasts only as long as one of its complaints would open it', () => {
    const members = [
      makeCandidate({ id: '1', ...small, task: openTask }),
      makeCandidate({ id: '2', ...small, task: openTask, authorId: '1', occurredAt: hour(12) }),
    ];
    expect(triage(members, LIMIT)).toMatchObject({
      problems: [{ opensTask: true, unattached: [] }],
      tooSmall: [],
    });
    expect(triage(members, 61)).toMatchObject({
      problems: [{ opensTask: false, unattached: [] }],
      detached: [],
      tooSmall: ['1', '2'],
    });
    const claimed = members.map((it) => ({
      ...it,
      task: { ...openTask, status: 'claimed' as const },
    }));
    expect(triage(claimed, 61).tooSmall).toEqual([]);
  });

  it('of another monitor is left', () => {
    const moved = makeCandidate({ monitorId: '2', task: openTask });
    expect(triage([moved], LIMIT)).toMatchObject({
      problems: [{ monitorId: '2', unattached: ['1'] }],
      detached: ['1'],
    });
  });

  it('counts for the priority only while it is not done', () => {
    const done = makeCandidate({
      id: '1',
      task: { ...openTask, status: 'resolved' },
      urgency: { level: 'now', best: 'now', reason: null, probability: 1 },
    });
    const next = makeCandidate({ id: '2', ...small, occurredAt: hour(12) });
    expect(triage([done, next], LIMIT).problems).toMatchObject([
      { unattached: ['2'], opensTask: true, priority: { score: 60 } },
    ]);
  });
});

describe('order', () => {
  const dice = new Dice(5);
  const any = (id: number): Candidate => {
    const [authorId, topic] = [
      dice.pick(['1', '2', null]),
      dice.pick(['delivery', 'billing', null]),
    ];
    const subject = `author:${authorId}:${topic ?? ''}`;
    const status = dice.pick(['open', 'claimed', 'resolved'] as const);
    return makeCandidate({
      id: String(id),
      monitorId: dice.pick(['1', '2']),
      authorId,
      topic,
      occurredAt: hour(dice.below(5)),
      complaint: dice.pick(['complaint', 'complaint', 'other', 'unsure', null]),
      complaintProbability: dice.pick([0.5, 0.8, 1]),
      ours: dice.next() < 0.1,
      task:
        dice.next() < 0.3 ? { id: '9', monitorId: dice.pick(['1', '2']), subject, status } : null,
    });
  };
  const sorted = ({ priorities, problems, detached, tooSmall }: ReturnType<typeof triage>) => ({
    tooSmall: [...tooSmall].sort(),
    priorities: [...priorities].sort(([a], [b]) => a.localeCompare(b)),
    problems: [...problems].sort((a, b) =>
      `${a.monitorId}/${a.subject}`.localeCompare(`${b.monitorId}/${b.subject}`),
    ),
    detached: [...detached].sort(),
  });

  it('does not matter: the same candidates give the same decision', () => {
    for (let round = 0; round < 300; round++) {
      const candidates = Array.from({ length: 12 }, (_, id) => any(id));
      const expected = sorted(triage(candidates, LIMIT));
      expect(expected.priorities).toHaveLength(12);
      expect(sorted(triage(dice.shuffled(candidates), LIMIT))).toEqual(expected);
    }
  });

  it('decides fifty thousand complaints of one author in one go', () => {
    const many = Array.from({ length: 50_000 }, (_, id) => makeCandidate({ id: String(id) }));
    expect(triage(many, LIMIT).problems).toMatchObject([{ unattached: { length: 50_000 } }]);
  });
});
