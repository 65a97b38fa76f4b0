import { describe, expect, it } from 'vitest';
import { wantOf } from '../../src/domain/want.js';

const want = (text: string) => wantOf({ title: null, text });

describe('what a customer asks for, in words of the text', () => {
  it.each([
    ['It broke after a week. I want my money back!', 'refund', 'I want my money back'],
    ['Still waiting for my refund since May.', 'refund', 'waiting for my refund'],
    ['Ich möchte mein Geld zurück.', 'refund', 'Ich möchte mein Geld zurück'],
    ['Bitte um Rückerstattung der Gebühr.', 'refund', 'Bitte um Rückerstattung'],
    ['I have requested twice for a replacement card.', 'replacement', null],
    ['Ich erwarte sofort ein Ersatzgerät von euch.', 'replacement', null],
    ['Crashes at start, please fix!', 'repair', 'please fix'],
    ['Bitte den Fehler beheben.', 'repair', null],
    ['How do I cancel this?', 'cancellation', 'How do I cancel'],
    ['Guten Tag. Ich möchte meinen Vertrag kündigen.', 'cancellation', null],
    ['Please unlock my account.', 'access', 'Please unlock my'],
    ['We would like an apology for that.', 'apology', null],
    ['Can someone please help me with the login?', 'answer', null],
    ['Ich warte seit Wochen auf eine Antwort.', 'answer', null],
    ['Please add a dark mode.', 'change', 'Please add'],
    ['Es wäre schön, wenn man sortieren könnte.', 'change', null],
  ])('%s', (text, kind, quote) => {
    const found = want(text);
    expect(found?.kind).toBe(kind);
    expect(text).toContain(found?.quote);
    expect(found?.quote).toContain(quote ?? '');
  });

  it('is the most tangible of several, and may stand in the title', () => {
    expect(want('Please answer me. I demand a refund.')?.kind).toBe('refund');
    expect(wantOf({ title: 'Please fix', text: 'It is slow.' })?.kind).toBe('repair');
  });

  it.each([
    'They refused a refund to my neighbour.',
    'If you want a refund you must wait for weeks.',
    "I don't want a refund, it is great.",
    'You can get your money back within 30 days.',
    'Wir bitten um Entschuldigung für die Verspätung.',
    'Niemand kann mir da helfen.',
    'The fix came quickly and the help was kind.',
    'Ich will keine Erstattung.',
    '',
    'refund '.repeat(5_000),
    `i ${'want '.repeat(5_000)}`,
  ])('is silent where the text does not say it: %s', (text) => {
    expect(want(text)).toBeNull();
  });
});
