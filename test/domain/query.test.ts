import { describe, expect, it } from 'vitest';
import { compileQuery, type Query } from '../../src/domain/query.js';
import { Dice } from '../support/makers.js';

const query = (given: Partial<Query>): Query => ({ any: [], all: [], none: [], ...given });

const match = (given: Partial<Query>, text: string, title: string | null = null) =>
  compileQuery(query(given))({ title, text });

const matches = (given: Partial<Query>, text: string, title: string | null = null): boolean =>
  match(given, text, title).matched;

describe('words', () => {
  it.each([
    ['the word alone', 'apex', 'Apex'],
    ['a word between marks', 'apex', '"(Apex)!"'],
    ['a word at the beginning and at the end', 'apex', 'apex, said apex'],
    ['a word with a figure', 'ps5', 'My PS5 broke'],
    ['full width as ordinary letters', 'apex', 'ＡＰＥＸ is late'],
    ['a composed accent as a separate one', 'caf\u00e9', 'Cafe\u0301 is shut'],
    ['capitals of letters that become two', 'straße', 'HAUPT STRASSE 5'],
    ['a soft hyphen, which nobody sees', 'lieferung', 'Liefe\u00adrung'],
    ['a zero-width space, which nobody sees', 'apex', 'A\u200bpex'],
    ['another alphabet', 'яндекс', 'ЯНДЕКС такси'],
    ['a name inside a line without spaces', 'アップル', '今日アップルの店で'],
    ['a Thai name inside a line without spaces', 'กรุงไทย', 'ธนาคารกรุงไทยช้า'],
  ])('finds %s', (_case, term, text) => {
    expect(matches({ any: [term] }, text)).toBe(true);
  });

  it.each([
    ['the middle of a word', 'pex', 'apex'],
    ['the beginning of a word without a star', 'ape', 'apex'],
    ['another word', 'apex', 'The zenith'],
    ['an empty text', 'apex', ''],
    ['another order of signs', 'アップル', 'ルプッア'],
  ])('does not find %s', (_case, term, text) => {
    expect(matches({ any: [term] }, text)).toBe(false);
  });

  it('finds every word that begins so, with a star', () => {
    const given = { any: ['deliver*'] };
    for (const text of ['deliver', 'deliveries', 'They DELIVERED it'])
      expect(matches(given, text)).toBe(true);
    expect(matches(given, 'undelivered')).toBe(false);
  });

  it('finds a phrase whatever stands between its words but not with a word between', () => {
    const given = { any: ['customer service'] };
    expect(matches(given, 'The customer-service line')).toBe(true);
    expect(matches(given, 'customer\n\n  SERVICE')).toBe(true);
    expect(matches(given, 'customer self service')).toBe(false);
    expect(matches(given, 'service customer')).toBe(false);
  });

  it('puts a star on the last word of a phrase', () => {
    expect(matches({ any: ['apex play*'] }, 'my Apex players')).toBe(true);
    expect(matches({ any: ['apex play*'] }, 'my apexes players')).toBe(false);
  });

  it('lets no phrase reach from the title into the text', () => {
    const given = { any: ['apex player'] };
    expect(matches(given, 'player broke', 'My Apex')).toBe(false);
    expect(matches(given, 'it broke', 'My Apex player')).toBe(true);
    expect(matches({ any: ['apex play*'] }, 'player', 'apex')).toBe(false);
  });
});

describe('any, all, none', () => {
  it.each<[string, Partial<Query>, boolean, string]>([
    ['one of any', { any: ['apex', 'zen'] }, true, 'has "apex"'],
    ['two of any', { any: ['apex', 'late'] }, true, 'has "apex", "late"'],
    ['none of any', { any: ['zen'] }, false, 'has none of the words'],
    ['all of all', { all: ['apex', 'late'] }, true, 'has "apex", "late"'],
    ['one of all missing', { all: ['apex', 'zen'] }, false, 'lacks "zen"'],
    ['all and any', { all: ['apex'], any: ['late', 'zen'] }, true, 'has "apex", "late"'],
    ['all but none of any', { all: ['apex'], any: ['zen'] }, false, 'has none of the words'],
    ['an excluded one', { any: ['apex'], none: ['l*'] }, false, 'has the excluded "l*"'],
    ['excluded ones only', { none: ['zen'] }, false, 'the monitor listens for nothing yet'],
    ['nothing', {}, false, 'the monitor listens for nothing yet'],
  ])('%s', (_case, given, matched, why) => {
    expect(match(given, 'Apex is late again')).toEqual({ matched, why });
  });

  it.each(['', '  ', '***', '!?', '🍎'])(
    'refuses the term "%s", which could never match',
    (term) => {
      for (const kind of ['any', 'all', 'none'] as const)
        expect(() => compileQuery(query({ [kind]: [term] }))).toThrow(
          new RangeError(`"${term}" holds no letter or digit, so it can never match`),
        );
    },
  );

  it('agrees with a plain search through the words, on random texts and queries', () => {
    const dice = new Dice(7);
    const words = ['ape', 'apex', 'late', 'the'];
    const some = (most: number): string[] =>
      Array.from({ length: dice.below(most + 1) }, () => dice.pick(words));
    for (let round = 0; round < 2_000; round++) {
      const [text, any, all, none] = [some(5), some(2), some(2), some(1)];
      const expected =
        !none.some((word) => text.includes(word)) &&
        all.every((word) => text.includes(word)) &&
        (any.length === 0 ? all.length > 0 : any.some((word) => text.includes(word)));
      expect(matches({ any, all, none }, text.join(dice.pick([' ', ', ', '\n'])))).toBe(expected);
    }
  });
});

describe('hostile texts', () => {
  it.each([
    ['letters without an end', 'a'.repeat(1_000_000)],
    ['letters that would fill a stack', 'ж'.repeat(6_000_000)],
    ['spaces and dots that would fill one', ' .'.repeat(1_000_000)],
    ['joiners that nobody sees', '\u200d'.repeat(6_000_000)],
    ['marks without an end', '\u0301'.repeat(1_000_000)],
    ['many short words', 'ap '.repeat(350_000)],
    ['signs of a script without spaces', '\u3042\u30fc'.repeat(500_000)],
    ['letters that unfold to eighteen', '\ufdfa'.repeat(50_000)],
    ['halves of surrogate pairs', '\ud800'.repeat(1_000_000)],
  ])('reads megabytes of %s, and finds nothing', (_case, text) => {
    const given = { any: ['apex', 'ap ex', 'apexes*'], none: ['zen'] };
    expect(match(given, text)).toEqual({ matched: false, why: 'has none of the words' });
    expect(matches(given, `${text} apex`)).toBe(true);
  });
});
