import { describe, expect, it } from 'vitest';
import { tokenise } from '../../src/classify/features/tokens.js';

const forms = (text: string): string[] => tokenise(text).map((token) => token.form);

describe('tokenise', () => {
  it('knows where each token stands', () => {
    const text = 'My “DVD-player” didn’t work @acme 😡 #fail £40!!';
    for (const { start, end } of tokenise(text)) expect(text.slice(start, end)).not.toBe('');
    const words = tokenise(text).map(({ start, end }) => text.slice(start, end));
    expect(words).toEqual([
      'My',
      'DVD',
      'player',
      'didn’t',
      'work',
      '@acme',
      '😡',
      '#fail',
      '£40',
      '!!',
    ]);
  });

  it('gives one form to what says the same', () => {
    expect(forms("DON'T don’t dont")).toEqual(['dont', 'dont', 'dont']);
    expect(forms('sooooo Soo')).toEqual(['soo', 'soo']);
    expect(forms('@jane @joe https://a.example/x?y=1 www.b.example #Fail fail')).toEqual([
      'USER',
      'USER',
      'LINK',
      'LINK',
      'fail',
      'fail',
    ]);
    expect(forms('12 3.50 7pm $5 ! !!! ?! ????')).toEqual([
      'NUMBER',
      'NUMBER',
      'NUMBER',
      'MONEY',
      '!',
      '!!',
      '?!',
      '??',
    ]);
  });

  it('marks what a negation reaches, up to the end of the clause', () => {
    const tokens = tokenise('It does not work at all, but I like it');
    const negated = tokens.filter((token) => token.negatedBy >= 0).map((token) => token.form);
    expect(negated).toEqual(['work', 'at', 'all']);
    expect(tokens[tokens.findIndex(({ form }) => form === 'work')]?.negatedBy).toBe(2);
  });

  it('lets a negation reach four tokens at most', () => {
    const tokens = tokenise('never one two three four five');
    expect(tokens.filter((token) => token.negatedBy === 0)).toHaveLength(4);
  });

  it('passes over what is no text', () => {
    expect(tokenise('')).toEqual([]);
    expect(tokenise('\u0000\u0007 \ud83d \udc00')).toEqual([]);
    expect(forms('a\u0000b')).toEqual(['a', 'b']);
  });

  it('cuts endless words short', () => {
    const [token] = tokenise('ab'.repeat(50_000));
    expect(token?.form).toHaveLength(30);
    expect(token?.end).toBe(100_000);
  });
});
