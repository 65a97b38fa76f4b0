import { describe, expect, it } from 'vitest';
import { wordDiff } from '../../src/web/inbox/word-diff.js';

const of = (before: string, after: string) =>
  wordDiff(before, after).map(({ kind, text }) => [kind, text]);

describe('what changed between two versions', () => {
  it('finds the words that came and went', () => {
    expect(of('It broke twice.', 'It broke three times.')).toEqual([
      ['same', 'It broke '],
      ['removed', 'twice'],
      ['added', 'three times'],
      ['same', '.'],
    ]);
  });

  it('says nothing of two equal texts', () => {
    expect(of('Same words', 'Same words')).toEqual([['same', 'Same words']]);
    expect(of('', '')).toEqual([]);
  });

  it.each([
    ['', 'all new'],
    ['all gone', ''],
    ['one two three', 'three two one'],
    ['a\n\nb', 'a\nb c'],
    ['word '.repeat(2000), 'word '.repeat(1999)],
  ])('loses no word of either text (%#)', (before, after) => {
    const changes = wordDiff(before, after);
    const without = (kind: string) =>
      changes
        .filter((change) => change.kind !== kind)
        .map(({ text }) => text)
        .join('');
    expect(without('added')).toBe(before);
    expect(without('removed')).toBe(after);
    expect(changes.map(({ at }) => at)).toEqual(changes.map((_, at) => at));
  });
});
