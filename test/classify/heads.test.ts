import { describe, expect, it } from 'vitest';
import { EFFORT_KINDS, type EffortKind } from '../../src/domain/reading.js';
import { phraseOf } from '../../src/classify/effort-cues.js';
import { Extractor } from '../../src/classify/features/extractor.js';
import { phraseFor } from '../../src/classify/phrases.js';

describe('phrases that show effort', () => {
  it.each<[EffortKind, string, string]>([
    ['repeat-contact', 'I have called twice about it', 'called twice'],
    ['repeat-contact', 'This is my third email, please help', 'third email'],
    ['repeat-contact', 'Wrote on Monday. Still no reply from anyone', 'Still no reply from'],
    ['repeat-contact', 'They didn’t get back to me', 'didn’t get back to me'],
    ['repeated-information', 'had to explain it again', 'explain it again'],
    ['repeated-information', 'I re-sent the documents', 're-sent'],
    ['channel-switch', 'They told me to call them instead', 'told me to call them instead'],
    ['channel-switch', 'no answer, so trying here', 'so trying here'],
    ['transfer', 'was passed around for an hour', 'passed around'],
    [
      'transfer',
      'The bank says the shop, the shop says the bank',
      'bank says the shop, the shop says',
    ],
    ['wait', 'on hold for 40 minutes now', 'on hold for 40 minutes'],
    ['wait', 'I am still waiting for my refund', 'am still waiting for my refund'],
    ['failed-self-service', 'your website won’t let me', 'website won’t'],
    ['failed-self-service', 'I can not find it on your site', 'can not find it on your site'],
    ['paid-for-help', 'they wanted $30 just to look at it', '$30 just to look'],
    ['generic-answer', 'all I got was a canned response', 'canned response'],
  ])('%s: %s', (kind, text, phrase) => {
    expect(phraseOf(kind, ['', text])).toBe(phrase);
  });

  it.each([
    'Thanks, the call was quick and the answer was right.',
    'The film was two hours long.',
    'I called my mum.',
    'A lovely site and a helpful app.',
    'We transferred the money today.',
    '',
  ])('stay silent on: %s', (text) => {
    expect(EFFORT_KINDS.filter((kind) => phraseOf(kind, [text]) !== null)).toEqual([]);
  });

  it('are quick on texts made to be slow', () => {
    const slow = ['called '.repeat(5000), 'told to '.repeat(5000), 'a says b '.repeat(5000)];
    const found = slow.flatMap((text) => EFFORT_KINDS.map((kind) => phraseOf(kind, [text])));
    expect(found.every((phrase) => phrase === null || phrase.length > 0)).toBe(true);
  });
});

describe('phraseFor', () => {
  const extractor = new Extractor();
  function phrase(parts: string[], weights: Record<string, number>): string | null {
    const { tokens } = extractor.extract(parts);
    const perToken = tokens.map(({ form }) => weights[form] ?? 0);
    return phraseFor(parts, tokens, perToken);
  }

  it('quotes the whole clause that carries most, never a bare word of it', () => {
    const text = 'Nice shop. I told the third person my number, and then I left';
    expect(phrase([text], { third: 2, left: 1 })).toBe('I told the third person my number');
  });

  it('quotes the ten strongest words of a long clause', () => {
    const words = Array.from({ length: 30 }, (_, at) => `w${at}`);
    words[20] = 'again';
    const found = phrase([words.join(' ')], { again: 1 }) ?? '';
    expect(found.split(' ')).toHaveLength(10);
    expect(found).toContain('again');
  });

  it('quotes nothing where no word speaks for it, and never across title and text', () => {
    expect(phrase(['all fine here'], { fine: -1 })).toBeNull();
    expect(phrase(['', ''], {})).toBeNull();
    expect(phrase(['third', 'third time'], { third: 1, time: 1 })).toBe('third time');
  });

  it('keeps a quote short when the text has no spaces', () => {
    expect(phrase(['x'.repeat(100_000)], { xx: 1 })?.length).toBeLessThanOrEqual(200);
  });
});
