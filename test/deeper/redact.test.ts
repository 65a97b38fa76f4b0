import { describe, expect, it } from 'vitest';
import { redact } from '../../src/deeper/redact.js';

const out = (text: string, keep: readonly string[] = ['Apex']): string => redact(text, keep).text;

describe('what tells who wrote a text', () => {
  it.each([
    ['@ann_99 and @ann@mastodon.example, u/some-guy', '[handle] and [handle], [handle]'],
    ['write to anna.smith+x@mail.example.co.uk', 'write to [email]'],
    ['see https://x.example/ann/status/12 or www.ann.example', 'see [link] or [link]'],
    ['I spoke to Sarah Connor-Smith yesterday', 'I spoke to [name] yesterday'],
    ['Hi John, my name is Xanthe van der Berg.', 'Hi [name], my name is [name].'],
    ['Mr. Zbigniew hung up. Frau Öztürk auch.', 'Mr. [name] hung up. Frau [name] auch.'],
    ['so says Patricia. Regards, Quentin', 'so says [name]. Regards, [name]'],
    ['call +44 20 7946 0958 or (555) 123-4567', 'call [phone] or [phone]'],
    ['Tel. 0171/2345678, 030 123 45 67', 'Tel. [phone], [phone]'],
    ['card 4111 1111 1111 1111 was charged', 'card [card] was charged'],
    ['IBAN DE89 3704 0044 0532 0130 00!', 'IBAN [iban]!'],
    ['order no. 4711-A, ref: AB12CD', 'order no. [number], ref: [number]'],
    [
      'my account 99887766 and Kundennummer: 4712',
      'my account [number] and Kundennummer: [number]',
    ],
    ['#12345 is 1Z999AA10123456784', '[number] is [number]'],
  ])('is taken out of "%s"', (text, expected) => expect(out(text)).toBe(expected));
});

describe('what happened', () => {
  it.each([
    'waited 45 minutes on 2026-03-01 and 01.03.2026',
    'it cost $1,200,000 or 1.200,50 euros',
    'my account 12 years, order 2 weeks ago, for the 3rd time',
    'iPhone 15 Pro on Windows 11 since 2024',
    'Hello Apex, dear Support, this is The Worst',
    '@Apex why',
  ])('stays in "%s"', (text) => expect(out(text)).toBe(text));
});

describe('the way back', () => {
  const text = 'Hi John, order no. 4711-A is late. Regards, Anna';
  const { original, text: sent } = redact(text);

  it('leads to an exact piece of the original', () => {
    expect(sent).toBe('Hi [name], order no. [number] is late. Regards, [name]');
    expect(original('order no. [number] is')).toBe('order no. 4711-A is');
    expect(original('is late. Regards, [name]')).toBe('is late. Regards, Anna');
    expect(original('is late')).toBe('is late');
    expect(original(sent)).toBe(text);
  });

  it('takes half a placeholder for all that it stands for', () => {
    expect(original('ber] is late')).toBe('4711-A is late');
    expect(original('no. [num')).toBe('no. 4711-A');
    expect(original(', order')).toBe(', order');
  });

  it('leads nowhere from what is no piece of the text', () => {
    expect(original('4711-A')).toBeNull();
    expect(original('')).toBeNull();
    expect(redact('he wrote [name] himself').original('[name] himself')).toBe('[name] himself');
  });
});

describe('a text made to keep us busy', () => {
  // With a pattern that looks back over spaces without end this takes minutes: the test's own limit ends it.
  it.each(['Dear', 'order', '@', '1', 'A1'])(
    'after "%s" is gone through like any other',
    (start) => {
      const spaces = `${start}${' '.repeat(3_900)}x`;
      expect(out(spaces)).toBe(spaces);
    },
  );
});
