import { describe, expect, it } from 'vitest';
import { quotesFor } from '../../src/classify/evidence.js';
import { Extractor } from '../../src/classify/features/extractor.js';

const extractor = new Extractor();

/** Quotes for weights given by word; other words weigh nothing. */
function quotes(parts: string[], weights: Record<string, number>): string[] {
  const { tokens } = extractor.extract(parts);
  const perToken = tokens.map(({ form }) => weights[form] ?? 0);
  return quotesFor('complaint', parts, tokens, perToken).map(({ quote }) => quote);
}

describe('quotesFor', () => {
  it('quotes the strongest words first, joined to short phrases', () => {
    const text = 'Lovely shop. The tray is badly stuck, and the remote feels cheap.';
    expect(quotes([text], { badly: 1, stuck: 3, cheap: 2, lovely: -4 })).toEqual([
      'badly stuck',
      'cheap',
    ]);
  });

  it('takes the negation with the word', () => {
    expect(quotes(['It does not even play DVDs'], { play: 2 })).toEqual(['not even play']);
  });

  it('quotes exactly, whatever the signs', () => {
    const text = 'ÜBEL  “cut‑off”, didn’t\u0000 work 😡';
    const found = quotes([text], { work: 1, '😡': 3, übel: 2 });
    expect(found).not.toEqual([]);
    for (const quote of found) expect(text).toContain(quote);
  });

  it('does not join title and text', () => {
    expect(quotes(['very', 'late'], { very: 1, late: 1 })).toEqual(['very', 'late']);
  });

  it('has at most three quotes of eight words', () => {
    const words = Array.from({ length: 40 }, () => 'bad');
    const text = [words.slice(0, 20).join(' '), words.slice(20).join(' '), 'bad', 'bad'].join('. ');
    const found = quotes([text], { bad: 1 });
    expect(found.length).toBeLessThanOrEqual(3);
    for (const quote of found) expect(quote.split(' ').length).toBeLessThanOrEqual(8);
  });

  it('quotes nothing when no word speaks for the label', () => {
    expect(quotes(['All fine here'], { fine: -2 })).toEqual([]);
    expect(quotes(['@acme https://a.example !!!'], { USER: 1, LINK: 1, '!!': 1 })).toEqual([]);
  });

  it('keeps a quote short when the text has no spaces', () => {
    const [quote] = quotes(['x'.repeat(100_000)], { ['x'.repeat(2)]: 1 });
    expect(quote?.length).toBeLessThanOrEqual(200);
  });
});
