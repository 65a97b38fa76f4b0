import { expect, it } from 'vitest';
import { dueAt, type ToAnswer } from '../../src/domain/due.js';

const within = { now: 4, soon: 24, other: 72 };
const since = new Date('2026-11-20T08:00:00Z');
const complaint: ToAnswer = { complaint: 'complaint', urgency: null, ours: false, gone: false };
const urgent = (level: 'now' | 'soon' | 'none') => ({
  urgency: { level, best: level, reason: null, probability: 0.9 },
});
const due = (given: Partial<ToAnswer>) =>
  dueAt({ ...complaint, ...given }, since, within)?.toISOString();

it('a complaint is due by its urgency, counted from when somebody could act', () => {
  expect(due(urgent('now'))).toBe('2026-11-20T12:00:00.000Z');
  expect(due(urgent('soon'))).toBe('2026-11-21T08:00:00.000Z');
  expect(due(urgent('none'))).toBe('2026-11-23T08:00:00.000Z');
  expect(due({})).toBe('2026-11-23T08:00:00.000Z');
});

it('nothing is due where nothing is to be answered', () => {
  for (const given of [
    { complaint: 'other' },
    { complaint: 'unsure' },
    { complaint: null },
    { ours: true },
    { gone: true },
  ] as const)
    expect(due(given)).toBeUndefined();
});
