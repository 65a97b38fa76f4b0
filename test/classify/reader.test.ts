import { describe, expect, it } from 'vitest';
import type { Reading, ReadInput } from '../../src/domain/reading.js';
import { loadReader, loadTaxonomy } from '../../src/classify/shipped-reader.js';

const reader = loadReader();

async function read(text: string, more: Partial<ReadInput> = {}): Promise<Reading> {
  const [found] = await reader.read([{ text, ...more }]);
  if (found === undefined) throw new Error('the reader left the text out');
  return found.reading;
}

/** Every quote has to be found in what was read. */
function expectQuoted({ evidence, effort }: Reading, ...parts: string[]): void {
  for (const { quote } of [...evidence, ...(effort ?? [])]) {
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
    "Why hasn't my money been returned yet?",
    'The worst hotel I have ever stayed in, dirty and loud.',
    'My order never arrived',
  ])('knows a complaint: %s', async (text) => {
    const { complaint, evidence } = await read(text);
    expect(complaint?.label).toBe('complaint');
    expect(evidence.some((one) => one.for === 'complaint')).toBe(true);
  });

  it.each([
    ['a plain question', 'What time do you open on Sunday?'],
    ['a how-to', 'How can I change my pin?'],
    ['praise', 'Best phone I ever had'],
    ['praise with bad words', 'This game is so damn sick, killer soundtrack, I love it'],
  ])('does not take %s for a complaint', async (_, text) => {
    expect((await read(text)).complaint?.label).toBe('other');
  });

  it('feels the difference that a negation makes', async () => {
    const plain = (await read('I am happy with this')).sentiment?.probabilities.positive ?? 0;
    const negated = (await read('I am not happy with this')).sentiment?.probabilities.positive;
    expect(plain).toBeGreaterThan(0.8);
    expect(negated).toBeLessThan(0.4);
  });

  it('takes a polite report of a fault for a complaint rather than a polite request', async () => {
    const report = await read(
      'Hello, the boiler makes no hot water since Tuesday, could you send somebody? Kind regards',
    );
    const request = await read('Hello, could you send somebody to read the meter? Kind regards');
    expect(report.complaint?.best).toBe('complaint');
    expect(request.complaint?.best).toBe('other');
  });

  it('names topics by seed phrases and by what it was taught, surest first', async () => {
    const { topics, touchpoint } = await read(
      'I was charged twice for one order and nobody replies',
    );
    expect(topics?.[0]?.key).toBe('billing-charges');
    expect(touchpoint).toBe('invoice');
    const several = (await read('The remote is confusing and the tray stopped working')).topics;
    expect(several?.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['ease-of-use', 'product-quality']),
    );
    const probabilities = several?.map((topic) => topic.probability) ?? [];
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
  });

  it('gives topics but no touchpoint when nobody complains', async () => {
    const { complaint, topics, touchpoint } = await read('Do you ship parcels to Norway?');
    expect(complaint?.label).toBe('other');
    expect(topics?.map(({ key }) => key)).toContain('delivery');
    expect(touchpoint).toBeNull();
  });

  it('says unsure, and what is likelier, below its limit', async () => {
    const texts = ['Just opened it.', 'Mine did the same thing', 'They changed it on Monday'];
    const complaints = (await reader.read(texts.map((text) => ({ text })))).map(
      ({ reading }) => reading.complaint,
    );
    expect(complaints.map((complaint) => complaint?.label)).toContain('unsure');
    for (const complaint of complaints) expect(complaint?.best).not.toBe('unsure');
  });
});

describe('what it costs the customer', () => {
  it('names each kind of effort with a phrase that shows it', async () => {
    const text =
      'Called you four times, each time passed on to another department, now 50 minutes on hold.';
    const { effort } = await read(text);
    expect(effort?.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['repeat-contact', 'transfer', 'wait']),
    );
    for (const { quote } of effort ?? []) expect(text).toContain(quote);
  });

  it('looks for effort, and may find none', async () => {
    expect((await read('The soup was cold.')).effort).toEqual([]);
  });

  it('says why something is urgent', async () => {
    const { urgency, evidence } = await read(
      'Our whole town has had no phone and no internet since this morning, nobody can call an ambulance!',
    );
    expect(['soon', 'now']).toContain(urgency?.best);
    expect(['service-down', 'vulnerable']).toContain(urgency?.reason);
    expect(evidence.map((one) => one.for)).toContain('urgency');
  });
});

describe('whose side it is on', () => {
  const acme = { names: ['Acme'], competitors: ['Globex'] };
  const globex = { names: ['Globex'], competitors: ['Acme'] };
  const text =
    'Cancelled my contract with Acme after ten years of bad service, I am with Globex now';

  it('turns around the direction of leaving', async () => {
    expect((await read(text, { brand: acme })).leaving).toMatchObject({
      direction: 'from-us',
    });
    expect((await read(text, { brand: globex })).leaving).toMatchObject({
      direction: 'to-us',
    });
  });

  it('takes what is said of others alone for no complaint about us, and quotes their name', async () => {
    const outcry = 'Globex lost my suitcase again and nobody answers their phone.';
    expect(await read(outcry, { brand: acme })).toMatchObject({
      complaint: { label: 'other', best: 'other' },
      touchpoint: null,
      effort: [],
      urgency: { best: 'none' },
      evidence: expect.arrayContaining([{ for: 'complaint', quote: 'Globex' }]),
    });
    for (const brand of [globex, null, { ...acme, home: true }, { ...acme, competitors: [] }]) {
      expect((await read(outcry, { brand })).complaint?.label).toBe('complaint');
    }
  });

  it('takes what is blamed on those who were left for no complaint to us', async () => {
    const praise =
      'Acme charged me twice, lost my parcel and nobody answers the phone. Happy with Globex now';
    expect((await read(praise, { brand: acme })).complaint?.label).toBe('complaint');
    expect((await read(praise, { brand: globex })).complaint?.label).toBe('other');
    const regret = 'Left Globex for Acme and regret it, nobody answers the phone at Acme.';
    expect((await read(regret, { brand: acme })).complaint?.best).toBe('complaint');
  });
});

describe('languages', () => {
  it('reads complaint and feeling in some, with topics and the rest left open', async () => {
    const german = await read(
      'Mein Paket ist seit drei Wochen nicht angekommen und keiner antwortet.',
    );
    expect(german).toMatchObject({
      language: { code: 'de', supported: true },
      complaint: { label: 'complaint' },
      sentiment: { label: 'negative' },
      touchpoint: null,
      effort: null,
      leaving: null,
      urgency: null,
    });
  });

  it.each([
    ['荷物がまだ届きません', 'ja'],
    ['Van már valaki aki használja ezt a szolgáltatást?', 'hu'],
  ])('guesses nothing in others, and says so: %s', async (text, code) => {
    expect(await read(text)).toMatchObject({
      language: { code, supported: false },
      complaint: null,
      sentiment: null,
      touchpoint: null,
      effort: null,
      leaving: null,
      urgency: null,
      evidence: [],
    });
  });

  it('believes a stated language, but not "English" on a German text', async () => {
    expect(await read('ok super', { language: 'nl' })).toMatchObject({
      language: { code: 'nl', probability: 1, supported: false },
      complaint: null,
    });
    expect((await read('It broke.', { language: 'en-US' })).language).toEqual({
      code: 'en',
      probability: 1,
      supported: true,
    });
    const german = await read('Das ist nicht gut und ich bin sehr sauer', { language: 'en' });
    expect(german.language?.code).toBe('de');
  });
});

describe('odd texts', () => {
  it('finds nothing in nothing', async () => {
    for (const text of ['', '   \n', '\u0000\u0007', '\ud83d', '...', '—']) {
      expect(await read(text), JSON.stringify(text)).toMatchObject({
        language: null,
        evidence: [],
      });
      expect((await read(text)).complaint?.label ?? 'unsure').toBe('unsure');
    }
  });

  it.each(['👎', 'a', '@acme', 'https://a.example'])(
    'gives no label that no word of %s carries',
    async (text) => {
      const { complaint, sentiment, evidence } = await read(text);
      const quoted = new Set(evidence.map((one) => one.for));
      const labels = { complaint: complaint?.label, sentiment: sentiment?.label };
      const bare = Object.entries(labels).filter(([name]) => !quoted.has(name));
      expect(bare.map(([, label]) => label ?? 'unsure')).toEqual(bare.map(() => 'unsure'));
    },
  );

  it('reads through emoji, NUL and lone surrogates', async () => {
    const text = 'My order\u0000 never \ud800arrived 😡😡 \udc00 @acme';
    const reading = await read(text);
    expect(reading.complaint?.label).toBe('complaint');
    expectQuoted(reading, text);
    expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
  });

  it('reads a text of 100 kB, and one of a single endless word', async () => {
    const long = 'The player never worked, and nobody answers. '.repeat(2300);
    const reading = await read(long);
    expect(reading.complaint?.label).toBe('complaint');
    expectQuoted(reading, long);
    const word = 'a'.repeat(100_000);
    expectQuoted(await read(word), word);
  });

  it('reads the title with the text', async () => {
    const text = 'Ordered three weeks ago.';
    const reading = await read(text, { title: 'Never arrived' });
    expect(reading.complaint?.best).toBe('complaint');
    expect(reading.topics?.map(({ key }) => key)).toContain('delivery');
    expectQuoted(reading, 'Never arrived', text);
  });

  it('takes names that objects have for plain words', async () => {
    const { evidence } = await read('constructor __proto__ toString hasOwnProperty');
    expect(evidence).toBeInstanceOf(Array);
  });
});

describe('loadReader', () => {
  it('loads nothing before it is used, and names the missing file when it is', async () => {
    const missing = loadReader({ models: '/nowhere' });
    await expect(missing.read([{ text: 'x' }])).rejects.toThrow(
      'cannot read the model file /nowhere/complaint.bin',
    );
  });

  it('has a name that tells its stages and the taxonomy', () => {
    expect(reader.model).toMatch(/^linear-2\+[0-9a-f]{8}\+t/);
    expect(loadReader({ deep: false }).model).toMatch(/^linear-1\+[0-9a-f]{8}\+t/);
    expect(loadReader().model).toBe(reader.model);
    expect(loadTaxonomy().topics.length).toBeGreaterThanOrEqual(14);
  });

  it('gives no vectors without its second stage', async () => {
    const open = { text: 'Just opened it.' };
    expect((await reader.read([open]))[0]?.vector).toHaveLength(512);
    expect((await loadReader({ deep: false }).read([open]))[0]?.vector).toBeNull();
  });
});
