import { describe, expect, it } from 'vitest';
import type { Brand } from '../../src/domain/reading.js';
import { isOfOthers, nameOfOther, spokenOf } from '../../src/classify/brand.js';
import { Extractor } from '../../src/classify/features/extractor.js';
import { directionOf } from '../../src/classify/leaving.js';

const extractor = new Extractor();
const ACME: Brand = { names: ['Acme'], competitors: ['Globex', 'Blue Harbour'] };
const GLOBEX: Brand = { names: ['Globex', 'Blue Harbour'], competitors: ['Acme'] };

const direct = (text: string, brand: Brand | null): string | null => {
  const parts = ['', text];
  return directionOf(extractor.extract(parts).tokens, parts, brand);
};
const signs = (text: string, brand: Brand | null): string => {
  const parts = ['', text];
  return spokenOf(extractor.extract(parts).tokens, parts, brand).words.trim();
};

describe('names in a text', () => {
  it.each([
    ['ACME is slow', 'OURS is slow'],
    ["acme's app, #Acme and @acme", 'OURS app , OURS and OURS'],
    ['Acme’s app', 'OURS app'],
    ['two Acmes and an Acmeist', 'two OURS and an acmeist'],
    ['@AcmeHelp @acme_uk @acmebuilders', 'OURS OURS user'],
    ['the blue harbour of Globex', 'the THEIRS of THEIRS'],
    ['#BlueHarbour @blue_harbour', 'THEIRS THEIRS'],
    ['blue, Harbour', 'blue , harbour'],
  ])('are whole words, in any dress: %s', (text, expected) => {
    expect(signs(text, ACME)).toBe(expected);
  });

  it.each([
    [['H&M'], 'bought at h&m today', 'bought at OURS today'],
    [["Rosa's Nails"], 'rosas nails and Rosa’s Nails', 'OURS and OURS'],
    [['1&1'], 'my 1&1 contract', 'my OURS contract'],
    [['@acme_care'], 'hey @Acme_Care', 'hey OURS'],
    [['Acme*'], 'an acme thing', 'an OURS thing'],
    [['', '@', '…'], 'nothing at all', 'nothing at all'],
    [['O2'], 'O2 or o2s', 'OURS or o2s'],
  ])('may hold signs: %s', (names, text, expected) => {
    expect(signs(text, { names, competitors: [] })).toBe(expected);
  });

  it('take the longer name first', () => {
    const brand = { names: ['Nord'], competitors: ['Nord Bank'] };
    expect(signs('nord is no nord bank', brand)).toBe('OURS is no THEIRS');
  });
});

/** Whoever is left in the first column is gained by the other one: read for both. */
const SWITCHES: readonly string[] = [
  'Switching to Globex next week',
  'I am switching from Acme to Globex',
  'left Acme for Globex and never looked back',
  'Leaving Acme after ten years. Globex it is',
  'Moved all our phones over to Globex yesterday, Acme was too expensive',
  'Cancelled Acme, joined Globex',
  'Goodbye Acme, hello Globex',
  'Acme, goodbye. Globex has a customer more',
  'Done with Acme. Going with Globex',
  'I went from Acme to Globex and my bill halved',
  'Just swapped my Acme for a Globex',
  'Replaced our Acme with a Globex, best decision this year',
  'Signed up with Globex because Acme never rang back',
  'Never again Acme. My next one is a Globex',
  'Acme lost me as a customer, I am with Globex now',
  'After six years with Acme I opened an account at Globex',
  'taking my business from acme to globex',
  'Thinking about moving to Globex, Acme raised the price again',
  'Is Globex any good? Acme has been down all week',
  'Any experiences with Globex? Looking for an alternative to Acme',
  'Bought a Globex instead of another Acme',
  'Ditched @acme and got @globex, could not be happier',
  'Acme kept me on hold for an hour so I ordered from Globex',
  'I was an Acme customer for years. Globex is so much better',
  'Should I leave Acme for Blue Harbour?',
  'What do people think of Globex? My Acme contract ends in May',
  'Acme has until Friday, then I am off to Globex',
  'Binned the Acme, Globex arrives Thursday',
  'We chose Globex over Acme',
  'Hey Globex, your offer is tempting, Acme is getting on my nerves',
  'Blue Harbour here I come, bye bye Acme',
];

describe('the direction of leaving', () => {
  it.each(SWITCHES)('turns around with the side: %s', (text) => {
    expect([direct(text, ACME), direct(text, GLOBEX)]).toEqual(['from-us', 'to-us']);
  });

  it.each([
    ['done with you guys', 'from-us'],
    ['I am leaving you today', 'from-us'],
    ['Cancelling my contract tomorrow', 'from-us'],
    ['You have lost a customer', 'from-us'],
    ['going elsewhere with my money', 'from-us'],
    ['looking for another provider', 'from-us'],
    ['Acme, goodbye', 'from-us'],
    ['I will never buy from Acme again', 'from-us'],
    ["won't be going back to Acme", 'from-us'],
    ['Bought an Acme in March. Never again', 'from-us'],
    ['steer clear of Acme', 'from-us'],
    ['I bought an Acme phone in May. Do not buy it', 'from-us'],
    ['sent my player back to Acme', 'from-us'],
    ['Switching to Initech next month, Acme is hopeless', 'from-us'],
    ['just joined @acme', 'to-us'],
    ['Switching to you guys next month', 'to-us'],
    ['I am coming back to you', 'to-us'],
    ["You've convinced me, where do I sign?", 'to-us'],
    ['new Acme customer here', 'to-us'],
    ['Moved over to Acme from my old bank', 'to-us'],
    ['Thinking of joining Acme', 'to-us'],
    ['Came back to Acme after a year away', 'to-us'],
    ['How good is Acme for small firms?', 'to-us'],
    ['First month with Acme, so far so good', 'to-us'],
  ])('without another name: %s', (text, expected) => {
    expect(direct(text, { names: ['Acme'], competitors: [] })).toBe(expected);
  });

  it.each(['Goodbye Globex', 'cancelled Globex today', '@globex I am done with you'])(
    'is none of ours when only somebody else is left: %s',
    (text) => {
      expect(direct(text, ACME)).toBeNull();
    },
  );

  it('is ours when somebody else is gone to, or is left by one who speaks to us', () => {
    expect(direct('Switching to Globex tomorrow', ACME)).toBe('from-us');
    expect(direct('I left Globex for you', ACME)).toBe('to-us');
  });

  it('takes the account that is addressed for the brand when none is given', () => {
    expect(direct('just joined @acme', null)).toBe('to-us');
    expect(direct('@acme I am leaving you', null)).toBe('from-us');
    expect(direct('@acme moving to @globex', null)).toBe('from-us');
    expect(direct('never again', null)).toBe('from-us');
    expect(direct('', null)).toBe('from-us');
  });

  it('is quick on texts made to be slow', () => {
    const long = 'switching to the my our a the '.repeat(3000);
    expect(direct(long, ACME)).toBe('from-us');
    expect(direct('left '.repeat(20_000), ACME)).toBe('from-us');
    expect(direct('never Acme '.repeat(10_000), ACME)).toBe('from-us');
  });
});

describe('a text of others', () => {
  const others = (text: string, brand: Brand = ACME): string | null => {
    const parts = ['', text];
    const { tokens } = extractor.extract(parts);
    const spoken = spokenOf(tokens, parts, brand);
    return isOfOthers(spoken, brand) ? nameOfOther(spoken, tokens, parts) : null;
  };
  it.each([
    ['The support of #globex is the pits', '#globex'],
    ['@Globex you never answer', '@Globex'],
    ['Blue Harbour’s site is down again', 'Blue Harbour’s'],
    ['Globex support is the pits, Acme is no better', null],
    ['Globex rings back within the hour. You do not', null],
    ['Broke after a week, worse than Globex', null],
    ['Broke after a week. Globex', null],
    ['Even Globex lasts longer', null],
    ['The support is the pits', null],
    ['', null],
  ])('%s: %s', (text, expected) => {
    expect(others(text)).toBe(expected);
  });

  it('is none where the place is all about us', () => {
    expect(others('Globex has a new one')).toBe('Globex');
    expect(others('Globex has a new one', { ...ACME, home: true })).toBeNull();
    expect(direct('Left Globex', { ...ACME, home: true })).toBe('to-us');
  });
});
