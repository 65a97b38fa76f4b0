import { describe, expect, it } from 'vitest';
import {
  applied,
  faultOf,
  followedBy,
  isSame,
  keyOf,
  merge,
  partIn,
  wantedOf,
  wayBack,
  type Action,
  type Change,
  type MentionState,
} from '../../src/domain/mention-action.js';
import { inWords } from '../../src/domain/change-words.js';
import { DISMISS_REASONS, INBOX_STATUSES } from '../../src/domain/mention.js';
import { Dice } from '../support/makers.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const LATER = '2026-03-02T09:00:00.000Z';
const FRESH: MentionState = {
  standing: { status: 'new', waitingUntil: null, dismissedBecause: null },
  ownerId: null,
  labels: [],
};
const NOTHING_SINCE: ReadonlySet<string> = new Set();

/** What a person does who saw this state, as the store does it. */
function after(state: MentionState, action: Action, since = NOTHING_SINCE) {
  const merged = merge(state, wantedOf(action, state), since);
  if (merged.kind === 'clash') throw new Error(`clash: ${merged.keys.join()}`);
  return { changes: merged.changes, state: applied(state, merged.changes) };
}

/** Any action that nothing is wrong with. */
function anyAction(dice: Dice): Action {
  for (;;) {
    const status = dice.pick([undefined, undefined, ...INBOX_STATUSES]);
    const some = (chance: number): string[] => ['a', 'b', 'c'].filter(() => dice.next() < chance);
    const add = some(0.3);
    const action: Action = {
      status,
      waitingUntil: status === 'waiting' ? LATER : undefined,
      dismissedBecause:
        status === 'dismissed' ? dice.pick([undefined, ...DISMISS_REASONS]) : undefined,
      ownerId: dice.pick([undefined, undefined, null, '1', '2']),
      addLabels: add.length > 0 ? add : undefined,
      removeLabels: some(0.3).filter((label) => !add.includes(label)),
    };
    if (faultOf(action, NOW) === null) return action;
  }
}

describe('an action', () => {
  it.each<[string, Action, string]>([
    ['names nothing', {}, ''],
    ['waits without a date', { status: 'waiting' }, 'waitingUntil'],
    [
      'waits until the past',
      { status: 'waiting', waitingUntil: NOW.toISOString() },
      'waitingUntil',
    ],
    ['has a date and does not wait', { status: 'done', waitingUntil: LATER }, 'waitingUntil'],
    ['has a reason and does not dismiss', { dismissedBecause: 'spam' }, 'dismissedBecause'],
    ['adds and removes the same', { addLabels: ['a'], removeLabels: ['a'] }, 'removeLabels'],
  ])('that %s is refused', (_what, action, path) => {
    expect(faultOf(action, NOW)).toMatchObject({ path });
  });

  it('sets the date and the reason with the status, and clears them with the next', () => {
    const waiting = after(FRESH, { status: 'waiting', waitingUntil: LATER }).state;
    expect(waiting.standing.waitingUntil).toBe(LATER);
    const dismissed = after(waiting, { status: 'dismissed' }).state;
    expect(dismissed.standing).toEqual({
      status: 'dismissed',
      waitingUntil: null,
      dismissedBecause: 'other',
    });
    expect(after(dismissed, { status: 'new' }).state).toEqual(FRESH);
  });

  it('changes nothing where it is so already, and keeps the reason that was given', () => {
    const spam = after(FRESH, { status: 'dismissed', dismissedBecause: 'spam' }).state;
    expect(after(spam, { status: 'dismissed' }).changes).toEqual([]);
    expect(after(spam, { status: 'dismissed', dismissedBecause: 'other' }).changes).toHaveLength(1);
  });
});

describe('whatever is done', () => {
  const dice = new Dice(7);

  it('can be undone, one after the other, to where it began', () => {
    for (let run = 0; run < 300; run++) {
      const states = [after(FRESH, anyAction(dice)).state];
      const made: (readonly Change[])[] = [];
      for (let step = 0; step < 6; step++) {
        const done = after(states.at(-1) as MentionState, anyAction(dice));
        states.push(done.state);
        made.push(done.changes);
      }
      for (const changes of made.toReversed()) {
        const last = states.pop() as MentionState;
        const back = merge(last, wayBack(changes), NOTHING_SINCE);
        expect(back.kind === 'merged' && applied(last, back.changes)).toEqual(states.at(-1));
      }
    }
  });

  it('is merged or refused, and never takes away what another did unseen', () => {
    let clashes = 0;
    for (let run = 0; run < 2_000; run++) {
      const base = after(FRESH, anyAction(dice)).state;
      const theirs = after(base, anyAction(dice));
      const since = new Set(theirs.changes.map(({ after: part }) => keyOf(part)));
      const mine = wantedOf(anyAction(dice), base);
      const merged = merge(theirs.state, mine, since);
      const otherwise = mine
        .filter((part) => !isSame(part, partIn(theirs.state, part)))
        .map(keyOf)
        .filter((key) => since.has(key));
      clashes += otherwise.length > 0 ? 1 : 0;
      expect(merged.kind === 'clash' ? merged.keys : []).toEqual(otherwise);
      const changes = merged.kind === 'clash' ? [] : merged.changes;
      const both = applied(theirs.state, changes);
      const kept = [
        ...(merged.kind === 'clash' ? [] : mine),
        ...theirs.changes.map((it) => it.after),
      ];
      for (const part of kept) expect(partIn(both, part)).toEqual(part);
    }
    expect(clashes).toBeGreaterThan(100);
  });

  it('commutes where it is about different parts', () => {
    for (let run = 0; run < 500; run++) {
      const base = after(FRESH, anyAction(dice)).state;
      const [one, other] = [anyAction(dice), anyAction(dice)];
      const keys = new Set(wantedOf(one, base).map(keyOf));
      if (wantedOf(other, base).some((part) => keys.has(keyOf(part)))) continue;
      const first = after(after(base, one).state, other).state;
      expect(after(after(base, other).state, one).state).toEqual(first);
    }
  });
});

it('clashes also with what was changed there and back', () => {
  const seen = new Set(['standing']);
  const merged = merge(FRESH, wantedOf({ status: 'done' }, FRESH), seen);
  expect(merged).toEqual({ kind: 'clash', keys: ['standing'] });
  expect(merge(FRESH, wantedOf({ status: 'new' }, FRESH), seen)).toMatchObject({ changes: [] });
});

describe('exact copies', () => {
  const done = after(FRESH, { status: 'done', ownerId: '1', addLabels: ['a'] }).changes;
  const standing = (status: MentionState['standing']['status']): MentionState => ({
    ...FRESH,
    standing: { ...FRESH.standing, status },
  });

  it('go along with what becomes of their lead, but for its owner', () => {
    expect(followedBy(FRESH, done).map(keyOf)).toEqual(['standing', 'label:a']);
    expect(followedBy(standing('doing'), done).map(keyOf)).toEqual(['standing', 'label:a']);
  });

  it('stay as they are where somebody dealt with them before', () => {
    expect(followedBy(standing('dismissed'), done).map(keyOf)).toEqual(['label:a']);
  });

  it('come back with it', () => {
    const reopened = after(standing('done'), { status: 'new' }).changes;
    expect(followedBy(standing('done'), reopened)).toHaveLength(1);
    expect(followedBy(standing('dismissed'), reopened)).toEqual([]);
  });
});

it('is told in words', () => {
  const words = (action: Action): string =>
    inWords(after(FRESH, action).changes, new Map([['2', 'Ben']]), '1');
  expect(words({ status: 'done', addLabels: ['vip'] })).toBe(
    'marked it as done; added the label "vip"',
  );
  expect(words({ status: 'waiting', waitingUntil: LATER })).toBe(
    'marked it as waiting until 2026-03-02 09:00 UTC',
  );
  expect(words({ status: 'dismissed', dismissedBecause: 'not-about-us' })).toBe(
    'marked it as dismissed: not about us',
  );
  expect(words({ ownerId: '2' })).toBe('gave it to Ben');
  expect(words({ ownerId: '1' })).toBe('became its owner');
});
