import { describe, expect, it } from 'vitest';
import type { Reading, ReadInput } from '../../src/domain/reading.js';
import { loadReader, loadTaxonomy } from '../../src/classify/reader.js';

const reader = loadReader();
const read = (text: string, more: Partial<ReadInput> = {}): Reading =>
  reader.read({ text, ...more });

/** Every quote has to be found in what was read. */
function expectQuoted({ evidence }: Reading, ...parts: string[]): void {
  for (const { quote } of evidence) {
    expect(
      parts.some((part) => quote !== '' && part.includes(quote)),
      quote,
    ).toBe(true);
  }
}

describe('the shipped reader', () => {
  it.each([
    'Terrible. The screen broke after two days and nobody answers the phone.',
    'I was charged twice for one order and nobody replies',
    'The battery does not last an hour.',
    'I am not happy with this',
    "Why hasn't my money been returned yet?",
    'is the app down again?',
    'This is the worst airline ever',
    'My order never arrived',
  ])('knows a complaint: %s', (text) => {
    const { complaint, evidence } = read(text);
    expect(complaint?.label).toBe('complaint');
    expect(evidence.some((one) => one.for === 'complaint')).toBe(true);
  });

  it.each([
    ['a plain question', 'What time do you open on Sunday?'],
    ['a how-to', 'How can I change my pin?'],
    ['praise', 'Best phone I ever had'],
    ['praise with bad words', 'This game is so damn sick, killer soundtrack, I love it'],
    ['praise by negation', 'no problems with delivery, arrived on time, highly recommended'],
    ['something solved', 'Thank you so much, my problem was solved in five minutes!'],
    ['a job ad', 'We are hiring: complaint handler, full time'],
  ])('does not take %s for a complaint', (_, text) => {
    expect(read(text).complaint?.label).toBe('other');
  });

  it('feels the difference that a negation makes', () => {
    const plain = read('I am happy with this').sentiment?.probabilities.positive ?? 0;
    const negated = read('I am not happy with this').sentiment?.probabilities.positive ?? 1;
    expect(plain).toBeGreaterThan(0.9);
    expect(negated).toBeLessThan(0.5);
  });

  it('never calls a polite report of a fault praise of the product', () => {
    const report = read(
      'Hello, the boiler makes no hot water since Tuesday, could you send somebody? Kind regards',
    );
    expect(report.complaint?.best).toBe('complaint');
    expect(report.complaint?.probability).toBeGreaterThan(
      read('Hello, could you send somebody to read the meter? Kind regards').complaint
        ?.probability ?? 1,
    );
  });

  it('names topics by seed phrases and by what it was taught, surest first', () => {
    const { topics, touchpoint } = read('I was charged twice for one order and nobody replies');
    expect(topics?.[0]?.key).toBe('billing-charges');
    expect(touchpoint).toBe('invoice');
    expect(
      read('The remote is confusing and the tray stopped working').topics?.map(({ key }) => key),
    ).toEqual(expect.arrayContaining(['ease-of-use', 'product-quality']));
    const probabilities = topics?.map((topic) => topic.probability) ?? [];
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
  });

  it('gives topics but no touchpoint when nobody complains', () => {
    const { complaint, topics, touchpoint } = read('Do you ship parcels to Norway?');
    expect(complaint?.label).toBe('other');
    expect(topics?.map(({ key }) => key)).toEqual(['delivery']);
    expect(touchpoint).toBeNull();
  });

  it('says unsure, and what is likelier, between its limits', () => {
    const { complaint, sentiment } = read('Just opened it.');
    for (const part of [complaint, sentiment]) expect(part?.best).not.toBe('unsure');
    const texts = [
      'So I tried it',
      'They have a new desk',
      'I called them',
      'Monday then',
      'It is a small box',
    ];
    expect(texts.map((text) => read(text).complaint?.label)).toContain('unsure');
  });

  it('does not read what it has no model for', () => {
    const { effort, leaving, urgency } = read('Fourth call, I am leaving you today');
    expect([effort, leaving, urgency]).toEqual([null, null, null]);
  });
});

describe('languages', () => {
  it('reads English only, and says what the other language is', () => {
    const german = read('Mein Paket ist seit drei Wochen nicht angekommen und keiner antwortet.');
    expect(german).toMatchObject({
      language: { code: 'de' },
      complaint: null,
      sentiment: null,
      topics: null,
      touchpoint: null,
      evidence: [],
    });
    expect(read('荷物がまだ届きません').complaint).toBeNull();
  });

  it('believes a stated language, but not "English" on a German text', () => {
    expect(read('ok super', { language: 'nl' })).toMatchObject({
      language: { code: 'nl', probability: 1 },
      complaint: null,
    });
    expect(read('It broke.', { language: 'en-US' })).toMatchObject({
      language: { code: 'en', probability: 1 },
    });
    expect(read('Das ist nicht gut und ich bin sehr sauer', { language: 'en' })).toMatchObject({
      language: { code: 'de' },
      complaint: null,
    });
  });
});

describe('odd texts', () => {
  it('finds nothing in nothing', () => {
    for (const text of ['', '   \n', '\u0000\u0007', '\ud83d', '...', '—']) {
      expect(read(text), JSON.stringify(text)).toMatchObject({
        language: null,
        complaint: null,
        sentiment: null,
        topics: null,
        evidence: [],
      });
    }
  });

  it.each(['👎', 'a', '@acme', 'https://a.example'])(
    'gives no label that no word of %s carries',
    (text) => {
      const { complaint, sentiment, evidence } = read(text);
      const quoted = new Set(evidence.map((one) => one.for));
      const labels = { complaint: complaint?.label, sentiment: sentiment?.label };
      const bare = Object.entries(labels).filter(([name]) => !quoted.has(name));
      expect(bare.map(([, label]) => label)).toEqual(bare.map(() => 'unsure'));
    },
  );

  it('reads through emoji, NUL and lone surrogates', () => {
    const text = 'My order\u0000 never \ud800arrived 😡😡 \udc00 @acme';
    const reading = read(text);
    expect(reading.complaint?.label).toBe('complaint');
    expectQuoted(reading, text);
    expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
  });

  it('reads a text of 100 kB, and one of a single endless word', () => {
    const long = 'The player never worked, and nobody answers. '.repeat(2300);
    const reading = read(long);
    expect(reading.complaint?.label).toBe('complaint');
    expectQuoted(reading, long);
    const word = 'a'.repeat(100_000);
    expectQuoted(read(word), word);
  });

  it('reads the title with the text', () => {
    const reading = reader.read({ title: 'Never arrived', text: 'Ordered three weeks ago.' });
    expect(reading.complaint?.label).toBe('complaint');
    expect(reading.topics?.[0]?.key).toBe('delivery');
    expectQuoted(reading, 'Never arrived', 'Ordered three weeks ago.');
  });

  it('takes names that objects have for plain words', () => {
    expect(read('constructor __proto__ toString hasOwnProperty').evidence).toBeInstanceOf(Array);
  });
});

describe('loadReader', () => {
  it('loads nothing before it is used, and names the missing file when it is', () => {
    const missing = loadReader({ models: '/nowhere' });
    expect(() => missing.read({ text: 'x' })).toThrow(
      'cannot read the model file /nowhere/complaint.bin',
    );
  });

  it('has a name that changes with the taxonomy', () => {
    expect(reader.model).toMatch(/^linear-1\+[0-9a-f]{8}$/);
    expect(loadReader().model).toBe(reader.model);
    expect(loadTaxonomy().topics.length).toBeGreaterThanOrEqual(14);
  });
});
