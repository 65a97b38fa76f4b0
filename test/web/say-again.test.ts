import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { driftInWords } from '../../src/domain/agreement.js';
import { inWords as changesInWords, takenBackInWords } from '../../src/domain/change-words.js';
import { healthOf, type Vitals } from '../../src/domain/health.js';
import { DISMISS_REASONS, INBOX_STATUSES } from '../../src/domain/mention.js';
import type { Change } from '../../src/domain/mention-action.js';
import { priorityOf, type Case } from '../../src/domain/priority.js';
import { compileQuery } from '../../src/domain/query.js';
import { EFFORT_KINDS, LEAVING_STAGES } from '../../src/domain/reading.js';
import { neededInWords } from '../../src/domain/teaching.js';
import { compile } from '../../src/web/language/templates.js';

const catalogue = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync('src/web/language/server/de.json', 'utf8')));
const german = compile(catalogue);

/** Sentences that are said in English for want of a template. */
const unknown = (sentences: readonly string[]): string[] =>
  sentences.filter((sentence) => german.of(sentence) === null);

const NOTHING: Case = {
  complaint: null,
  complaintProbability: null,
  sentiment: null,
  effort: null,
  leaving: null,
  urgency: null,
  rating: null,
  earlierComplaints: 0,
  ours: false,
};

describe('what the server says is known in German', () => {
  it('every reason of a priority', () => {
    const cases: Partial<Case>[] = [
      { ours: true },
      { complaint: 'complaint', complaintProbability: 0.91, rating: 1 },
      { complaint: 'unsure', complaintProbability: 0.5 },
      { sentiment: 'negative' },
      { earlierComplaints: 1 },
      { earlierComplaints: 3 },
      { effort: EFFORT_KINDS.map((kind) => ({ kind, quote: '', probability: 0.9 })) },
      ...LEAVING_STAGES.map((stage) => ({
        leaving: { stage, best: stage, direction: 'from-us' as const, probability: 0.9 },
      })),
      ...(['now', 'soon'] as const).map((level) => ({
        urgency: { level, best: level, reason: null, probability: 0.9 },
      })),
    ];
    const said = cases.flatMap((one) => priorityOf({ ...NOTHING, ...one }).reasons);
    expect(said.length).toBeGreaterThan(12);
    expect(unknown(said.map(({ text }) => text))).toEqual([]);
  });

  it('every state of a source, and since when', () => {
    const now = new Date('2026-05-01T12:00:00Z');
    const ago = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
    const well: Vitals = {
      enabled: true,
      lastPolledAt: ago(0.1),
      lastAnsweredAt: ago(0.1),
      nextPollAt: ago(-1),
      lastItemAt: ago(1),
      failures: 0,
      lastErrorCode: null,
      lastError: null,
      longestGapHours: 2,
      gapCount: 50,
    };
    const sick: Partial<Vitals>[] = [
      {},
      { lastItemAt: null },
      { lastItemAt: ago(30), longestGapHours: null },
      { lastItemAt: ago(80), longestGapHours: 5 },
      { enabled: false },
      { lastErrorCode: 'gone' },
      { lastPolledAt: null },
      { nextPollAt: ago(1.5) },
      { failures: 1 },
      { failures: 5, lastErrorCode: 'blocked', lastError: 'It would not.' },
      { lastErrorCode: 'host-busy', lastAnsweredAt: ago(60) },
      { lastErrorCode: 'host-busy', lastAnsweredAt: null },
    ];
    const said = sick.map((one) => healthOf({ ...well, ...one }, now).reason);
    expect(new Set(said).size).toBe(sick.length);
    expect(unknown(said)).toEqual([]);
  });

  it('what people did', () => {
    const standing = (value: Partial<Extract<Change['after'], { part: 'standing' }>['value']>) => ({
      part: 'standing' as const,
      value: { status: 'new' as const, waitingUntil: null, dismissedBecause: null, ...value },
    });
    const parts: Change['after'][] = [
      ...INBOX_STATUSES.map((status) => standing({ status })),
      standing({ status: 'waiting', waitingUntil: '2026-05-01T12:00:00Z' }),
      ...DISMISS_REASONS.map((dismissedBecause) =>
        standing({ status: 'dismissed', dismissedBecause }),
      ),
      { part: 'label', label: 'vip', value: true },
      { part: 'label', label: 'vip', value: false },
      { part: 'owner', value: null },
      { part: 'owner', value: '1' },
      { part: 'owner', value: '2' },
    ];
    const names = new Map([['2', 'Ann']]);
    const said = parts.map((after) => changesInWords([{ before: after, after }], names, '1'));
    expect(unknown([...said, takenBackInWords('marked it as done')])).toEqual([]);
    expect(german.say(takenBackInWords(said.slice(0, 2).join('; ')))).toBe(
      'nahm eine Änderung zurück: stellte sie auf neu; nahm sie in Arbeit',
    );
  });

  it('how reading changes, what is still needed to teach, and why a mention matched', () => {
    const drift = [null, 0.05, 0.2, 0.5].map(driftInWords);
    const needed = [neededInWords({ learnt: 0, heldBack: 0 })];
    const query = { any: ['apex', 'summit'], all: [], none: ['film'] };
    const ask = compileQuery(query);
    const why = ['apex summit', 'apex film', 'nothing'].map(
      (text) => ask({ title: null, text }).why,
    );
    const all = compileQuery({ any: [], all: ['apex'], none: [] })({ title: null, text: 'x' });
    const none = compileQuery({ any: [], all: [], none: [] })({ title: null, text: 'x' });
    const said = [...drift, ...needed, ...why, all.why, none.why];
    expect(unknown(said.filter((one) => one !== null))).toEqual([]);
  });

  it('the names of the topics that come with Earshot', () => {
    const named = z.array(z.object({ name: z.string() }));
    const { groups, topics } = z
      .object({ groups: named, topics: named })
      .parse(parse(readFileSync('config/taxonomy.yaml', 'utf8')));
    expect(unknown([...groups, ...topics].map(({ name }) => name))).toEqual([]);
  });
});

describe('a sentence that is said again', () => {
  it('keeps what stands in its places, and says again what is known there', () => {
    expect(german.say('a complaint (91 % sure)')).toBe('eine Beschwerde (91 % sicher)');
    expect(german.say('complained about this 3 times before')).toBe(
      'hat sich darüber schon 3-mal beschwert',
    );
    expect(german.say('had to make an effort: wait, transfer')).toBe(
      'musste Aufwand treiben: Warten, weitergereicht',
    );
  });

  it('stays as it is when nobody knows it', () => {
    expect(german.say('I waited (for 3 weeks) $& and "left"')).toBe(
      'I waited (for 3 weeks) $& and "left"',
    );
  });

  it('has the same places in both languages', () => {
    const places = (text: string): string[] => (text.match(/\{\w+(?:, list)?\}/g) ?? []).toSorted();
    const unlike = Object.entries(catalogue).filter(
      ([source, said]) => places(source).join() !== places(said).join(),
    );
    expect(unlike).toEqual([]);
  });
});
