import { describe, expect, it } from 'vitest';
import { addressesIn, calledIn, hostOf, linksOf } from '../../src/domain/note.js';

describe('the links of a note', () => {
  it('are its http and https addresses, without what closes the sentence', () => {
    expect(
      linksOf('See https://a.example/x. And (http://b.example/y), "https://c.example"!'),
    ).toEqual(['https://a.example/x', 'http://b.example/y', 'https://c.example']);
    expect(linksOf('https://a.example/wiki/Apex_(player) (https://a.example/b)')).toEqual([
      'https://a.example/wiki/Apex_(player)',
      'https://a.example/b',
    ]);
  });

  it('are nothing else, and nothing that hides its host', () => {
    expect(linksOf('javascript:alert(1) data:text/html,x ftp://a.example file:///etc')).toEqual([]);
    expect(linksOf('https://bank.example@evil.example https://bank:pw@evil.example')).toEqual([]);
    expect(linksOf('https:// http://[ xhttps://a.example')).toEqual([]);
  });

  it('stand where they are said to stand, each counted once', () => {
    const text = 'https://a.example, https://a.example';
    const found = addressesIn(text);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([
      'https://a.example',
      'https://a.example',
    ]);
    expect(linksOf(text)).toHaveLength(1);
    expect(
      linksOf(Array.from({ length: 30 }, (_, n) => `https://a.example/${n}`).join(' ')),
    ).toHaveLength(20);
  });

  it('show a host as what it is', () => {
    expect(hostOf('https://а.example:8443/x')).toBe('xn--80a.example:8443');
  });

  it('are found whatever stands there', () => {
    expect(linksOf(`https://a.example/${'(.)'.repeat(1500)}`)).toHaveLength(1);
    expect(linksOf('https://'.repeat(600))).toHaveLength(1);
  });
});

describe('calling people', () => {
  const people = [
    { id: '1', name: 'Ann' },
    { id: '2', name: 'Anna Roe' },
    { id: '3', name: 'Ben' },
  ];
  const called = (text: string) => calledIn(text, people).map(({ id }) => id);

  it('takes the whole name', () => {
    expect(called('@Anna Roe, look')).toEqual(['2']);
    expect(called('@Ann, look')).toEqual(['1']);
    expect(called('@Annual report')).toEqual([]);
    expect(called('Ben and @Anna')).toEqual([]);
  });

  it('calls each once, however often', () => {
    expect(calledIn('@Ben @Ben', [...people, { id: '3', name: 'Ben' }])).toHaveLength(1);
  });
});
