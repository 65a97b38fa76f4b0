import { describe, expect, it } from 'vitest';
import { marked } from '../../src/web/reading/marks.js';

const quote = (words: string, label = 'complaint') => ({ for: label, quote: words });
const marksOf = (text: string, ...quotes: { for: string; quote: string }[]) =>
  marked(text, quotes)
    .filter((run) => run.for.length > 0)
    .map((run) => [run.text, run.for.join('+')]);

describe('evidence in a text', () => {
  it('leaves the text as it was, whatever is marked', () => {
    const text = 'I had two bad days. Bad! <b>bad</b>';
    const runs = marked(text, [quote('bad'), quote('two bad days'), quote('not there'), quote('')]);
    expect(runs.map((run) => run.text).join('')).toBe(text);
    expect(runs.map((run) => run.start)).toEqual(
      runs.map((_, at) => runs.slice(0, at).reduce((sum, run) => sum + run.text.length, 0)),
    );
  });

  it('marks every place where the words stand', () => {
    expect(marksOf('bad and bad', quote('bad'))).toEqual([
      ['bad', 'complaint'],
      ['bad', 'complaint'],
    ]);
  });

  it('marks whole words only, in any script', () => {
    expect(marksOf('I had an ad', quote('ad'))).toEqual([['ad', 'complaint']]);
    expect(marksOf('überfällig', quote('fällig'))).toEqual([]);
    expect(marksOf('Bad, really', quote('Bad,'))).toEqual([['Bad,', 'complaint']]);
  });

  it('says all that overlapping words speak for', () => {
    expect(
      marksOf('no refund came', quote('no refund'), quote('refund came', 'topic:refund')),
    ).toEqual([
      ['no ', 'complaint'],
      ['refund', 'complaint+topic:refund'],
      [' came', 'topic:refund'],
    ]);
  });
});
