import { beforeEach, describe, expect, it } from 'vitest';
import { CAUTIOUS } from '../../src/domain/deeper.js';
import { withDeeper } from '../../src/deeper/with-deeper.js';
import { fenced, LoopbackModels, system, user } from './loopback-models.js';
import { SameReader, unsureComplaint, unsureSentiment, World } from './deeper.world.js';

const server = await LoopbackModels.start();
beforeEach(() => server.reset());

const says = (answer: object) => () => JSON.stringify(answer);
const input = (text: string, title: string | null = null) => ({ text, title });

describe('what a reading leaves unsure', () => {
  it('is decided by the deeper model, with a quote and its name', async () => {
    server.says = says({ complaint: { label: 'complaint', quote: 'still no refund' } });
    const { deeper, records } = new World(server.url);
    const evidence = [
      { for: 'complaint', quote: 'weeks' },
      { for: 'topic:refund', quote: 'refund' },
    ];
    const reader = withDeeper(new SameReader({ complaint: unsureComplaint, evidence }), deeper);
    const [read] = await reader.read([input('Three weeks and still no refund')]);
    expect(read?.reading.complaint).toEqual({
      label: 'complaint',
      best: 'complaint',
      probability: CAUTIOUS,
    });
    expect(read?.reading.evidence).toEqual([
      { for: 'complaint', quote: 'still no refund' },
      { for: 'topic:refund', quote: 'refund' },
    ]);
    expect(read?.reading.model).toBe('linear-2+abcd1234+complaint:tiny+t7');
    expect(read?.vector).toEqual(Int8Array.of(1, 2));
    expect(records.ends).toEqual({ decided: 1, open: 0, refused: 0, failed: 0, skipped: 0 });
  });

  it('has the probability of the other class where it is none', async () => {
    server.says = says({ complaint: { label: 'other', quote: 'How do I' } });
    const reader = withDeeper(new SameReader(), new World(server.url).deeper);
    const [read] = await reader.read([input('How do I change my plan?')]);
    expect(read?.reading.complaint?.label).toBe('other');
    expect(read?.reading.complaint?.probability).toBeCloseTo(1 - CAUTIOUS);
  });

  it('is both labels in one question, each decided by itself', async () => {
    server.says = says({
      complaint: { label: 'unsure', quote: '' },
      sentiment: { label: ' Negative ', quote: 'so sad' },
    });
    const reader = withDeeper(
      new SameReader({ complaint: unsureComplaint, sentiment: unsureSentiment }),
      new World(server.url).deeper,
    );
    const [read] = await reader.read([input('so sad about this')]);
    expect(server.questions).toHaveLength(1);
    expect(read?.reading.complaint).toEqual(unsureComplaint);
    expect(read?.reading.sentiment?.label).toBe('negative');
    const { negative, neutral, positive } = read?.reading.sentiment?.probabilities ?? {};
    expect(negative).toBe(CAUTIOUS);
    // What is left is shared as the reader had it, 4 to 3.
    expect(neutral).toBeCloseTo((0.4 * 4) / 7, 3);
    expect(positive).toBeCloseTo((0.4 * 3) / 7, 3);
    expect(read?.reading.model).toBe('linear-2+abcd1234+sentiment:tiny+t7');
  });

  it('may be quoted from the title, and in the words that were taken out', async () => {
    server.says = says({ complaint: { label: 'complaint', quote: '[name] hung up on me' } });
    const reader = withDeeper(new SameReader(), new World(server.url).deeper);
    const [read] = await reader.read([input('see above', 'Susan Miller hung up on me')]);
    expect(read?.reading.evidence).toEqual([
      { for: 'complaint', quote: 'Susan Miller hung up on me' },
    ]);
  });

  it('stays unsure without a quote that stands in the text letter by letter', async () => {
    const said = [
      { complaint: { label: 'complaint', quote: 'Still No Refund' } },
      { complaint: { label: 'complaint', quote: '' } },
      { complaint: { label: 'complaint', quote: '...' } },
      { complaint: { label: 'complaint', quote: '[name]' } },
      { complaint: { label: 'complaint', quote: '\ud83d' } },
      { complaint: { label: 'complaint' } },
      { complaint: { label: 'rage', quote: 'refund' } },
      { complaint: 'complaint' },
      { sentiment: { label: 'negative', quote: 'refund' } },
      {},
    ];
    const { deeper, records } = new World(server.url);
    const reader = withDeeper(new SameReader(), deeper);
    for (const answer of said) {
      server.says = says(answer);
      const [read] = await reader.read([input('still no refund... 😡 for Susan')]);
      expect(read?.reading.complaint).toEqual(unsureComplaint);
      expect(read?.reading.evidence).toEqual([]);
      expect(read?.reading.model).toBe('linear-2+abcd1234+t7');
      expect(records.ends).toMatchObject({ decided: 0, open: 1 });
    }
    expect(server.questions).toHaveLength(said.length);
  });

  it('stays unsure where the quote is so long that it points at nothing', async () => {
    const text = 'it does not work and '.repeat(20);
    server.says = says({ complaint: { label: 'complaint', quote: text } });
    const [read] = await withDeeper(new SameReader(), new World(server.url).deeper).read([
      input(text),
    ]);
    expect(read?.reading.complaint).toEqual(unsureComplaint);
  });

  it('is all that is asked about', async () => {
    const sure = {
      complaint: { label: 'other', best: 'other', probability: 0.1 },
      sentiment: null,
    } as const;
    const { deeper, records } = new World(server.url);
    await withDeeper(new SameReader(sure), deeper).read([input('all is well')]);
    await withDeeper(new SameReader({}), deeper).read([input('det virker ikke')]);
    expect(server.asked).toEqual([]);
    expect(records.kept).toEqual([]);
  });

  it('is asked about once in a page, however often it stands there', async () => {
    server.says = (asked) =>
      JSON.stringify({ complaint: { label: 'complaint', quote: fenced(asked) } });
    const reader = withDeeper(new SameReader(), new World(server.url).deeper);
    const reads = await reader.read([input('broken'), input('late'), input('broken')]);
    expect(server.questions).toHaveLength(2);
    expect(reads.map(({ reading }) => reading.evidence[0]?.quote)).toEqual([
      'broken',
      'late',
      'broken',
    ]);
  });
});

describe('the question', () => {
  it('holds the definitions, the brand, and the text without what tells who wrote it', async () => {
    const reader = withDeeper(new SameReader(), new World(server.url, {}, 'k-1').deeper);
    const brand = { names: ['Apex'], competitors: [] };
    await reader.read([
      { ...input('@apex Dear Mr. Jones, mail me at ann@example.org', 'Order 4711-22'), brand },
    ]);
    const [asked] = server.questions;
    if (!asked) throw new Error('nothing was asked');
    expect(asked.body).toMatchObject({ model: 'tiny', temperature: 0, max_tokens: 400 });
    expect(asked.headers.authorization).toBe('Bearer k-1');
    expect(system(asked)).toContain('"complaint" if so');
    expect(system(asked)).not.toContain('prevailing feeling');
    expect(user(asked)).toContain('The brand is Apex.');
    expect(fenced(asked)).toBe('Order [number]\n\n@apex Dear Mr. [name], mail me at [email]');
    expect(asked.body.response_format?.json_schema?.schema).toMatchObject({
      properties: { complaint: { properties: { label: {}, quote: {} } } },
      required: ['complaint'],
    });
  });

  it('is one that an answer in plain words serves, too', async () => {
    server.formats = [];
    server.formatStatus = 500;
    server.says = () =>
      'Hmm {"complaint": "?"} <think>they {wait}</think> So:\n```json\n{"complaint": {"label": "complaint", "quote": "a } brace"}}\n``` done';
    const { deeper } = new World(server.url);
    const reader = withDeeper(new SameReader(), deeper);
    const [read] = await reader.read([input('where is a } brace')]);
    expect(read?.reading.evidence[0]?.quote).toBe('a } brace');
    expect(server.questions.map(({ body }) => body.response_format?.type)).toEqual([
      'json_schema',
      'json_object',
      undefined,
    ]);
    await reader.read([input('another')]);
    expect(server.questions).toHaveLength(4);
    expect(server.questions.at(-1)?.body.response_format).toBeUndefined();
  });
});

describe('what its word counts for', () => {
  it('is what people said of it, once enough of them did', async () => {
    server.says = says({ complaint: { label: 'complaint', quote: 'broken' } });
    const { deeper, records } = new World(server.url);
    records.people = { complaint: { n: 48, hits: 44 }, sentiment: { n: 0, hits: 0 } };
    const [read] = await withDeeper(new SameReader(), deeper).read([input('broken')]);
    expect(read?.reading.complaint?.probability).toBe(0.9);
  });

  it('is nothing when it is wrong as often as right: it is not asked', async () => {
    const { deeper, records } = new World(server.url);
    records.people = { complaint: { n: 40, hits: 20 }, sentiment: { n: 29, hits: 0 } };
    const both = { complaint: unsureComplaint, sentiment: unsureSentiment };
    await withDeeper(new SameReader(both), deeper).read([input('broken')]);
    expect(server.questions).toHaveLength(1);
    expect(server.questions.map(system).join()).not.toContain('"complaint" if so');
  });

  it('stays as it was known while nobody can be asked', async () => {
    server.says = says({ complaint: { label: 'complaint', quote: 'broken' } });
    const world = new World(server.url);
    world.records.judged = () => Promise.reject(new Error('no database'));
    const [read] = await withDeeper(new SameReader(), world.deeper).read([input('broken')]);
    expect(read?.reading.complaint?.probability).toBe(CAUTIOUS);
    expect(world.warnings.join()).toContain('no database');
  });
});
