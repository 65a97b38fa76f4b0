import { describe, expect, it } from 'vitest';
import { completed, mended, withoutPart } from '../../src/web/inbox/search-edit.js';

const part = (q: string, text: string) => {
  const start = q.indexOf(text);
  return { start, end: start + text.length };
};
const without = (q: string, text: string): string => withoutPart(q, part(q, text));

describe('a query', () => {
  it('loses a part, and the gap that it leaves', () => {
    expect(without('late source:Forum -spam', 'source:Forum')).toBe('late -spam');
    expect(without('late  source:Forum', 'late')).toBe('source:Forum');
    expect(without('late', 'late')).toBe('');
  });

  it('keeps no OR without its two sides', () => {
    expect(without('late OR broken is:new', 'late')).toBe('broken is:new');
    expect(without('late OR broken is:new', 'broken')).toBe('late is:new');
    expect(without('a OR b OR c', 'b')).toBe('a OR c');
    expect(without('terror wins', 'wins')).toBe('terror');
  });

  it('takes a completion in its place, with a space once the value is whole', () => {
    const sou = 'late sou';
    expect(completed(sou, { ...part(sou, 'sou'), text: 'source:' })).toEqual({
      text: 'late source:',
      at: 12,
    });
    const value = 'source:To is:new';
    expect(completed(value, { ...part(value, 'To'), text: '"Town talk"' })).toEqual({
      text: 'source:"Town talk" is:new',
      at: 19,
    });
    expect(completed('is:o', { start: 3, end: 4, text: 'overdue' })).toEqual({
      text: 'is:overdue ',
      at: 11,
    });
  });

  it('takes what it is told to write instead', () => {
    expect(mended('colour:red late', part('colour:red late', 'colour:red'), '"colour:red"')).toBe(
      '"colour:red" late',
    );
  });
});
