import { describe, expect, it } from 'vitest';
import type { MentionDetail } from '../../src/web/app/wire.js';
import { evidenceOf } from '../../src/web/inbox/detail/evidence-of.js';
import { nextMarks } from '../../src/web/inbox/detail/use-marks.js';
import { marked } from '../../src/web/reading/marks.js';

describe('turning through the marks', () => {
  it('shows nothing, each label alone, then all, and around again', () => {
    const groups = ['complaint', 'topic', 'heard'] as const;
    const seen = [nextMarks(groups, [])];
    for (let n = 0; n < 4; n++) seen.push(nextMarks(groups, seen.at(-1) ?? []));
    expect(seen).toEqual([['complaint'], ['topic'], ['heard'], [...groups], []]);
  });

  it('passes over what this text has no evidence for', () => {
    expect(nextMarks(['topic'], ['complaint'])).toEqual(['topic']);
    expect(nextMarks(['topic'], ['topic'])).toEqual([]);
    expect(nextMarks([], ['topic'])).toEqual([]);
  });
});

describe('what can be marked', () => {
  const detail = {
    reading: {
      effort: [{ kind: 'wait', quote: 'waited', probability: 0.9 }],
      evidence: [
        { for: 'complaint', quote: 'broken' },
        { for: 'effort', quote: 'waited' },
        { for: 'sentiment', quote: '' },
      ],
    },
    want: { kind: 'refund', quote: 'my money back' },
    matchedBecause: [{ monitor: 'Apex: all', words: ['Apex', 'APEX'] }],
  };

  it('is the evidence once, what is wanted, and what was listened for', () => {
    expect(evidenceOf(detail as unknown as MentionDetail)).toEqual([
      { for: 'complaint', quote: 'broken' },
      { for: 'effort:wait', quote: 'waited' },
      { for: 'want:refund', quote: 'my money back' },
      { for: 'heard:Apex  all', quote: 'Apex' },
      { for: 'heard:Apex  all', quote: 'APEX' },
    ]);
  });

  it('is found in scripts that put no space between words', () => {
    const runs = marked('今日は東京にいる', [{ for: 'heard:x', quote: '東京' }]);
    expect(runs.map(({ text }) => text)).toEqual(['今日は', '東京', 'にいる']);
  });
});
