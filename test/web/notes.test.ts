import { describe, expect, it } from 'vitest';
import { callable, callAt, called, callsIn } from '../../src/web/inbox/detail/calling.js';
import { noteRuns } from '../../src/web/inbox/detail/note-runs.js';

const people = ['Ann Miller', 'Ben Ämter', 'Anna Roe', 'Mia Annand'].map((name, n) => ({
  id: String(n),
  name,
}));
const at = (text: string) => callAt(text.replace('|', ''), text.indexOf('|'));

describe('calling by @', () => {
  it('begins where one types it, and ends with the line', () => {
    expect(at('Ask @an|')).toEqual({ start: 4, end: 7, typed: 'an' });
    expect(at('@|')).toMatchObject({ typed: '' });
    expect(at('(@Ann Mi|')).toMatchObject({ typed: 'Ann Mi' });
    expect(at('mail me: ann@example|')).toBeNull();
    expect(at('@ann\nmore|')).toBeNull();
    expect(at('@ later|')).toBeNull();
    expect(at(`@${'x'.repeat(60)}|`)).toBeNull();
    expect(at('no call|')).toBeNull();
  });

  it('finds people by any of their names, the first name first, whatever the accents', () => {
    expect(callable('ann', people).map(({ name }) => name)).toEqual([
      'Ann Miller',
      'Anna Roe',
      'Mia Annand',
    ]);
    expect(callable('amt', people).map(({ name }) => name)).toEqual(['Ben Ämter']);
    expect(callable('', people)).toHaveLength(4);
    expect(callable('zzz', people)).toEqual([]);
  });

  it('puts the name in and leaves the cursor behind it', () => {
    const call = at('Ask @an| now');
    const next = call && called('Ask @an now', call, { id: '1', name: 'Ann Miller' });
    expect(next).toEqual({ text: 'Ask @Ann Miller now', cursor: 16 });
    expect(callsIn('Ask @Ann Miller now', people)).toEqual(['0']);
  });
});

describe('the runs of a note', () => {
  const kinds = (text: string, links: string[] = [], calls: string[] = []) =>
    noteRuns(
      text,
      links,
      calls.map((name) => ({ id: name, name })),
    ).map((run) => [run.kind, run.text]);

  it('are the note, whatever is in it', () => {
    const text = 'See https://a.example/x, @Ann, and <b>@Ann</b>';
    const runs = kinds(text, ['https://a.example/x'], ['Ann']);
    expect(runs.map(([, words]) => words).join('')).toBe(text);
    expect(runs.filter(([kind]) => kind !== 'text')).toEqual([
      ['link', 'https://a.example/x'],
      ['call', '@Ann'],
      ['call', '@Ann'],
    ]);
  });

  it('take the longer of two links that begin alike, and nothing twice', () => {
    const text = 'https://a.example/xy https://a.example/x';
    expect(
      kinds(text, ['https://a.example/x', 'https://a.example/xy']).map(([, words]) => words),
    ).toEqual(['https://a.example/xy', ' ', 'https://a.example/x']);
    expect(kinds('')).toEqual([]);
    expect(kinds('javascript:alert(1)')).toEqual([['text', 'javascript:alert(1)']]);
  });
});
